"""`make learn`: learns from `knowledge/examples/`, writes `knowledge/learned.gz`, and says how well it understands.

Run with files of labelled lines to be scored on; --errors lists the lines that were not understood.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.people import People
from bot.understanding import FILES, WITH_TOPIC, Cues, Mind, Turn, understand, without_address
from bot.understanding.examples import BOT, Example, read_examples, read_people
from bot.understanding.learned import Learned, written
from bot.understanding.learning import learn
from bot.understanding.message import Message
from bot.understanding.request import Intent
from bot.understanding.scoring import score
from bot.understanding.targets import telling
from bot.understanding.tokens import tokens_of
from bot.words import BUILT_IN, load

_, FILE = FILES


def learned_from(examples: Sequence[Example], people: People, cues: Cues) -> dict[str, Learned]:
    """What the examples teach. Twice: what was said before an example has to be understood first."""
    alone = [example for example in examples if example.before is None]
    first = Mind(cues, _learned(alone, people, cues, None))
    return _learned(examples, people, cues, first)


def _learned(examples: Sequence[Example], people: People, cues: Cues, mind: Mind | None) -> dict[str, Learned]:
    seen = [(message.features, example) for example in examples for message in _messages(example, people, cues, mind)]
    return {
        "intent": learn([(features, example.label.value) for features, example in seen]),
        "topic": learn(
            [(features, example.row.get("topic") or "") for features, example in seen if example.label in WITH_TOPIC]
        ),
    }


def _messages(example: Example, people: People, cues: Cues, mind: Mind | None) -> Iterator[Message]:
    """The message of an example; what makes sense alone means the same after a question about somebody, too."""
    tokens = telling(tokens_of(without_address(example.text, BOT)), cues)
    if example.before and mind:
        before = understand(example.before, people, bot_id=BOT, mind=mind)
        yield Message.of(tokens, people, cues, bot_id=BOT, previous=Turn(before.intent, before.targets))
        return
    yield Message.of(tokens, people, cues, bot_id=BOT, previous=None)
    if mind:
        yield Message.of(tokens, people, cues, bot_id=BOT, previous=Turn(Intent.ASK_LOCK))


def main(arguments: Sequence[str]) -> None:
    """Learn, write, score."""
    folder = BUILT_IN / "examples"
    people, cues = read_people(folder / "people.toml"), load(BUILT_IN, "understanding.toml", Cues)
    examples = list(read_examples(folder))
    learned = learned_from(examples, people, cues)
    (BUILT_IN / FILE).write_bytes(written(learned))
    mind = Mind(cues, learned)
    size = (BUILT_IN / FILE).stat().st_size // 1024
    print(f"learned from {len(examples)} examples: {FILE}, {size} KiB")  # noqa: T201 - a tool for maintainers
    for name in (argument for argument in arguments if argument != "--errors"):
        told = score(read_examples(Path(name)), people, mind)
        print(f"{name}: {told}")  # noqa: T201
        if "--errors" in arguments:
            print("\n".join(told.wrong))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
