"""The README is true: its transcript, commands, fields, variables, paths and dependencies are the program's own."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import click
import pytest
from cli import run

from bot import manifest
from bot.checks import CHECKS
from bot.cli import cli
from bot.demo import played, staged
from bot.errors import BadKnowledge
from bot.manifest import PATH
from bot.policy import Policy
from bot.profile_fields import FIELDS
from bot.replies.scopes import scope_use
from bot.settings import SlackSettings
from bot.words import BUILT_IN, Words, load

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _section(heading: str) -> str:
    """What stands below a heading, up to the next one like it."""
    return README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def _table(heading: str, head: str = "") -> list[list[str]]:
    """The cells of the first table below a heading whose first line begins so, without its head."""
    table = next(block for block in _section(heading).split("\n\n") if block.lstrip().startswith(f"|{head}"))
    rows = re.findall(r"^\|(.+)\|$", table, re.MULTILINE)
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)] for row in rows[2:]]


def test_transcript_is_what_the_demo_says():
    """The first thing a reader sees is a real answer; only its id is new each time."""
    with staged(BUILT_IN) as (app, workspace):
        line, heard = next(iter(played(app, workspace)))
    shown = f"{workspace.members[line.who].name} › {line.says}\n{heard.reply.text}"
    assert re.sub(r"D-[2-9A-Z]{5}", "D-7Q3K9", shown) in README


def test_commands_are_the_programs():
    """Every command and option stands in the README, and no other."""
    written = re.findall(r"`([^`]+)`", "\n".join(row[0] for row in _table("Commands")))
    told: dict[str, set[str]] = {}
    for usage in written:
        words = usage.replace("\\|", "|").split()
        group = cli.commands[words[0]]
        leaf = isinstance(group, click.Group) and words[1] in group.commands
        name = f"{words[0]} {words[1]}" if leaf else words[0]
        told[name] = set(re.findall(r"--[a-z]+", usage))
    real: dict[str, set[str]] = {}
    for name, command in cli.commands.items():
        leaves = {name: command}
        if isinstance(command, click.Group):
            itself = leaves if command.invoke_without_command else {}
            leaves = {**itself, **{f"{name} {leaf}": each for leaf, each in command.commands.items()}}
        for path, leaf in leaves.items():
            shown = [each for each in leaf.params if not (isinstance(each, click.Option) and each.hidden)]
            options = {option for parameter in shown for option in parameter.opts if option.startswith("--")}
            real[path] = options - {"--team", "--user"}
    assert told == real


def test_fields_are_the_programs():
    """Every profile field stands in the README, in order, and no other."""
    listed = README.partition("Profile fields: ")[2].partition(". Values")[0]
    assert tuple(re.findall(r"`([a-z_]+)`", listed)) == FIELDS


def test_variables_are_the_ones_that_are_read():
    """Every environment variable stands in the README with its default, and no other."""
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "settings").glob("*.py"))
    read = set(re.findall(r'"((?:WHYLOCKED|SLACK)_[A-Z_]+|PORT)"', source))
    table = {row[0].strip("`"): row[2].strip("`") for row in _table("Commands", " variable")}
    assert set(table) == read
    assert set(re.findall(r"\b(?:WHYLOCKED|SLACK)_[A-Z_]+\b", README)) <= read
    unset = SlackSettings()
    assert (table["SLACK_API_URL"], table["PORT"]) == (unset.api_url, unset.port)
    assert all(table[name] == "none" for name in read if name.startswith("SLACK_") and name != "SLACK_API_URL")


def test_slack_takes_five_steps_whose_commands_there_are():
    """Connecting takes five numbered steps; what they export is read, and what they run is there."""
    below = _section("Connect it to Slack")
    steps = below.partition("**Over HTTP")[0]
    assert re.findall(r"^(\d+)\. ", steps, re.MULTILINE) == ["1", "2", "3", "4", "5"]
    assert re.findall(r"export ([A-Z_]+)=", steps) == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]
    assert re.findall(r"`whylocked ([a-z]+)", steps) == ["manifest", "doctor", "socket"]
    assert set(re.findall(r"\bwhylocked ([a-z]+)", below.replace("/whylocked", ""))) <= set(cli.commands)
    assert f"https://bot.example.com{PATH}" in below


def test_what_is_typed_in_slack_is_understood():
    """Every example behind the command is for the bot."""
    lines = re.findall(r"^/whylocked (.+)$", README, re.MULTILINE)
    typed = "\n".join(json.dumps({"text": line, "channel": "slash"}) for line in lines)
    intents = [json.loads(line)["intent"] for line in run("understand", stdin=typed).answered.splitlines()]
    assert len(intents) == len(lines) > 0
    assert "out_of_scope" not in intents


def test_commands_in_slack_are_the_manifests():
    """Every slash command of the manifest has its line, in its order, and no other."""
    there = [each["command"] for each in manifest.read()["features"]["slash_commands"]]
    assert [row[0].strip("`") for row in _table("What people do in Slack")] == there


def test_scopes_are_the_manifests():
    """Every permission that the manifest asks for is told with its use, as doctor tells it, and no other."""
    asked, words = manifest.read(), Words(BUILT_IN)
    optional = manifest.optional_scopes(asked)
    told = [
        [f"`{scope}`" + (" (optional)" if scope in optional else ""), scope_use(words, scope)]
        for scope in sorted([*manifest.needed_scopes(asked), *optional])
    ]
    assert _table("Connect it to Slack", " scope") == told


def test_locks_are_the_checks():
    """The table of locks lists the checks in their order, with the policy's numbers."""
    rows = _table("The six locks")
    assert [row[0].strip("`") for row in rows] == [check.__name__.removeprefix("check_") for check in CHECKS]
    policy = load(BUILT_IN, "policy.toml", Policy)
    said = " ".join(row[1] for row in rows)
    counts = {str(account.connections_needed) for account in policy.account_types.values()}
    volume = policy.message_volume
    minimum = str(policy.profile.requirements["skills"].minimum)
    assert set(re.findall(r"\d+", said)) == counts | {str(volume.limit), str(volume.window_days), minimum}


@pytest.mark.parametrize("path", re.findall(r"`((?:bot|knowledge|tests|\.slack)/[^`]*|manifest\.yml)`", README))
def test_paths_exist(path: str):
    """Every path that the README names is there."""
    assert (ROOT / path.partition("::")[0]).exists()


def test_every_dependency_has_its_reason():
    """Each dependency of the project has a line, and no other package has."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [re.split(r"[<>=\[]", requirement)[0] for requirement in project["dependencies"]]
    assert [row[0] for row in _table("Dependencies")] == sorted(needed, key=str.lower)


def test_example_of_bad_knowledge_is_real(tmp_path: Path):
    """The sentence about a mistake in the policy is the one that is printed."""
    text = (BUILT_IN / "policy.toml").read_text(encoding="utf-8")
    (tmp_path / "policy.toml").write_text(text.replace("limit = 500", 'limit = "500"'), encoding="utf-8")
    with pytest.raises(BadKnowledge) as caught:
        load(tmp_path, "policy.toml", Policy)
    assert str(caught.value) in README


def test_lock_file_names_no_address():
    """The lock pins by hash and names neither a registry nor a folder of the machine that made it."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"://|--find-links|--index-url", lock)
    pinned = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", lock, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [requirement for group in project["optional-dependencies"].values() for requirement in group]
    needed = [re.split(r"[<>=\[]", requirement)[0].lower() for requirement in [*project["dependencies"], *extras]]
    assert set(needed) <= pinned
