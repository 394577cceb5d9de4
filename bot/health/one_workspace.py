"""One workspace, by its tokens: whom they speak for, and how requests come in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.errors import UserError
from bot.health import clock, network, scopes
from bot.health.findings import Findings
from bot.settings import SlackSettings


def look(slack: SlackSettings, findings: Findings, ticks: Callable[[], datetime]) -> None:
    """Without a token or secret nobody wants Slack yet. No token is sent where it cannot belong."""
    words = findings.words
    if not (slack.bot_token or slack.app_token or slack.signing_secret):
        findings.good(words.say("doctor.slack_unset"))
        return
    _bot(slack, findings, ticks)
    socket(slack, findings)
    http(slack, findings)
    if not (slack.app_token or slack.signing_secret):
        findings.wrong(words.say("doctor.slack_no_way_in"))


def _bot(slack: SlackSettings, findings: Findings, ticks: Callable[[], datetime]) -> None:
    """Whom the bot token speaks for, and what it may do."""
    words = findings.words
    try:
        token, api_url = slack.the_bot_token(), slack.the_api_url()
    except UserError as error:
        findings.wrong(words.error(error))
        return
    from bot.slack_out import SlackOut

    try:
        bot = SlackOut(api_url).of(token).identity()
    except UserError as error:
        findings.wrong(words.say("doctor.slack_bot_token", problem=words.error(error)))
        if error.code == "slack_unreachable":
            network.why_not(api_url, findings)
        return
    findings.good(words.say("doctor.slack_workspace", team=bot.team, url=bot.url, user=bot.user_id))
    if bot.scopes:
        scopes.look(bot.scopes, findings)
    else:  # a Slack that does not say what it granted, like a fake one, is no reason to fail
        findings.good(words.say("doctor.slack_no_scopes"))
    clock.look(bot.answered_at, ticks(), findings)


def socket(slack: SlackSettings, findings: Findings) -> None:
    """Whether Slack opens a socket for the app token."""
    words = findings.words
    if not slack.app_token:
        if slack.signing_secret:
            findings.good(words.say("doctor.slack_socket_unset"))
        return
    try:
        token, api_url = slack.the_app_token(), slack.the_api_url()
    except UserError as error:
        findings.wrong(words.error(error))
        return
    from bot.slack_out import SlackOut

    try:
        SlackOut(api_url).socket_ok(token)
    except UserError as error:
        if error.code == "slack_scope":
            findings.wrong(words.say("errors.app_token_scope"))
        else:
            findings.wrong(words.say("doctor.slack_app_token", problem=words.error(error)))
        return
    findings.good(words.say("doctor.slack_socket"))


def http(slack: SlackSettings, findings: Findings) -> None:
    """Whether requests from Slack can come in and be believed."""
    words = findings.words
    try:
        port = slack.the_port()
        if not slack.signing_secret:
            if slack.app_token:
                findings.good(words.say("doctor.slack_http_unset"))
            return
        slack.the_signing_secret()
    except UserError as error:
        findings.wrong(words.error(error))
        return
    findings.good(words.say("doctor.slack_http", port=port))
