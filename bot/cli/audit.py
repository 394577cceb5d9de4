"""The command that tells what was done in a workspace."""

from __future__ import annotations

import click

from bot.cli.common import Context, identity, json_option, print_json
from bot.replies import auditing
from bot.store import Who
from bot.usecases.purging import OPERATOR

SHOWN = 15
"""How many entries are told where nobody says how many; as JSON all are."""


@click.command()
@identity
@json_option
@click.option("--most", metavar="N", type=click.IntRange(min=1), help="only the newest N (default: 15, as JSON all)")
@click.pass_obj
def audit(context: Context, who: Who, most: int | None, *, as_json: bool) -> None:
    """What administrators, reviewers and whoever runs this did in the workspace."""
    entries = context.app.whylocked.offices.audit(who.team, most if as_json else most or SHOWN)
    if not as_json:
        app, of_operator = context.app, who.team == OPERATOR
        click.echo(auditing.told(entries, app.words, app.policy, of_operator=of_operator).text)
        return
    from bot.cli.audit_outputs import AuditEntryOut, AuditOut

    fields = AuditEntryOut.model_fields
    listed = [AuditEntryOut.model_validate({name: getattr(entry, name) for name in fields}) for entry in entries]
    print_json(AuditOut(listed).model_dump(mode="json"))
