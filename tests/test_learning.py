"""Learning from labelled lines, and how well lines are understood that nothing was learned from."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from bot.errors import BadKnowledge
from bot.understanding import Intent, read_mind
from bot.understanding.examples import read_examples, read_people
from bot.understanding.learn import EXAMPLES, digest, main
from bot.understanding.learned import Learned, learned_of, read, written
from bot.understanding.learning import SEEN, learn
from bot.understanding.mind import WEIGHTS
from bot.understanding.scoring import Score, score
from bot.words import BUILT_IN

UTTERANCES = Path(__file__).parent / "utterances"


def scored(file: str) -> Score:
    """The score of a file of labelled lines."""
    people = read_people(BUILT_IN / EXAMPLES / "people.toml")
    return score(read_examples(UTTERANCES / file), people, read_mind(BUILT_IN))


@pytest.mark.parametrize("file", ["held_out.jsonl", "looked_at.jsonl"])
def test_lines_that_nothing_was_learned_from(file: str):
    """Most of what nobody tuned anything to is understood; less would show that a change did harm."""
    told = scored(file)

    assert told.strict.right / told.strict.of >= 0.92, told
    assert told.target.right / told.target.of >= 0.93, told
    assert told.noise.right / told.noise.of <= 0.1, told


def test_nothing_is_learned_from_the_lines_that_are_scored():
    """No line of the scored sets stands among the examples, too."""
    learned = {example.text.casefold() for example in read_examples(BUILT_IN / EXAMPLES) if " " in example.text.strip()}
    both = [
        example.text
        for example in read_examples(UTTERANCES)
        if len(example.text.split()) > SHORT and example.text.casefold() in learned
    ]

    assert both == []


SHORT = 5
"""Lines of so few words are typed by everybody; they may stand in several sets."""


def test_what_was_learned_is_of_the_examples_and_words_of_now():
    """Whoever changes an example or a word has to run `make learn`."""
    assert learned_of(BUILT_IN / WEIGHTS) == digest(BUILT_IN), "run: make learn"


def test_two_labels_are_told_apart():
    """A feature that always goes with one label speaks for it, one that is seen too seldom for none."""
    examples = [({"bark": 1.0, "legs": 1.0}, "dog"), ({"meow": 1.0, "legs": 1.0}, "cat")] * SEEN
    learned = learn([*examples, ({"moo": 1.0}, "cow")])

    assert learned.labels == ("cat", "cow", "dog")
    assert (learned.best({"bark": 1.0}), learned.best({"meow": 1.0, "legs": 1.0})) == ("dog", "cat")
    assert "moo" not in learned.weights


def test_the_same_is_learned_every_time():
    """Learning twice writes the same bytes."""
    examples = [({"a": 1.0, "b": 0.5}, "x"), ({"a": 1.0, "c": 0.5}, "y")] * SEEN

    assert written({"t": learn(examples)}, "d") == written({"t": learn(examples)}, "d")


def test_what_was_written_is_read(tmp_path: Path):
    """Several things that were learned stand in one file, with the digest of what it was learned from."""
    kept = {"one": Learned(("a", "b"), {"w:x": "0 5 1 -5", "?": "1 2"}), "two": Learned(("", "c"), {"w:y": "1 9"})}
    (tmp_path / "learned.gz").write_bytes(written(kept, "abc"))

    assert read(tmp_path, "learned.gz") == kept
    assert learned_of(tmp_path / "learned.gz") == "abc"


@pytest.mark.parametrize("content", [b"", b"no gzip", gzip.compress(b"d\n\nintent\ta\nfeature without weights")])
def test_a_broken_file_stops_the_start(content: bytes, tmp_path: Path):
    """What `make learn` did not write is refused by its name, with what to do."""
    (tmp_path / "learned.gz").write_bytes(content)

    with pytest.raises(BadKnowledge, match=r"learned\.gz.*make learn"):
        read(tmp_path, "learned.gz")


def test_a_missing_file_stops_the_start(tmp_path: Path):
    """Where nothing was learned yet it is said how that is done."""
    with pytest.raises(BadKnowledge, match="make learn"):
        read(tmp_path, "learned.gz")


def test_a_phrasing_is_added_and_learned(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A maintainer adds lines, runs `make learn`, and sees the score; what was added is understood then."""
    folder = shutil.copytree(BUILT_IN, tmp_path / "knowledge", ignore=shutil.ignore_patterns("*.jsonl", WEIGHTS))
    lines = [
        '{"text": "zorp %s", "intent": "help", "channel": "dm"}',
        '{"text": "is %s padlocked", "intent": "ask_lock", "target": "Jane Doe", "channel": "dm"}',
        '{"text": "and %s?", "intent": "followup", "resolved_intent": "ask_lock", "prev": "is Jane Doe padlocked"}',
        '{"text": "tips for %s", "intent": "how_to_fix", "topic": "profile", "channel": "dm"}',
    ]
    some = [line % word for line in lines for word in ("now", "please", "again", "today", "soon")]
    (folder / EXAMPLES / "own.jsonl").write_text("\n".join([*some, ""]), encoding="utf-8")
    tried = tmp_path / "tried.jsonl"
    tried.write_text(f"{some[0]}\n{some[0].replace('help', 'forget_me')}\n", encoding="utf-8")

    main([str(tried), "--errors"], folder)

    shown = capsys.readouterr().out
    assert "strict 0.500 of 2" in shown
    assert "intent help, not forget_me" in shown
    assert learned_of(folder / WEIGHTS) == digest(folder)
    assert set(read_mind(folder).learned["intent"].labels) == {Intent.HELP, Intent.ASK_LOCK, Intent.HOW_TO_FIX}
