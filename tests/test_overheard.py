"""What listens to the logs of a whole run: it hears what a program would write, and fails the run where that tells."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from overheard import Overheard, of_environment, would_be_written

HERE = Path(__file__).parent
HOOKS = """
from overheard import OVERHEARD, pytest_configure, pytest_runtest_logstart, pytest_sessionfinish
from overheard import pytest_terminal_summary
OVERHEARD.secret("a-secret-of-tests")
OVERHEARD.typed("let me in, it is urgent")
OVERHEARD.name("Zed Oak", " ", "Zed ")
"""
TELLS = {
    "token": ('logging.getLogger("bot.door").debug("came with %s", "xoxb-1-2")', "a secret"),
    "app_token": ('logging.getLogger("bot.door").info("xapp-1-A")', "a secret"),
    "rotated": ('logging.getLogger("bot.door").info("xoxe.xoxb-1-abc")', "a secret"),
    "sealed": ('logging.getLogger("bot.door").info("gAAAAAbc")', "a secret"),
    "key": ('logging.getLogger("bot.door").info("with %s", "k" * 43 + "=")', "a secret"),
    "secret": ('logging.getLogger("anybody.else").info("a-secret-of-tests")', "a secret"),
    "name": ('logging.getLogger("anybody.else").warning("no Zed Oak")', "a name"),
    "invented": ('logging.getLogger("anybody.else").warning("no Vera Lindqvist")', "a name"),
    "text": ('logging.getLogger("bot.door").warning("not understood: let me in, it is urgent")', "a text"),
    "extra": ('logging.getLogger("bot.door").info("asked", extra={"who": "Zed Oak"})', "a name"),
    "cause": ('try:\n    raise ValueError("Zed Oak")\nexcept ValueError:\n    logging.exception("failed")', "a name"),
    "unreadable": ('logging.getLogger("bot.door").info("%d", "Zed Oak")', "a name"),
}
"""What a program would tell, and what that is."""
TELLS_NOTHING = """
logging.getLogger("anybody.else").debug("no Zed Oak")
logging.getLogger("bot.door").debug("asked, with xoxb- and nothing behind it")
quiet = logging.getLogger("bot.quiet")
quiet.setLevel(logging.CRITICAL)
quiet.error("no Zed Oak")
"""


def run(folder: Path, tests: str) -> tuple[int, list[str]]:
    """How a run of its own ends, and what it says at the end of what logs told."""
    folder.joinpath("conftest.py").write_text(HOOKS, encoding="utf-8")
    folder.joinpath("test_it.py").write_text(f"import logging\n\n{tests}", encoding="utf-8")
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(folder)]
    path = os.pathsep.join([str(HERE), str(HERE.parent)])
    ended = subprocess.run(
        [*words, str(folder)], env={"PYTHONPATH": path}, capture_output=True, text=True, check=False, timeout=60
    )
    _, _, told = ended.stdout.partition("what logs must not hold")
    return ended.returncode, [line for line in told.splitlines() if "::" in line]


def a_test(name: str, does: str) -> str:
    """A test that passes by itself."""
    return f"def test_{name}():\n" + "".join(f"    {line}\n" for line in does.strip().splitlines())


def test_whatever_is_told_fails_the_run(tmp_path: Path):
    """Tests that all pass, each of which has a program log something: each is named with what it tells."""
    code, told = run(tmp_path, "\n".join(a_test(name, does) for name, (does, _) in TELLS.items()))
    found = {line.partition("::test_")[2].partition(":")[0]: line.partition(",")[0] for line in told}
    assert (code, found) == (1, {name: kind for name, (_, kind) in TELLS.items()})


def test_what_is_not_written_tells_nothing(tmp_path: Path):
    """What others say to themselves, what looks like a secret and is none, what a logger keeps back."""
    assert run(tmp_path, a_test("nothing", TELLS_NOTHING)) == (0, [])


@pytest.mark.parametrize(
    ("name", "own", "level", "written"),
    [
        ("bot.some", 0, logging.DEBUG, True),
        ("some.library", 0, logging.DEBUG, False),
        ("some.library", 0, logging.INFO, True),
        ("some.library", logging.ERROR, logging.WARNING, False),
        ("some.library", logging.ERROR, logging.ERROR, True),
        ("botany", 0, logging.DEBUG, False),
    ],
)
def test_what_a_program_writes(name: str, own: int, level: int, *, written: bool):
    """From INFO on, or from the level that a logger has; of our own loggers everything."""
    above = logging.getLogger(f"{name}.here")
    above.setLevel(own)
    logger = logging.getLogger(f"{name}.here.now")
    assert would_be_written(logger, level) is written


def test_what_counts():
    """A text of one word, or a short one, may stand anywhere; so may a name that is a number or one word."""
    heard = Overheard()
    heard.typed("help", "why me?", "photo=yes connections=20", "", None, 5, "wait for 20 days")
    heard.secret("", "short")
    heard.name("Jane", "Contact 3", "Zed Oak")
    assert heard.texts == {"photo=yes connections=20", "wait for 20 days"}
    assert heard.secrets == set()
    assert heard.names - Overheard().names == {"Zed Oak"}


def test_what_programs_are_given_counts():
    """The secrets of an environment, each key by itself."""
    given = {"SLACK_CLIENT_SECRET": "one", "SLACK_CLIENT_ID": "1.2", "WHYLOCKED_TOKEN_KEYS": "two, three", "PORT": "80"}
    assert of_environment(given) == ["one", "two", "three"]
