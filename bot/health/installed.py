"""Any workspace that installs the app: whether it can, whose tokens open, and what Slack says of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot import manifest
from bot.app import App
from bot.errors import UserError
from bot.health import clock, network, one_workspace
from bot.health.findings import Findings
from bot.store.installations import Installation
from bot.usecases.installing import lasts

if TYPE_CHECKING:
    from bot.sealing import Seal
    from bot.slack_out import SlackOut

MOST_ASKED = 20
"""Of how many workspaces Slack is asked: each takes a moment."""
MOST_NAMED = 10
"""How many ids stand in one line."""


def look(app: App, findings: Findings, now: datetime, ticks: Callable[[], datetime]) -> None:
    """Tell what keeps the app from being installed, and from being answered where it is."""
    words, settings = app.words, app.settings
    seal = _settings(app, findings)
    can_start = not findings.bad
    if can_start:
        one_workspace.http(settings.slack, findings)
    _tokens(app, seal, findings, now, ticks)
    if can_start:
        findings.good(words.say("doctor.oauth", url=settings.oauth.url))
    if settings.oauth.is_address:
        network.look_from_here(settings.oauth.url, findings)


def _settings(app: App, findings: Findings) -> Seal | None:
    """Tell all that keeps it from starting; gives what opens tokens, None where no key is there or fits."""
    from bot.sealing import Seal

    words, settings = app.words, app.settings
    for error in settings.oauth.problems():
        findings.wrong(words.error(error))
    if settings.slack.bot_token:
        findings.wrong(words.say("errors.token_and_oauth"))
    for look in (settings.slack.the_signing_secret, settings.slack.the_port):
        try:
            look()
        except UserError as error:
            findings.wrong(words.error(error))
    try:
        return Seal(settings.oauth.keys) if settings.oauth.keys else None
    except UserError as error:
        findings.wrong(words.error(error))
        return None


def _tokens(app: App, seal: Seal | None, findings: Findings, now: datetime, ticks: Callable[[], datetime]) -> None:
    words, settings = app.words, app.settings
    from bot.slack_out import SlackOut

    try:
        api_url = settings.slack.the_api_url()
        installations = _installations(app)
    except UserError as error:
        findings.wrong(words.error(error))
        return
    out = SlackOut(api_url)
    _clock(out, api_url, ticks, findings)
    findings.good(words.say("doctor.installed", n=words.count("workspaces", len(installations))))
    if seal is None:  # that is told already
        return
    opened = {each.team: seal.open(each.team, each.token) for each in installations}
    closed = [team for team, token in opened.items() if token is None]
    ending = [each.team for each in installations if opened[each.team] is not None and not lasts(each, seal)]
    for what, teams in (("closed", closed), ("ending", ending)):
        if teams:
            findings.wrong(words.say(f"doctor.{what}", teams=_teams(teams, findings), url=settings.oauth.url))
    older = [each for each in installations if opened[each.team] is not None and not _is_newest(each, seal)]
    if older:
        findings.note(words.say("doctor.older_key", n=words.count("workspaces", len(older))))
    # One that has ended is renewed by the program, which alone may spend what that takes.
    good_for_long = [each for each in installations if each.expires_at is None or each.expires_at > now]
    to_ask = {each.team: token for each in good_for_long if (token := opened[each.team]) is not None}
    _ask(to_ask, out, app, findings)


def _installations(app: App) -> list[Installation]:
    """Where the app is; a store that is not there yet is not made for it."""
    return app.whylocked.workspaces.installations() if app.settings.db.exists() else []


def _is_newest(each: Installation, seal: Seal) -> bool:
    return all(seal.is_newest(sealed) for sealed in (each.token, each.refresh_token) if sealed is not None)


def _clock(out: SlackOut, api_url: str, ticks: Callable[[], datetime], findings: Findings) -> None:
    try:
        clock.look(out.answered_at(), ticks(), findings)
    except UserError as error:
        findings.wrong(findings.words.say("doctor.slack", problem=findings.words.error(error)))
        if error.code == "slack_unreachable":
            network.why_not(api_url, findings)


def _ask(tokens: dict[str, str], out: SlackOut, app: App, findings: Findings) -> None:
    """Ask Slack of each workspace, of so many, and no longer than it answers."""
    words, fine = findings.words, 0
    for asked, (team, token) in enumerate(tokens.items()):
        if asked == MOST_ASKED:
            findings.note(words.say("doctor.not_asked", n=words.count("workspaces", len(tokens) - asked)))
            break
        try:
            granted = out.of(token).identity().scopes
        except UserError as error:
            findings.wrong(words.say("doctor.in_workspace", team=team, problem=words.error(error)))
            if error.code == "slack_unreachable":
                break
            continue
        missing = manifest.missing_scopes(granted) if granted else []
        if missing:
            scopes = words.listed(missing)
            findings.wrong(words.say("doctor.workspace_lacks", team=team, scopes=scopes, url=app.settings.oauth.url))
        fine += not missing
    if fine:
        findings.good(words.say("doctor.tokens_fine", n=words.count("workspaces", fine)))


def _teams(teams: list[str], findings: Findings) -> str:
    named = teams[:MOST_NAMED]
    more = [findings.words.say("doctor.more", n=len(teams) - MOST_NAMED)] if len(teams) > MOST_NAMED else []
    return findings.words.listed([*named, *more])
