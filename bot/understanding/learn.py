"""`make learn`: learns from `knowledge/examples/`, writes `knowledge/learned.gz`, and says how well it understands.

Run with files of labelled lines to be scored on; --errors lists the lines that were not understood.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from bot.people import People
from bot.understanding import Cues, Mind, Turn, read_mind, understand, without_address
from bot.understanding.examples import BOT, Example, read_examples, read_people
from bot.understanding.learned import Learned, written
from bot.understanding.learning import learn
from bot.understanding.message import Message
from bot.understanding.mind import WEIGHTS, WORDS
from bot.understanding.reading import WITH_TOPIC
from bot.understanding.request import Intent
from bot.understanding.scoring import score
from bot.understanding.targets import telling
from bot.understanding.tokens import tokens_of
from bot.words import BUILT_IN, load

_BEFORE = (Intent.ASK_LOCK,)
# What is not for the bot comes after anything; learned more often, it is less easily taken for a question.
_BEFORE_NOISE = (Intent.ASK_LOCK, Intent.WHO_CAN_INTRODUCE)
EXAMPLES = "examples"
"""The folder of the knowledge that holds the labelled lines, and the people whom they name."""


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
    befores = _BEFORE_NOISE if example.label is Intent.OUT_OF_SCOPE else _BEFORE
    for intent in befores if mind else ():
        yield Message.of(tokens, people, cues, bot_id=BOT, previous=Turn(intent))


def learn_all(folder: Path) -> dict[str, Learned]:
    """What the examples of a folder of knowledge teach, kept there for `read_mind`."""
    people, cues = _people(folder), load(folder, WORDS, Cues)
    learned = learned_from(list(read_examples(folder / EXAMPLES)), people, cues)
    (folder / WEIGHTS).write_bytes(written(learned, digest(folder)))
    return learned


def digest(folder: Path) -> str:
    """What tells whether anything has changed that learning looks at."""
    files = [folder / WORDS, *sorted((folder / EXAMPLES).iterdir())]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _people(folder: Path) -> People:
    return read_people(folder / EXAMPLES / "people.toml")


def main(arguments: Sequence[str], folder: Path = BUILT_IN) -> None:
    """Learn and keep it, then score the files of labelled lines that were named; --errors shows what went wrong.

    Args:
        folder: the knowledge to learn from.
    """
    learn_all(folder)
    size = (folder / WEIGHTS).stat().st_size // 1024
    print(f"{WEIGHTS}: {size} KiB")  # noqa: T201 - a tool for maintainers
    mind, people = read_mind(folder), _people(folder)
    for name in (argument for argument in arguments if argument != "--errors"):
        told = score(read_examples(Path(name)), people, mind)
        print(f"{name}\n  {told}")  # noqa: T201
        if "--errors" in arguments:
            print("\n".join(told.wrong))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
