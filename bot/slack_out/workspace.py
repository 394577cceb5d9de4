"""The Slack calls of one workspace."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_sdk.web import SlackResponse

from bot.errors import UserError
from bot.replies.message import Block, Message
from bot.replies.model import Attachment
from bot.slack_out.download import download
from bot.slack_out.home import publish
from bot.slack_out.identity import Identity, moment
from bot.slack_out.upload import put
from bot.slack_out.users import SLACKBOT, User, user_of
from bot.slack_out.wire import PLAIN, NotSlacks, Wire, called, refused, refused_blocks

# Slack's codes for "the bot or the member is not there, or nobody may write there" (chat.postEphemeral).
NOT_THERE = (
    "user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived", "no_permission",
    "cannot_reply_to_message", "messages_tab_disabled", "restricted_action", "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel",
)  # fmt: skip
# Slack's own trouble, which often is over a moment later.
_PASSING = ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org")
PAUSES = (1, 4, 12)
"""The seconds after which a message that Slack could not take just then is sent once more."""
# A trigger lives three seconds and opens one view.
_TOO_LATE = ("expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged")
_MARKUP = re.compile(r"[*_~`]")
# Nobody who is seen from here.
_NOBODY = ("user_not_found", "user_not_visible")


def literal(text: str) -> str:
    """A text whose asterisks and the like are no markup, for calls that cannot be told that none is meant.

    Slack reads them as markup only beside letters: a space of no width stands between.
    """
    return _MARKUP.sub("\u200b\\g<0>\u200b", text)


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that was sent, so that it can be changed.

    Attributes:
        channel: where it is: for a message to a user, the direct conversation.
        ts: Slack's name for it there.
    """

    channel: str
    ts: str


class Workspace:
    """The calls of one workspace; each raises `UserError` as `bot.slack_out` says.

    A message whose blocks Slack refuses goes out again as text alone.
    """

    def __init__(self, wire: Wire, token: str) -> None:
        self._wire = wire
        self._token = token
        self._client = wire.client(token)

    def identity(self) -> Identity:
        """Whom the token speaks for and what it may do (auth.test)."""
        answer = called(self._client.auth_test)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        scopes = (scope.strip() for scope in headers.get("x-oauth-scopes", "").split(","))
        return Identity(
            team_id=answer.get("team_id", ""),
            team=answer.get("team", ""),
            user_id=answer.get("user_id", ""),
            bot_id=answer.get("bot_id", ""),
            url=answer.get("url", ""),
            enterprise_id=answer.get("enterprise_id"),
            scopes=frozenset(filter(None, scopes)),
            answered_at=moment(headers),
        )

    def post(self, channel: str, message: Message, thread: str | None = None) -> Posted:
        """Send a message that everybody there sees.

        Args:
            channel: a conversation, or a user for the direct conversation with them.
            thread: the `ts` of the message that it answers.
        """
        answer = self._send(
            self._client.chat_postMessage,
            message,
            text_alone={"mrkdwn": False},
            channel=channel,
            thread_ts=thread,
            unfurl_links=False,
            unfurl_media=False,
        )
        return Posted(answer.get("channel", channel), answer.get("ts", ""))

    def post_at_once(self, channel: str, message: Message) -> Posted:
        """Send a message, or fail: somebody is waiting for whether it can be sent there."""
        client = self._wire.hasty_client(self._token)
        answer = self._sent(client.chat_postMessage, message, {"mrkdwn": False}, channel=channel)
        return Posted(answer.get("channel", channel), answer.get("ts", ""))

    def ephemeral(self, channel: str, user: str, message: Message, thread: str | None = None) -> Posted | None:
        """Send a message that only one user sees.

        Returns:
            The direct message that it became where it could not be shown; None where it is shown.
        """
        try:
            self._send(
                self._client.chat_postEphemeral,
                message,
                text_alone={"text": literal(message.text)},
                channel=channel,
                user=user,
                thread_ts=thread,
            )
        except UserError as error:
            if not refused(error, *NOT_THERE):
                raise
            return self.post(user, message)
        return None

    def update(self, posted: Posted, message: Message) -> None:
        """Put a message in the place of one that was posted."""
        # Without an empty list the blocks of the message before may stay above the new text.
        alone = {"text": literal(message.text), "blocks": []}
        self._send(self._client.chat_update, message, text_alone=alone, channel=posted.channel, ts=posted.ts)

    def open_view(self, trigger_id: str, view: Block) -> bool:
        """Open a form for whoever clicked; False when the click is too long ago."""
        try:
            called(self._client.views_open, trigger_id=trigger_id, view=view)
        except UserError as error:
            if refused(error, *_TOO_LATE):
                return False
            raise
        return True

    def user(self, user: str) -> User | None:
        """A user: where they belong, and what they administer; None where Slack knows nobody of that id (users.info).

        It does not wait for Slack to have time: somebody is waiting for what depends on it.
        """
        try:
            answer = called(self._wire.hasty_client(self._token).users_info, user=user)
        except UserError as error:
            if refused(error, *_NOBODY):
                return None
            raise
        found = answer.get("user")
        return user_of(found, user) if isinstance(found, Mapping) else None

    def publish_home(self, user: str, *views: Block) -> None:
        """Show a user their Home tab: of several views the first whose blocks Slack takes."""
        publish(self._client, user, views)

    def user_name(self, user: str) -> str | None:
        """A user's full name; None for a bot or a deactivated user, and where Slack does not tell.

        An answer must not fail, nor wait, for want of a name that can be asked for.
        """
        if user == SLACKBOT:
            return None
        try:
            found: dict[str, Any] = called(self._wire.hasty_client(self._token).users_info, user=user).get("user", {})
        except UserError:
            return None
        if found.get("is_bot") or found.get("deleted"):
            return None
        profile = found.get("profile", {})
        # The normalized name is only the last resort: letters that are not Latin are missing from it.
        names = (profile.get("real_name"), found.get("real_name"), profile.get("real_name_normalized"))
        return next((name.strip() for name in names if name and name.strip()), None)

    def file(self, file_id: str) -> dict[str, Any]:
        """What Slack knows of a file (files.info)."""
        return dict(called(self._client.files_info, file=file_id).get("file", {}))

    def download(self, url: str, to: Path, most_bytes: int) -> None:
        """Fetch a private file, at most so many bytes, to a place where nothing is yet; see `download`."""
        download(url, to, most_bytes, wire=self._wire, token=self._token)

    def put(self, file: Attachment) -> str:
        """Give Slack a file that nobody sees yet; gives its id. See `put` of bot/slack_out/upload.py."""
        return put(file, client=self._client, wire=self._wire)

    def show(self, file_id: str, name: str, channel: str, thread: str | None = None) -> None:
        """Show a file that was put to whom a direct conversation is with; nowhere else.

        Raises:
            UserError: Slack does not show it there; slack_file_unsent where it is no direct conversation.
        """
        if not channel.startswith("D"):
            raise UserError("slack_file_unsent")
        shown: list[dict[str, str | None]] = [{"id": file_id, "title": name}]
        called(self._client.files_completeUploadExternal, files=shown, channel_id=channel, thread_ts=thread)

    def _send(
        self,
        call: Callable[..., SlackResponse],
        message: Message,
        text_alone: dict[str, Any] | None = None,
        **where: Any,  # noqa: ANN401 - the SDK's arguments are of any kind
    ) -> SlackResponse:
        """Send with blocks, else text alone; `text_alone` is what the call takes besides in that case."""
        for pause in PAUSES:
            try:
                return self._sent(call, message, text_alone, **where)
            except UserError as error:
                # Without any answer it may have arrived, and is not sent twice.
                if not isinstance(error, NotSlacks) and not refused(error, *_PASSING):
                    raise
            time.sleep(pause)
        return self._sent(call, message, text_alone, **where)

    def _sent(
        self,
        call: Callable[..., SlackResponse],
        message: Message,
        text_alone: dict[str, Any] | None,
        **where: Any,  # noqa: ANN401 - the SDK's arguments are of any kind
    ) -> SlackResponse:
        if message.blocks:
            try:
                return called(call, text=message.text, blocks=list(message.blocks), **PLAIN, **where)
            except UserError as error:
                if not refused_blocks(error):
                    raise
        return called(call, **{"text": message.text, **PLAIN, **(text_alone or {}), **where})
