"""Members and channels named by their Slack ids: "@U1" and "#C1" in plain text, which Slack shows by their names.

Only what a line itself names so becomes a mention; whatever looks like one in a text that somebody typed stays text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.replies.message import Block
from bot.words import Words

_ID = re.compile(r"[UWCGD][A-Z0-9]+")


def at(slack_id: str) -> str:
    """A member or a channel in plain text."""
    return f"{'@' if _is_user(slack_id) else '#'}{slack_id}"


def named(slack_ids: Sequence[str], words: Words) -> str:
    """Several members or channels in a sentence."""
    return words.listed([at(slack_id) for slack_id in slack_ids])


def inline(text: str, mentions: Sequence[str], style: Block, links: Sequence[str] = ()) -> list[Block]:
    """A text as the parts of a rich text, with each of the mentions and links as Slack shows one.

    Each stands for one place in the text, the first that names it: what somebody typed comes behind what is said of it.
    What is no id of Slack's stays text, because Slack refuses a whole message with such a mention.
    """
    left = Counter(slack_id for slack_id in mentions if _ID.fullmatch(slack_id))
    named = "|".join(re.escape(at(slack_id)) for slack_id in left)
    parts: list[Block] = []
    end = 0
    for found in re.finditer(f"(?<![A-Za-z0-9])(?:{named})(?![A-Za-z0-9])", text) if named else ():
        slack_id = found[0][1:]
        if left[slack_id]:
            left[slack_id] -= 1
            parts += [*_text(text[end : found.start()], style, links), _mention(slack_id, style)]
            end = found.end()
    return [*parts, *_text(text[end:], style, links)]


def with_break(parts: list[Block]) -> None:
    """Have a line end behind the last part."""
    if parts[-1]["type"] == "text":
        parts[-1]["text"] += "\n"
    else:
        parts.append({"type": "text", "text": "\n"})


def _text(text: str, style: Block, links: Sequence[str]) -> list[Block]:
    """A text with its links, each where it first stands."""
    for link in links:
        before, found, behind = text.partition(link)
        if found:
            to = link if link.startswith("https://") else f"mailto:{link}"
            linked = {"type": "link", "url": to, "text": link, **style}
            return [*_text(before, style, links), linked, *_text(behind, style, links)]
    return [{"type": "text", "text": text, **style}] if text else []


def _mention(slack_id: str, style: Block) -> Block:
    if _is_user(slack_id):
        return {"type": "user", "user_id": slack_id, **style}
    return {"type": "channel", "channel_id": slack_id, **style}


def _is_user(slack_id: str) -> bool:
    return slack_id[:1] in {"U", "W"}
