"""The manifest asks Slack for exactly what the program hears and does, in a form that Slack and its CLI take."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from cli import run
from jsonschema import Draft7Validator
from slack_sdk import WebClient

from bot import manifest
from bot.errors import UserError
from bot.listeners import ACTIONS, COMMANDS, EVENTS, OPTIONS, SHORTCUTS, VIEWS
from bot.manifest import PATH, REDIRECT
from bot.replies.person_form import SEARCH
from bot.replies.prompts import prompts
from bot.replies.scopes import scope_use
from bot.usecases.welcoming import Known
from bot.words import BUILT_IN, Words

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT.parent / "shared" / "slack" / "manifest.schema.2.0.0.json"
"""Slack's own schema; not part of the project, so tests with it are skipped where it is missing."""

HOOKS = json.loads((ROOT / ".slack" / "hooks.json").read_text(encoding="utf-8"))
ASKED: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
SCOPES = ASKED["oauth_config"]["scopes"]

# What Slack wants a scope for (docs.slack.dev/reference), of all that this bot subscribes to, has and calls.
SCOPE_OF_EVENT = {
    "agent_session_stopped": None,
    "agent_session_title_changed": None,
    "app_context_changed": None,
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "message.im": "im:history",
    "tokens_revoked": None,
}
SCOPE_OF_FEATURE = {"agent_view": "assistant:write", "shortcuts": "commands", "slash_commands": "commands"}
SCOPE_OF_METHOD = {
    "agents.sessions.rename": "chat:write",
    "agents.sessions.setStatus": "chat:write",
    "api.test": None,  # of nobody: doctor compares clocks by it
    "apps.connections.open": None,  # the app token's own connections:write, which no manifest can ask for
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "assistant.threads.setTitle": "assistant:write",
    "auth.test": None,
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "files.info": "files:read",
    "oauth.v2.access": None,  # the app's own id and secret
    "users.info": "users:read",
    "views.open": None,
    "views.publish": None,
}


def over_http(address: str) -> dict[str, Any]:
    """The manifest for an address, as the command prints it."""
    printed: dict[str, Any] = run("manifest", "--url", address).json
    return printed


def called() -> set[str]:
    """The methods of Slack's Web API that the program calls: of whatever family, by the names of Slack's client."""
    there = {name for name in dir(WebClient) if "_" in name.strip("_") and not name.startswith("_")} - {"base_url"}
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "bot" / "slack_out").glob("*.py")]
    used = {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & there
    return {name.replace("_", ".") for name in used}


# --- what Slack takes -----------------------------------------------------------------------------------------


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's schema is not on this machine")
@pytest.mark.parametrize(
    "asked",
    [ASKED, over_http("https://bot.example.com"), manifest.for_organisations(ASKED)],
    ids=["socket", "http", "organisations"],
)
def test_slacks_schema_takes_it(asked: dict[str, Any]):
    """Both forms fit Slack's published schema."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(asked)] == []


def test_limits_that_the_schema_knows_hold_everywhere():
    """Slack refuses longer texts, and a long description that is too short."""
    shown, features = ASKED["display_information"], ASKED["features"]
    assert 1 <= len(shown["name"]) <= 35
    assert 1 <= len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch("#[0-9a-f]{6}", shown["background_color"])
    assert 1 <= len(features["bot_user"]["display_name"]) <= 80
    for command in features["slash_commands"]:
        assert re.fullmatch("/[a-z0-9_-]{1,31}", command["command"])
        assert 1 <= len(command["description"]) <= 2000
        assert 1 <= len(command["usage_hint"]) <= 1000


def test_people_can_write_to_the_bot_and_press():
    """There are both tabs, one to type in; mentions arrive as ids, buttons and forms work; nothing else is asked."""
    features, settings = ASKED["features"], ASKED["settings"]
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert all(command["should_escape"] for command in features["slash_commands"])
    assert settings["interactivity"]["is_enabled"] == bool(ACTIONS or VIEWS)
    assert (settings["org_deploy_enabled"], settings["token_rotation_enabled"]) == (False, False)
    assert set(features) == {"bot_user", "app_home", "slash_commands", "shortcuts", "agent_view"}


# --- what the program hears and does --------------------------------------------------------------------------


def test_commands_are_the_ones_that_are_heard():
    """Every command of the manifest has a listener, and every listener its command."""
    assert [command["command"] for command in ASKED["features"]["slash_commands"]] == list(COMMANDS)


def test_events_are_the_ones_that_are_heard():
    """Every event of the manifest has a listener, and every listener its event; message.im arrives as message."""
    subscribed = ASKED["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in subscribed} == set(EVENTS)
    assert [event for event in subscribed if event.startswith("message.")] == ["message.im"]
    assert len(subscribed) == len(set(subscribed))


def test_shortcuts_are_the_ones_that_are_heard():
    """Every shortcut of the manifest has a listener, and the list of the form that one opens has what loads it."""
    shortcuts = ASKED["features"]["shortcuts"]
    assert {shortcut["callback_id"]: shortcut["type"] for shortcut in shortcuts} == {
        "person": "global",
        "author": "message",
    }
    assert [shortcut["callback_id"] for shortcut in shortcuts] == list(SHORTCUTS)
    assert all(len(shortcut["name"]) <= 24 and len(shortcut["description"]) <= 150 for shortcut in shortcuts)
    assert SEARCH.partition(":")[0] in OPTIONS


def test_the_agent_is_described_as_slack_wants_it():
    """At most 300 characters and 25 words; its prompts are those of somebody of whom nothing is known."""
    agent = ASKED["features"]["agent_view"]
    assert len(agent["agent_description"]) <= 300
    assert len(agent["agent_description"].split()) <= 25
    offered = tuple((prompt["title"], prompt["message"]) for prompt in agent["suggested_prompts"])
    assert offered == prompts(Known(), Words(BUILT_IN))


def test_methods_are_the_ones_that_are_called():
    """The table of what each method takes is complete, and names no method that nothing calls."""
    assert called() == set(SCOPE_OF_METHOD)


def test_every_scope_has_its_use_and_every_use_its_scope():
    """Least privilege: a permission that no event, feature or call takes is not asked for, and none is missing."""
    events = ASKED["settings"]["event_subscriptions"]["bot_events"]
    used = {scope for event in events if (scope := SCOPE_OF_EVENT[event]) is not None}
    used |= {scope for feature, scope in SCOPE_OF_FEATURE.items() if feature in ASKED["features"]}
    used |= {scope for method in called() if (scope := SCOPE_OF_METHOD[method]) is not None}
    assert sorted(used) == SCOPES["bot"]
    assert "user" not in SCOPES


def test_optional_scopes_are_asked_for_too():
    """An optional scope also stands among all scopes; whatever no answer needs can be refused."""
    assert set(SCOPES["bot_optional"]) <= set(SCOPES["bot"])
    optional = ["assistant:write", "files:read", "files:write"]
    assert manifest.optional_scopes(ASKED) == optional
    assert manifest.needed_scopes(ASKED) == [scope for scope in SCOPES["bot"] if scope not in optional]


def test_every_scope_has_words_and_no_words_are_left_over(words: Words):
    """Doctor can say what each permission is for."""
    said = {key for key in words.phrases["doctor"] if key.startswith("slack_for_")}
    assert said == {f"slack_for_{scope.replace(':', '_')}" for scope in SCOPES["bot"]}
    assert all(scope_use(words, scope) for scope in SCOPES["bot"])


# --- the command ----------------------------------------------------------------------------------------------


def test_the_command_prints_the_file():
    """Without an address it is the file as JSON: Socket Mode, and no address in it."""
    assert run("manifest").json == ASKED
    assert ASKED["settings"]["socket_mode_enabled"] is True
    assert "://" not in json.dumps(ASKED)


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://bot.example.com", "https://bot.example.com/slack/events"),
        (" https://bot.example.com/ ", "https://bot.example.com/slack/events"),
        ("https://bot.example.com/slack/events", "https://bot.example.com/slack/events"),
        ("https://Example.com:8443/bots/why", "https://Example.com:8443/bots/why/slack/events"),
    ],
)
def test_with_an_address_slack_sends_everything_there(given: str, url: str):
    """Events, buttons and commands go to the one path that is served, and Socket Mode is off."""
    printed = over_http(given)
    settings = printed["settings"]
    assert {command.pop("url") for command in printed["features"]["slash_commands"]} == {url}
    assert settings["event_subscriptions"].pop("request_url") == url
    assert settings["interactivity"].pop("request_url") == url
    assert settings["interactivity"].pop("message_menu_options_url") == url
    assert printed["oauth_config"].pop("redirect_urls") == [url.replace(PATH, REDIRECT)]
    assert settings["socket_mode_enabled"] is False
    assert printed | {"settings": settings | {"socket_mode_enabled": True}} == ASKED


@pytest.mark.parametrize(
    "address",
    [
        "",
        "bot.example.com",
        "http://bot.example.com",
        "https://",
        "https://a b",
        "https://me:pw@a.example",
        "https://a/?x",
    ],
)
def test_an_address_that_slack_cannot_call_is_refused(address: str):
    """Anything but a plain https address ends with a sentence that shows one."""
    with pytest.raises(UserError, match="manifest_bad_url"):
        manifest.over_http(ASKED, address)
    assert "https://bot.example.com" in run("manifest", "--url", address).refused


def test_for_organisations_one_setting_differs():
    """It is asked for by name, for Socket Mode and for an address, because it is a promise to such organisations."""
    for words in ([], ["--url", "https://bot.example.com"]):
        wide, plain = run("manifest", *words, "--organisation").json, run("manifest", *words).json
        assert (wide["settings"].pop("org_deploy_enabled"), plain["settings"].pop("org_deploy_enabled")) == (
            True,
            False,
        )
        assert wide == plain


# --- Slack's CLI ----------------------------------------------------------------------------------------------


def test_slacks_cli_gets_the_manifest(tmp_path: Path):
    """Its hook is run through a shell in the project's folder, with --source behind it, and prints the manifest."""
    script = tmp_path / ".venv" / "bin" / "whylocked"
    script.parent.mkdir(parents=True)
    script.write_text(f"#!{sys.executable}\nfrom bot.cli import main\nmain()\n", encoding="utf-8")
    script.chmod(0o755)
    command = f'{HOOKS["hooks"]["get-manifest"]} --source="{tmp_path}"'
    printed = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=True, timeout=60)
    assert json.loads(printed.stdout) == ASKED


def test_slacks_cli_starts_a_command_that_there_is():
    """The connection is ours, by Socket Mode, with the tokens in the environment as settings.py names them."""
    program, *words = HOOKS["hooks"]["start"].split()
    assert program == ".venv/bin/whylocked"
    assert "Usage: " in run(*words, "--help").answered
    assert HOOKS["config"]["sdk-managed-connection-enabled"] is True


def test_slacks_cli_watches_what_is_there():
    """A change of the program, its knowledge or the manifest is noticed."""
    watched = HOOKS["config"]["watch"]
    assert [path for kind in watched.values() for path in kind["paths"] if not (ROOT / path).exists()] == []
    assert (ROOT / watched["manifest"]["paths"][0]).name == "manifest.yml"


def test_slacks_cli_takes_the_manifest_from_here():
    """The project's manifest counts, not what was changed by hand in the app's settings."""
    config = json.loads((ROOT / ".slack" / "config.json").read_text(encoding="utf-8"))
    assert config["manifest"] == {"source": "local"}
    assert "apps.dev.json" in (ROOT / ".slack" / ".gitignore").read_text(encoding="utf-8").split()


def test_whoever_changes_what_they_read_changes_it_for_nobody_else():
    """It is kept once it was read: pages tell of it to whoever asks."""
    manifest.read()["settings"]["socket_mode_enabled"] = "changed"
    assert manifest.read()["settings"]["socket_mode_enabled"] is True
