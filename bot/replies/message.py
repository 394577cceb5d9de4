"""A message as Slack takes it: blocks, and the same as text for notifications, screen readers and a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.replies.model import Attachment

Block = dict[str, Any]
"""A block, an element or a view as Slack's API takes it: plain data, because the SDK's models drop unknown types."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent.

    Attributes:
        text: the whole message without markup, escaped for Slack, within Slack's limit.
        blocks: the same laid out, within Slack's limits; () where text is enough.
        files: what is handed over beside it, to its reader alone.
        title: whom it is about, in a few words; "" where it is about nobody.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    files: tuple[Attachment, ...] = ()
    title: str = ""
