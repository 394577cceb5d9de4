"""The forms behind a card's buttons, the member's answer to a question, and what is shown in a form's place."""

from __future__ import annotations

from datetime import date

from bot.appeals import Action
from bot.policy import Policy
from bot.replies import inputs
from bot.replies.blocks import message
from bot.replies.inputs import Frame, asked
from bot.replies.message import Block
from bot.replies.model import Reply
from bot.replies.review_card import ACCEPT, ASK, REJECT
from bot.usecases.appealed import Told
from bot.words import Words

ANSWER = "answer"
"""The window in which a member answers a reviewer's question, by name."""
ACTIONS = {ASK: Action.ASK, ACCEPT: Action.ACCEPT, REJECT: Action.REJECT, ANSWER: Action.ANSWER}
"""What each form does with an appeal."""
NOTE, ON = "note", "on"
"""The questions of these forms."""
_OUTCOMES = {ACCEPT, REJECT}


def act_view(  # noqa: PLR0913, PLR0917 - what a form is made of
    name: str, told: Told, today: date, policy: Policy, words: Words, metadata: str
) -> Block:
    """The form that takes a step of an appeal, by the window's name."""
    appeal = told.appeal
    blocks = [inputs.said(words.say(f"review.about_{name}", number=appeal.number))]
    question = next((event.note for event in reversed(told.events) if event.action == Action.ASK), None)
    if name == ANSWER and question:
        blocks.append(inputs.said(words.say("review.their_question", question=question)))
    if name in _OUTCOMES:
        blocks.append(asked(ON, words.say("review.ask_on"), inputs.day(today), hint=words.say("review.hint_on")))
    most = policy.appeals.statement_maximum
    blocks.append(asked(NOTE, words.say(f"review.note_{name}"), inputs.long_text(1, most)))
    frame = Frame(name, words.say("review.title", number=appeal.number), words.say(f"review.submit_{name}"), metadata)
    return inputs.modal(frame, blocks, words)


def told_view(number: int, reply: Reply, words: Words) -> Block:
    """Something to read in a form's place."""
    said = message(reply, words)
    frame = Frame("told", words.say("review.title", number=number), None)
    return inputs.modal(frame, said.blocks, words)
