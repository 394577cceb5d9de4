"""The Slack app's manifest: what Slack is asked for. Read from manifest.yml, which is for Socket Mode."""

from __future__ import annotations

import re
from collections.abc import Collection
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from bot.errors import UserError

Manifest = dict[str, Any]

PATH = "/slack/events"
"""Where Slack sends everything over HTTP: events, commands, what is pressed."""
REDIRECT = "/slack/oauth_redirect"
"""Where Slack sends a browser back to, from an installation."""

_HERE = Path(__file__).resolve().parent
# A wheel holds it within the package, a checkout at its top.
_FILES = (_HERE / "manifest.yml", _HERE.parent / "manifest.yml")
# Slack calls nothing but https; a path may stand before ours where a proxy takes it away again.
_ADDRESS = re.compile(r"https://[a-z0-9.-]+(:[0-9]{1,5})?(/[a-z0-9._~-]+)*", re.IGNORECASE)
_THIS_MACHINE = re.compile(r"http://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?")
_LONGEST = 2000


def read() -> Manifest:
    """The manifest as it stands in manifest.yml."""
    return deepcopy(_read())


@cache  # reading takes 10 ms, and anybody may ask for a page that tells what it says
def _read() -> Manifest:
    import yaml  # only this command and the doctor's look at Slack take it

    file = next(path for path in _FILES if path.exists())
    manifest: Manifest = yaml.safe_load(file.read_text(encoding="utf-8"))
    return manifest


def is_called(address: str, *, from_here: bool = False) -> bool:
    """Whether an address is such as Slack calls, and sends browsers to.

    Args:
        from_here: whether one of this machine is, too.
    """
    if from_here and _THIS_MACHINE.fullmatch(address):
        return True
    return len(address) <= _LONGEST and _ADDRESS.fullmatch(address) is not None


def over_http(manifest: Manifest, address: str) -> Manifest:
    """The manifest for an app that Slack reaches at an address, with Socket Mode off.

    Args:
        address: where `whylocked serve` is from Slack's side, with or without `PATH`.

    Raises:
        UserError: the address is none that Slack calls.
    """
    base = address.strip().rstrip("/").removesuffix(PATH)
    if not is_called(base):
        raise UserError("manifest_bad_url", text=address)
    url, there = base + PATH, deepcopy(manifest)
    for command in there["features"]["slash_commands"]:
        command["url"] = url
    there["oauth_config"]["redirect_urls"] = [base + REDIRECT]  # for whoever lets any workspace install it
    settings = there["settings"]
    settings["event_subscriptions"]["request_url"] = url
    settings["interactivity"]["request_url"] = url
    settings["interactivity"]["message_menu_options_url"] = url
    settings["socket_mode_enabled"] = False
    return there


def for_organisations(manifest: Manifest) -> Manifest:
    """The manifest for an app that a whole organisation can install at once."""
    there = deepcopy(manifest)
    there["settings"]["org_deploy_enabled"] = True
    return there


def optional_scopes(manifest: Manifest) -> list[str]:
    """What the bot can be without: whoever installs it may refuse these."""
    return list(manifest["oauth_config"]["scopes"]["bot_optional"])


def needed_scopes(manifest: Manifest) -> list[str]:
    """What the bot cannot be without."""
    optional = optional_scopes(manifest)
    return [scope for scope in manifest["oauth_config"]["scopes"]["bot"] if scope not in optional]


def missing_scopes(granted: Collection[str]) -> list[str]:
    """What the bot cannot be without and was not granted."""
    return [scope for scope in needed_scopes(read()) if scope not in granted]
