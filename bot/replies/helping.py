"""What is said to whoever looks for help: what can be asked, what is kept and who sees it, whom to turn to."""

from __future__ import annotations

from dataclasses import replace

from bot.replies.model import Button, Line, Part, Reply, plain
from bot.replies.profile_command import edit_button
from bot.settings.contact import Contact
from bot.settings.keeping import Keeping
from bot.words import Words


def helped(contact: Contact, words: Words) -> Reply:
    """Everything that can be asked, by example, and whom to turn to."""
    said = plain(words.say("help.text"))
    return Reply((*said.lines, *support_lines(contact, words)), actions=(*to_try(words), privacy_button(words)))


def to_try(words: Words) -> tuple[Button, ...]:
    """What shows at once what this is for."""
    return (Button(words.say("prompts.own"), words.say("prompts.says_own"), answers=False),)


def help_button(words: Words) -> Button:
    """What shows everything that can be asked."""
    return Button(words.say("home.help_button"), "help", answers=False)


def privacy_button(words: Words) -> Button:
    """What tells what is kept, and who sees it."""
    return Button(words.say("buttons.privacy"), "privacy", answers=False)


def not_ours(words: Words) -> Reply:
    """That it is nothing the bot knows about, and what is."""
    return replace(plain(words.say("help.out_of_scope")), actions=(help_button(words),))


def how_to_set(words: Words) -> Reply:
    """How to tell facts of one's own."""
    return replace(plain(words.say("help.set")), actions=(edit_button(words),))


def private(contact: Contact, keeping: Keeping, words: Words) -> Reply:
    """What is kept, who sees it, for how long, and how to have it all or be rid of it."""
    answers, watches = (words.count("days", days) for days in (keeping.diagnoses, keeping.watches))
    lines = [
        Line(Part.VERDICT, words.say("help.privacy_answers")),
        Line(Part.NOTE, words.say("help.privacy_colleagues")),
        Line(Part.NOTE, words.say("help.privacy_office")),
        Line(Part.NOTE, words.say("help.privacy_kept")),
        Line(Part.NOTE, words.say("help.privacy_how_long", answers=answers, watches=watches)),
        Line(Part.NOTE, words.say("help.privacy_yours")),
    ]
    if contact.privacy:
        lines.append(Line(Part.NOTE, words.say("help.privacy_page", page=contact.privacy), links=(contact.privacy,)))
    export = Button(words.say("buttons.export"), "export my data", answers=False)
    forget = Button(words.say("home.forget"), "forget me", answers=False)
    return Reply(tuple(lines), actions=(export, forget))


def supported(contact: Contact, words: Words) -> Reply:
    """Whom to turn to with what the bot cannot mend, and with ideas."""
    lines = support_lines(contact, words) or (Line(Part.NOTE, words.say("help.support_whom")),)
    return Reply((*lines, Line(Part.NOTE, words.say("help.support_say"))), actions=(help_button(words),))


def support_lines(contact: Contact, words: Words) -> tuple[Line, ...]:
    """Where people get help, where whoever runs the bot says so."""
    if not contact.support:
        return ()
    return (Line(Part.NOTE, words.say("help.support", support=contact.support), links=(contact.support,)),)
