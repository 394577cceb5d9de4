"""What every listener works with: answers as messages, workers for what may take a while, the way out to Slack."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from bot import metrics
from bot.app import App
from bot.conversation import Conversation
from bot.conversation.heard import Heard
from bot.errors import UserError
from bot.listeners.asked import Asked, is_home, thread_of
from bot.listeners.deliveries import Deliveries
from bot.listeners.greeting import Greeting
from bot.listeners.homes import Homes
from bot.listeners.only import Only
from bot.listeners.running import Running
from bot.listeners.trouble import logged
from bot.people import Target
from bot.replies.blocks import message
from bot.replies.message import Message
from bot.replies.model import plain
from bot.replies.target import title
from bot.slack_out import Posted, SlackOut
from bot.store import Who
from bot.workers import Workers

Clock = Callable[[], datetime]

MOST_LOOKED_UP = 10
"""How many people whom nobody knows are looked up in Slack for one message."""


def new_card() -> str:
    """A name for an answer, by which what is pressed beneath it goes on from it."""
    return secrets.token_hex(6)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where questions from Slack come in and answers go out.

    Attributes:
        clock: the moment that answers speak of.
        ticks: the machine's clock, by which the same delivery is known again; `clock` may stand still.
        token: the bot's token in a workspace, for what nobody asked for just then; None where there is none.
        homes: the Home tabs; whoever changes what a member's shows says so there.
        running: what is being worked on and can be stopped.
        renew: renews tokens that end soon.
        caused: what is done once a member of a workspace did something that others hear of.
        only: the one workspace that the bot is in; None where any may install it.
    """

    app: App
    out: SlackOut
    workers: Workers
    clock: Clock
    ticks: Clock
    token: Callable[[str], str | None]
    homes: Homes
    running: Running = field(default_factory=Running)
    caused: Callable[[Desk, str], None] = lambda *_: None
    renew: Callable[[], None] = lambda: None
    only: Only | None = None

    @property
    def moment(self) -> datetime:
        """By which what is due is due: the later of both clocks, because what is due was written by either."""
        return max(self.clock(), self.ticks())

    def answer_looked_up(self, asked: Asked) -> Message:
        """The answer to one message, once Slack has said who they are whom it mentions and nobody here knows.

        Where the message cannot be answered, what is wrong.
        """
        return self.tried(lambda: self.reply(asked, self._called(asked)))[0]

    def reply(self, asked: Asked, called: Mapping[str, str] | None = None) -> Message:
        """The answer to one message, with what can be pressed beneath it.

        Args:
            called: what Slack calls the people whom the message mentions, by user id.

        Raises:
            UserError: what the message says does not fit, or the store is out of reach.
        """

        def hear(conversation: Conversation, card: str) -> Heard:
            return conversation.hear(
                asked.who,
                asked.text,
                self.clock(),
                thread=asked.goes_on,
                keep=asked.keep,
                pin=card,
                bot_id=asked.bot,
                called=called,
            )

        return self.heard(asked, hear)

    def reply_about(self, asked: Asked, targets: Sequence[Target]) -> Message:
        """The answer about persons who are known without a message, with what can be pressed beneath it.

        Raises:
            UserError: the store is out of reach.
        """

        def hear(conversation: Conversation, card: str) -> Heard:
            return conversation.picking.heard(asked.who, targets, self.clock(), keep=asked.keep, pin=card)

        return self.heard(asked, hear)

    def heard(self, asked: Asked, hear: Callable[[Conversation, str], Heard]) -> Message:
        """An answer of the conversation, with what can be pressed beneath it; what it changes, the Home tab shows.

        Somebody's first word is welcomed above it.

        Args:
            hear: has the conversation of the member's workspace answer; takes the name of what is pinned beneath it.

        Raises:
            UserError: what `hear` refuses.
        """
        here, card, due = self.app.of(asked.who.team), new_card(), self.greeting.is_due(asked.who)
        self.homes.noticed(asked.who)
        heard = hear(here.conversation, card)
        metrics.asked(heard.request.intent, [each.verdict for each in heard.answers if each.verdict is not None])
        self.homes.changed(asked.who)
        self.heard_of(asked.who, heard)
        due = due and heard.remembered  # whoever has just been forgotten stays so
        reply = self.greeting.above(heard.reply, asked.who, asked.token) if due else heard.reply
        return replace(message(reply, here.words, card), title=title(heard.answers, here.words))

    def heard_of(self, who: Who, heard: Heard) -> None:
        """Have whoever else is to hear of what came of a message do so, once it is answered: hence the same lane."""
        if heard.may_cause:
            self.workers.submit((who, "answers"), partial(self.caused, self, who.team))

    def told(self, asked: Asked, code: str) -> Message:
        """One phrase as the answer, below a welcome where it is somebody's first word."""
        reply = plain(self.app.words.say(code))
        due = self.greeting.is_due(asked.who)
        return message(self.greeting.above(reply, asked.who, asked.token) if due else reply, self.app.words)

    @property
    def greeting(self) -> Greeting:
        """What welcomes members."""
        return Greeting(self.app, self.out, self.workers, self.clock, self.token)

    @property
    def deliveries(self) -> Deliveries:
        """What sees to it that what is delivered is done once."""
        return Deliveries(self.app, self.workers, self.homes, self.ticks)

    def tell(self, who: Who, token: str, url: str, what: Message, *, replace: bool = False) -> Posted | None:
        """Say something to a member by the URL that Slack gave for it, for their eyes only; else by direct message.

        Args:
            url: "" where Slack gave none.
            replace: whether it takes the place of the message that the URL belongs to.

        Returns:
            The direct message; None where it went by the URL.

        Raises:
            UserError: Slack takes it neither way.
        """
        if url and self.out.respond(url, what, replace=replace):
            return None
        return self.out.of(token).post(who.user, what)

    def moved(self, asked: Asked, posted: Posted | None) -> None:
        """Have the conversation go on, too, where its answer came to stand: in the direct messages, if there."""
        if posted is None:
            return
        there = (posted.channel, thread_of(posted.channel, posted.ts))
        self.app.conversation.carry_on(
            asked.who, self.clock(), thread=asked.keep[-1], keep=there, whatever=is_home(asked.goes_on)
        )

    def strangers(self, asked: Asked) -> list[str]:
        """The user ids of those whom a message mentions and nobody here knows."""
        return self.app.conversation.strangers(asked.who, asked.text, bot_id=asked.bot)

    def _called(self, asked: Asked) -> dict[str, str]:
        workspace = self.out.of(asked.token)
        names = {user: workspace.user_name(user) for user in self.strangers(asked)[:MOST_LOOKED_UP]}
        return {user: name for user, name in names.items() if name}

    def tried(self, work: Callable[[], Message]) -> tuple[Message, bool]:
        """What `work` says, and that it did; else what went wrong, in one sentence that helps."""
        try:
            return work(), True
        except UserError as error:
            metrics.failed(error.code)
            return self.sorry(error), False
        except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a sentence
            return self.said("errors.unexpected_in_slack", reference=logged(error)), False

    def said(self, code: str, **fields: object) -> Message:
        """One phrase as a message."""
        return message(plain(self.app.words.say(code, **fields)), self.app.words)

    def sorry(self, error: UserError) -> Message:
        """What went wrong as a message."""
        return message(plain(self.app.words.error(error)), self.app.words)
