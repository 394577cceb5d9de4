"""What `doctor` looks at: the knowledge, the store, where policy and LinkedIn disagree, and the way to Slack."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path

from bot import manifest
from bot.app import App
from bot.errors import UserError
from bot.replies.number_names import NumberNames
from bot.replies.numbers import left_out
from bot.settings import SlackSettings
from bot.words import Words

_Lines = tuple[list[str], list[str]]
"""What is good, and what has to be mended."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, a line each.

    Attributes:
        bad: what has to be mended, and how; () when all is well.
    """

    good: tuple[str, ...]
    bad: tuple[str, ...]


def examine(app: App) -> Report:
    """Look at everything that a start needs. The knowledge has been validated by making the app."""
    words, settings = app.words, app.settings
    good = [
        words.say("doctor.python", python=platform.python_version()),
        words.say("doctor.knowledge", folder=settings.knowledge, policy=app.policy.version),
    ]
    bad: list[str] = []
    for fine, wrong in (_slack(words, settings.slack), _store(app)):
        good += fine
        bad += wrong
    return Report(
        tuple(words.say("doctor.ok", what=line) for line in good),
        tuple(words.say("doctor.bad", what=line) for line in bad),
    )


def _store(app: App) -> _Lines:
    words, path = app.words, app.settings.db
    if _is_to_be_made(path):
        return [words.say("doctor.store_new", path=path)], []
    try:
        with app.whylocked.store.writing():
            pass  # a store that can only be read is of no use
        with app.whylocked.store.reading() as session:  # looking takes a while, and nobody waits for a reader
            health = session.health.look()
    except UserError as error:
        return [], [words.error(error)]
    if health.problem is not None:
        return [], [words.say("doctor.integrity", path=path)]
    if not app.whylocked.store.cleared():
        return [], [words.say("doctor.traces", path=path)]
    last = words.say("doctor.never") if health.last_import is None else health.last_import
    members = words.count("doctor_members", health.members)
    good = [
        words.say("doctor.store", path=path, members=members, last=last, sqlite=health.sqlite),
        words.say("doctor.padlocks", agree=health.padlocks_shown, disagree=health.padlocks_missing),
    ]
    own, not_in_force = _own_numbers(app)
    return good + own, not_in_force


def _own_numbers(app: App) -> _Lines:
    """The workspaces with numbers of their own in the policy, and which of these the policy's file does not take."""
    words, numbers = app.words, app.whylocked.numbers
    names = NumberNames(words, numbers.defaults)
    good: list[str] = []
    bad: list[str] = []
    for team in numbers.teams():
        now = numbers.shown(team).now
        own = words.count("own_numbers", len(now.numbers))
        good.append(words.say("doctor.own_numbers", team=team, policy=now.policy.version, own=own))
        for path, each in now.left_out.items():
            bad.append(words.say("doctor.left_out", team=team, path=path, said=left_out(path, each, names, words)))
    return good, bad


def _is_to_be_made(path: Path) -> bool:
    """Whether the first command will make the store; a place that may not even be looked at is left to its opening."""
    try:
        return not path.exists() and path.parent.is_dir()
    except OSError:
        return False


def _slack(words: Words, slack: SlackSettings) -> _Lines:
    """Without a token or secret nobody wants Slack yet. No token is ever in a line, nor sent where it cannot belong."""
    if not (slack.bot_token or slack.app_token or slack.signing_secret):
        return [words.say("doctor.slack_unset")], []
    good: list[str] = []
    bad: list[str] = []
    for fine, wrong in (_bot(words, slack), _socket(words, slack), _http(words, slack)):
        good += fine
        bad += wrong
    if not (slack.app_token or slack.signing_secret):
        bad.append(words.say("doctor.slack_no_way_in"))
    return good, bad


def _bot(words: Words, slack: SlackSettings) -> _Lines:
    """Whom the bot token speaks for, and what it may do."""
    try:
        token, api_url = slack.the_bot_token(), slack.the_api_url()
    except UserError as error:
        return [], [words.error(error)]
    from bot.slack_out import SlackOut

    try:
        bot = SlackOut(api_url).of(token).identity()
    except UserError as error:
        return [], [words.say("doctor.slack_bot_token", problem=words.error(error))]
    # A Slack that does not say what it granted, like a fake one, is no reason to fail.
    good, bad = _scopes(words, bot.scopes) if bot.scopes else ([words.say("doctor.slack_no_scopes")], [])
    return [words.say("doctor.slack_workspace", team=bot.team, url=bot.url, user=bot.user_id), *good], bad


def _scopes(words: Words, granted: frozenset[str]) -> _Lines:
    """What Slack granted beside what the manifest asks for."""
    asked = manifest.read()
    needed, optional = manifest.needed_scopes(asked), manifest.optional_scopes(asked)
    bad = [
        words.say("doctor.slack_missing", scope=scope, use=scope_use(words, scope))
        for scope in needed
        if scope not in granted
    ]
    good = [] if bad else [words.say("doctor.slack_granted", scopes=words.listed(needed))]
    good += [
        words.say("doctor.slack_missing_optional", scope=scope, use=scope_use(words, scope))
        for scope in optional
        if scope not in granted
    ]
    needless = sorted(granted - {*needed, *optional})
    if needless:
        good.append(words.say("doctor.slack_needless", scopes=words.listed(needless)))
    return good, bad


def scope_use(words: Words, scope: str) -> str:
    """What a permission of the manifest is for, in a few words."""
    return words.say(f"doctor.slack_for_{scope.replace(':', '_')}")


def _socket(words: Words, slack: SlackSettings) -> _Lines:
    """Whether Slack opens a socket for the app token."""
    if not slack.app_token:
        return ([words.say("doctor.slack_socket_unset")] if slack.signing_secret else []), []
    try:
        token, api_url = slack.the_app_token(), slack.the_api_url()
    except UserError as error:
        return [], [words.error(error)]
    from bot.slack_out import SlackOut

    try:
        SlackOut(api_url).socket_ok(token)
    except UserError as error:
        if error.code == "slack_scope":
            return [], [words.say("errors.app_token_scope")]
        return [], [words.say("doctor.slack_app_token", problem=words.error(error))]
    return [words.say("doctor.slack_socket")], []


def _http(words: Words, slack: SlackSettings) -> _Lines:
    """Whether requests from Slack can come in and be believed."""
    try:
        port = slack.the_port()
        if not slack.signing_secret:
            return ([words.say("doctor.slack_http_unset")] if slack.app_token else []), []
        slack.the_signing_secret()
    except UserError as error:
        return [], [words.error(error)]
    return [words.say("doctor.slack_http", port=port)], []
