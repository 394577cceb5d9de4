"""What could be asked, as Slack offers it above an empty conversation: another choice once something is known."""

from __future__ import annotations

from bot.text import shown
from bot.usecases.welcoming import Known
from bot.words import Words

MOST_PROMPTS = 4
"""How many Slack shows."""
LONGEST_NAME = 60
"""How many characters of a name stand in one."""

Prompt = tuple[str, str]
"""What stands there, and what pressing it says, as if it were typed."""


def prompts(known: Known, words: Words) -> tuple[Prompt, ...]:
    """What a member could ask next, by what is known of them."""
    offered: list[Prompt] = []
    if known.asked_about:
        name = shown(known.asked_about, LONGEST_NAME)
        offered += [
            (words.say("prompts.person", name=name), words.say("prompts.says_person", name=name)),
            (words.say("prompts.introduce", name=name), words.say("prompts.says_introduce", name=name)),
        ]
    offered.append((words.say("prompts.own"), words.say("prompts.says_own")))
    if known.facts:
        offered.append((words.say("prompts.profile"), words.say("prompts.says_profile")))
        offered.append((words.say("prompts.network"), words.say("prompts.says_network")))
    offered.append((words.say("prompts.rules"), words.say("prompts.says_rules")))
    offered.append((words.say("prompts.archive"), words.say("prompts.says_archive")))
    offered.append((words.say("prompts.help"), words.say("prompts.says_help")))
    return tuple(offered[:MOST_PROMPTS])
