"""The form in which an administrator sets up who handles appeals, and where they are shown."""

from __future__ import annotations

from bot.replies import inputs
from bot.replies.inputs import Frame, asked
from bot.replies.message import Block
from bot.replies.reviewing import ADMINISTRATORS, CHANNEL, REVIEWERS, WINDOW
from bot.usecases.offices import SetUp
from bot.words import Words


def view(now: SetUp, words: Words, metadata: str) -> Block:
    """The form, filled in as it is set up."""
    choose = words.say("slack_form.choose")
    questions = [
        asked(
            CHANNEL,
            words.say("reviewing.ask_channel"),
            inputs.channel(choose, now.channel),
            hint=words.say("reviewing.hint_channel"),
            optional=True,
        ),
        asked(
            REVIEWERS,
            words.say("reviewing.ask_reviewers"),
            inputs.members(choose, now.reviewers),
            hint=words.say("reviewing.hint_reviewers"),
            optional=True,
        ),
        asked(
            ADMINISTRATORS,
            words.say("reviewing.ask_administrators"),
            inputs.members(choose, now.administrators),
            hint=words.say("reviewing.hint_administrators"),
            optional=True,
        ),
    ]
    frame = Frame(WINDOW, words.say("reviewing.title"), words.say("slack_form.submit"), metadata)
    return inputs.modal(frame, questions, words)
