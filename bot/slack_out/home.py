"""The Home tab, published as Slack takes it."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk import WebClient

from bot.errors import UserError
from bot.replies.message import Block
from bot.slack_out.wire import called, refused_blocks


def publish(client: WebClient, user: str, views: Sequence[Block]) -> None:
    """Show a user the first of several views whose blocks Slack takes (views.publish).

    Raises:
        UserError: Slack takes none of them, or refuses for another reason.
    """
    *others, last = views
    for view in others:
        try:
            called(client.views_publish, user_id=user, view=view)
        except UserError as error:
            if not refused_blocks(error):
                raise
        else:
            return
    called(client.views_publish, user_id=user, view=last)
