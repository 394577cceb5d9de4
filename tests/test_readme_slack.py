"""The README's five steps to Slack, followed as they are written, against a fake Slack."""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
from pathlib import Path

import yaml
from cli import WHYLOCKED, spawn
from fake_slack import APP_TOKEN, BOT_TOKEN, FakeSlack
from fake_socket import FakeSocket

ROOT = Path(__file__).resolve().parent.parent
SECTION = (
    (ROOT / "README.md").read_text(encoding="utf-8").partition("## Connect it to Slack\n")[2].partition("\n### ")[0]
)
STEPS = re.findall(r"^\d\. \*\*.*?(?=^\d\. \*\*|^\*\*)", SECTION, re.MULTILINE | re.DOTALL)
COPIED = {"xoxb-…": BOT_TOKEN, "xapp-…": APP_TOKEN}
"""What is copied in the second step."""


def commands(step: str) -> list[list[str]]:
    """The commands that a step names."""
    return [shlex.split(command)[1:] for command in re.findall(r"`(whylocked [^`]+)`", step)]


def exports(step: str) -> dict[str, str]:
    """The variables that a step exports, with what was copied."""
    return {name: COPIED[value] for name, value in re.findall(r"export (\w+)=(\S+)", step)}


def test_the_five_steps_lead_to_an_answer(slack: FakeSlack, tmp_path: Path):
    """Manifest, tokens, variables, doctor, start: then Slack's first command is answered, and Ctrl-C ends it."""
    create, copy, export, check, start = STEPS
    (manifest,), (doctor,), (run,) = commands(create), commands(check), commands(start)
    made = json.loads(spawn(*manifest).answered)
    assert made == yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    assert all(token in copy for token in COPIED)
    environment = {**exports(export), "SLACK_API_URL": slack.api_url, "WHYLOCKED_DB": str(tmp_path / "whylocked.db")}
    slack.scopes = tuple(made["oauth_config"]["scopes"]["bot"])
    told = spawn(*doctor, **environment).answered
    assert "Acme" in told
    assert "FAIL" not in told

    with FakeSocket(slack) as socket:
        settings = [f"{name}={value}" for name, value in environment.items()]
        process = subprocess.Popen(["env", *settings, *WHYLOCKED, *run], stderr=subprocess.PIPE, text=True)
        try:
            socket.wait_connected(seconds=20)
            (typed,) = re.findall(r"type `(/whylocked) (\w+)`", start)
            command = {"command": typed[0], "text": typed[1], "team_id": "T1", "user_id": "U1", "channel_id": "C1"}
            ack = socket.wait_for_ack(socket.send("slash_commands", command))
            assert "I tell you why you can't message somebody on LinkedIn." in ack["text"]
            process.send_signal(signal.SIGINT)
            _, log = process.communicate(timeout=20)
        finally:
            process.kill()
            process.wait()
    assert (process.returncode, "Traceback" in log) == (0, False)
