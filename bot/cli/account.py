"""Commands about the member's own account: profile, standing, shared connections."""

from __future__ import annotations

import click

from bot.cli.common import Context, identity, json_option, shapes, show
from bot.cli.moments import parse_day
from bot.errors import UserError
from bot.facts import Standing, StandingKind
from bot.replies import receipts
from bot.store import Who
from bot.text import clean
from bot.understanding.who import find


@click.group(no_args_is_help=False)
def profile() -> None:
    """What is known of your profile, and what you state of it."""


@profile.command("show")
@identity
@json_option
@click.pass_obj
def profile_show(context: Context, who: Who, *, as_json: bool) -> None:
    """Each field: its value, where it comes from, how old it is."""
    known = context.app.whylocked.show_profile(who, context.now)
    show(receipts.profile_shown(known, context.app.words), shapes().profile(known) if as_json else None)


@profile.command("set")
@identity
@click.argument("assignments", metavar="FIELD=VALUE…", nargs=-1, required=True)
@click.pass_obj
def profile_set(context: Context, who: Who, assignments: tuple[str, ...]) -> None:
    """State facts, for example: photo=yes connections=212 skills="Python, SQL, Go"."""
    pairs = [_assignment(text) for text in assignments]
    values = context.app.whylocked.state(who, pairs, context.now)
    click.echo(receipts.saved(values, context.app.words, context.app.policy).text)


def _assignment(text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not equals:
        raise UserError("no_assignment", text=clean(text)[:80])
    return field.strip().casefold().replace("-", "_"), value


@click.group(no_args_is_help=False)
def standing() -> None:
    """What is recorded about your LinkedIn account."""


@standing.command("show")
@identity
@json_option
@click.pass_obj
def standing_show(context: Context, who: Who, *, as_json: bool) -> None:
    """Good standing, restricted or banned, and why."""
    fact = context.app.whylocked.show_standing(who)
    reply = receipts.standing_shown(fact, context.app.policy, context.app.words)
    show(reply, shapes().standing(fact) if as_json else None)


@standing.command("set")
@identity
@click.argument("kind", metavar="good|restricted|banned", type=click.Choice([kind.value for kind in StandingKind]))
@click.option("--reason", metavar="R", help="a violation that the policy lists, or your own words")
@click.option("--since", metavar="DATE", help="first day, YYYY-MM-DD")
@click.option("--until", metavar="DATE", help="last day of a restriction, YYYY-MM-DD")
@click.pass_obj
def standing_set(
    context: Context, who: Who, kind: str, reason: str | None, since: str | None, until: str | None
) -> None:
    """Record what LinkedIn's notice says."""
    given = Standing(StandingKind(kind), reason, parse_day(since), parse_day(until))
    recorded = context.app.whylocked.record_standing(who, given, context.now)
    click.echo(receipts.standing_recorded(recorded, context.app.policy, context.app.words).text)


@click.group(no_args_is_help=False)
def shared() -> None:
    """How many connections you share with somebody."""


@shared.command("set", context_settings={"ignore_unknown_options": True})  # so that -1 is a number, not an option
@identity
@click.argument("person")
@click.argument("count")
@click.pass_obj
def shared_set(context: Context, who: Who, person: str, count: str) -> None:
    """State what PERSON's profile shows as mutual connections; "unknown" takes it back."""
    if not clean(person):
        raise UserError("shared_of_whom")
    target = find(person, context.app.whylocked.people(who))
    value = context.app.whylocked.state_shared(who, target, count, context.now)
    click.echo(receipts.shared_saved(target, value, context.app.words).text)
