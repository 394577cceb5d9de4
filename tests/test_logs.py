"""The log: a line each, JSON or text, and of whatever others have to say no word."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SCRIPT = """
import logging, sys, threading, warnings
from bot.listeners.trouble import logged
from bot.logs import configure

class Terminal:
    def isatty(self): return True
    def write(self, text): sys.stderr.write(text)
    def flush(self): pass

configure({style!r}, {stream}, logged)
ours, server = logging.getLogger("bot.of_tests"), logging.getLogger("_granian")
ours.warning("something happened", extra={{"code": "a_code", "what": "two words", "count": 3, "path": object}})
logging.getLogger("other").info("Jane Doe %s", "xoxb-1")
try:
    raise ValueError("Jane Doe")
except ValueError:
    logging.getLogger("other.part").exception("Jane Doe")
server.info("Starting granian")
server.warning("Configured number of workers appears to be high")
server.error("Unexpected exit from worker-1")
logging.getLogger("_granian.part").error("Application callable raised: Jane Doe")
warnings.warn("Jane Doe")

def fail():
    raise KeyError("Jane Doe")

thread = threading.Thread(target=fail)
thread.start()
thread.join()

class Broken:
    def __del__(self): raise LookupError("Jane Doe")

del [Broken()][0]
sys.exit(threading.Thread(target=sys.exit).run()) if {ends} else fail()
"""


def written(style: str = "", stream: str = "sys.stderr", *, ends: bool = False) -> list[str]:
    """The lines that the script writes, none of which tells what others said."""
    script = SCRIPT.format(style=style, stream=stream, ends=ends)
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert ended.stdout == ""
    assert [word for word in ("Jane", "xoxb", "Traceback") if word in ended.stderr] == []
    return ended.stderr.splitlines()


def test_each_line_is_json_away_from_a_terminal():
    """Ours with their fields; of others only where it was said, and of errors that nobody caught the kind and place."""
    lines = [json.loads(line) for line in written()]
    told = [(line["level"], line["logger"], line["event"], line.get("kind")) for line in lines]
    library = "a library has something to say"
    unexpected = ("error", "bot.listeners.trouble", "something unexpected went wrong")
    assert told == [
        ("warning", "bot.of_tests", "something happened", None),
        ("info", "other", library, None),
        ("error", "other.part", library, "ValueError"),
        ("error", "_granian", "a process ended by itself", None),
        ("error", "_granian.part", library, None),
        ("warning", "py.warnings", library, None),
        (*unexpected, "KeyError"),
        (*unexpected, "LookupError"),
        (*unexpected, "KeyError"),
    ]
    assert lines[0].items() >= {"code": "a_code", "what": "two words", "count": 3, "path": "<class 'object'>"}.items()
    assert lines[1]["place"].startswith("<string>:")


@pytest.mark.parametrize(("style", "stream"), [("text", "sys.stderr"), ("", "Terminal()")])
def test_a_person_reads_text(style: str, stream: str):
    """Moment, level, event, and the fields behind it; in quotation marks what has a gap in it."""
    first, second, *_ = written(style, stream)
    moment, _, rest = first.partition(" ")
    assert moment.endswith("+00:00")
    assert rest == 'WARNING something happened code=a_code what="two words" count=3 path="<class \'object\'>"'
    assert second.partition(" ")[2].startswith("INFO a library has something to say place=<string>:")


def test_on_a_terminal_it_can_be_json_too():
    """Where somebody says so."""
    assert next(json.loads(line)["event"] for line in written("json", "Terminal()")) == "something happened"


def test_ways_to_end_are_no_trouble():
    """Whoever asks the program to end is not told as an error."""
    assert [line for line in written(ends=True) if "SystemExit" in line] == []
