# ruff: noqa: INP001 - a script, no package
"""Times a whole `/whylocked <person>` answer in process, from the signed request to the acknowledged blocks.

Run: python benchmarks/slack_answer.py [ANSWERS] [FLOOR]
FLOOR is a script with Bolt's bare floor (`mk`, `timed`), run in the same process before; it is left out where it, or
something that it imports (aiohttp), is missing.
Slack is a fake on this machine that is only asked who the bot is; nothing else goes out.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from conftest import archive, keep, tie
from fake_slack import BOT_TOKEN, FakeSlack
from signed import SECRET, Member

from bot.settings import Settings, SlackSettings
from bot.slack_app import SlackApp, build
from bot.store import Store, Who
from bot.words import BUILT_IN

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SIZES = (15, 1_000, 30_000)
FLOOR = Path(__file__).resolve().parents[2] / "shared" / "bench" / "bolt_floor.py"
ME = Who("T1", "U1")


def floor(script: Path, answers: int) -> None:
    """Bolt's bare floor, as the script prints it."""
    spec = importlib.util.spec_from_file_location("bolt_floor", script)
    if spec is None or spec.loader is None:
        return
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ImportError as error:  # of the asynchronous half, which is not measured here
        print(f"floor left out: {error}")  # noqa: T201 - it is what the script is for
        return
    module.timed("Bolt alone, process_before_response=True", module.mk(process_before_response=True), answers)


def app_with(slack: FakeSlack, folder: Path, connections: int) -> SlackApp:
    """The bot over a store in which ME has so many connections, Jane Doe among them."""
    path = folder / f"{connections}.db"
    people = [tie("Jane Doe", on=date(2025, 1, 1))]
    for number in range(connections - 1):
        company = f"Tarn & Fell {number % 500}"
        people.append(tie(f"Zoe{number % 977} Brand{number}", on=date(2025, 1, 1), company=company))
    keep(Store(path), ME, archive(date(2026, 11, 19), connections=people))
    tokens = SlackSettings(BOT_TOKEN, signing_secret=SECRET, api_url=slack.api_url)
    app = build(Settings(path, BUILT_IN, default_db=False, slack=tokens), lambda: NOW)
    now = NOW - timedelta(hours=1)
    stated = [("account_type", "basic"), ("photo", "no"), ("skills", "2")]
    app.desk.app.whylocked.state(ME, stated, now)
    return app


def measure(slack: FakeSlack, folder: Path, connections: int, answers: int) -> None:
    """Ask so many times, and print what an answer took."""
    app = app_with(slack, folder, connections)
    me = Member(app, slack)
    commands = [me.a_command("why can't I message Jane Doe?") for _ in range(answers)]
    for command in commands[:5]:
        assert json.loads(me.send_form(command).body)["text"].startswith("Locked")  # noqa: S101 - it answers
    walls = []
    cpu, wall = process_time(), perf_counter()
    for command in commands:
        began = perf_counter()
        me.send_form(command)
        walls.append(perf_counter() - began)
    cpu, wall = process_time() - cpu, perf_counter() - wall
    walls.sort()
    print(  # noqa: T201 - it is what the script is for
        f"{f'whole answer, {connections:6d} connections':44s} n={answers:6d} cpu {1e6 * cpu / answers:7.0f} us/req"
        f" | wall mean {1e3 * statistics.fmean(walls):7.3f} p50 {1e3 * walls[answers // 2]:7.3f}"
        f" p99 {1e3 * walls[int(answers * 0.99)]:7.3f} max {1e3 * walls[-1]:7.2f} ms | {answers / wall:6.0f} req/s wall"
    )
    app.stop()


def main() -> None:
    """Print the floor and the answers."""
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    script = Path(sys.argv[2]) if len(sys.argv) > 2 else FLOOR  # noqa: PLR2004 - the second argument
    if script.exists():
        floor(script, max(answers, 2_000))
    with FakeSlack() as slack, tempfile.TemporaryDirectory() as folder:
        for connections in SIZES:
            measure(slack, Path(folder), connections, answers)


if __name__ == "__main__":
    main()
