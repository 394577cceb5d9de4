"""The demo: it runs without a terminal, shows every lock and every state, leaves nothing, and lets a person type."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli import run, spawn, terminal

from bot.checks import CHECKS, EVIDENCE
from bot.conversation.heard import Heard
from bot.demo import played, staged
from bot.demo.workspace import DemoWorkspace
from bot.errors import BadKnowledge
from bot.people import TargetStatus
from bot.understanding.request import Intent
from bot.verdict import Finding, State, Verdict
from bot.words import BUILT_IN


@pytest.fixture(scope="module")
def turns() -> list[Heard]:
    """What comes of each line of the prepared conversation."""
    with staged(BUILT_IN) as (app, workspace):
        return [heard for _, heard in played(app, workspace)]


def findings(turns: list[Heard]) -> list[Finding]:
    return [finding for heard in turns for answer in heard.answers for finding in answer.findings]


def test_each_check_locks_at_least_once(turns: list[Heard]):
    """Every one of the six checks is seen locked."""
    locked = {finding.check for finding in findings(turns) if finding.state is State.LOCKED}
    assert locked == set(EVIDENCE)
    assert len(locked) == len(CHECKS)


def test_every_state_and_verdict_is_seen(turns: list[Heard]):
    """Locked, clear, unknown and exempt; locked, unsure and open."""
    assert {finding.state for finding in findings(turns)} == set(State)
    assert {answer.verdict for heard in turns for answer in heard.answers if answer.verdict} == set(Verdict)


def test_the_conversation_shows_what_a_conversation_can(turns: list[Heard]):
    """It asks which of several is meant and takes a pick, tries a "what if", and takes an answer to its question."""
    targets = [answer.target for heard in turns for answer in heard.answers]
    assert {TargetStatus.FOUND, TargetStatus.AMBIGUOUS, TargetStatus.UNKNOWN} <= {target.status for target in targets}
    assert any(heard.request.hypothetical for heard in turns)
    assert any(heard.request.followup and heard.request.intent is Intent.ASK_LOCK for heard in turns)
    assert any(heard.request.intent is Intent.UPDATE_PROFILE and heard.answers for heard in turns)


def test_every_line_is_answered(turns: list[Heard]):
    """No line of the script falls through to "that isn't mine"."""
    assert [heard.reply.text for heard in turns if heard.request.intent in {Intent.OUT_OF_SCOPE, Intent.HELP}] == []


def test_everybody_in_it_is_made_up():
    """Every profile address ends in -example, so that it is nobody's."""
    workspace = DemoWorkspace.load()
    people = [*workspace.members.values(), *workspace.people.values()]
    assert [person.name for person in people if not person.slug.endswith("-example")] == []


def test_it_is_the_same_every_time(turns: list[Heard]):
    """Two runs differ in nothing but the ids of the diagnoses: no clock and no chance is in it."""

    def plain(heard: Heard) -> str:
        text = heard.reply.text
        for answer in heard.answers:
            text = text.replace(answer.diagnosis or "D-", "D-")
        return text

    with staged(BUILT_IN) as (app, workspace):
        again = [heard for _, heard in played(app, workspace)]
    assert list(map(plain, again)) == list(map(plain, turns))


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The made-up store is gone when the demo ends, also when it ends by an error."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with staged(BUILT_IN):
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyboardInterrupt), staged(BUILT_IN):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_it_ends(tmp_path: Path):
    """In a pipe the demo plays to its end with exit code 0, touches no store and leaves nothing in the temp folder."""
    (tmp_path / "tmp").mkdir()
    ended = spawn("demo", TMPDIR=str(tmp_path / "tmp"), WHYLOCKED_DB=str(tmp_path / "mine.db"), HOME=str(tmp_path))
    workspace = DemoWorkspace.load()
    lines = ended.answered.splitlines()
    assert [line.says for line in workspace.script if not any(line.says in shown for shown in lines)] == []
    assert "\x1b" not in ended.out
    assert [path.name for path in tmp_path.rglob("*")] == ["tmp"]


def test_it_takes_another_knowledge(tmp_path: Path):
    """The demo plays by the knowledge that was chosen, and bad knowledge stops it in one sentence."""
    assert ".toml" in run("--knowledge", str(tmp_path), "demo").refused
    with pytest.raises(BadKnowledge), staged(tmp_path):
        pass


@pytest.mark.parametrize("ending", ["\n", "\x04", "\x03"], ids=["empty line", "end of input", "ctrl-c"])
def test_on_a_terminal_a_person_can_type(ending: str):
    """After the script a person asks about somebody of the demo and is answered; an empty line or Ctrl-C ends it."""
    prompt = "you › "
    with terminal("demo") as screen:
        screen.wait_for(prompt)
        screen.type("why can't I message Petra Novotna?\n")
        answer = screen.wait_for(prompt)
        assert "Petra Novotna" in answer
        assert "D-" in answer
        screen.type("connections=many\n")
        assert "many" in screen.wait_for(prompt)
        screen.type(ending)
        assert screen.code() == 0
        assert "Traceback" not in screen.seen
