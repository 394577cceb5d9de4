"""Replies for whoever runs the bot: which workspaces there are, what went of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.policy import Policy
from bot.replies import auditing
from bot.replies.model import Line, Part, Reply
from bot.store.audit import Entry
from bot.usecases.purging import Removed
from bot.usecases.workspace_list import Listed
from bot.words import Words


def told(
    listed: Sequence[Listed],
    removals: Sequence[Entry],
    missing: Callable[[str], list[str]],
    words: Words,
    policy: Policy,
) -> Reply:
    """Every workspace in a line, then those that went last.

    Args:
        missing: what the app cannot do without and was not granted, by what it was.
    """
    title = words.say("workspaces.title" if listed else "workspaces.none")
    rows = [Line(Part.ROW, _row(each, missing, words)) for each in listed]
    went = auditing.lines(removals, words, policy)
    last = [Line(Part.NOTE, words.say("workspaces.removed")), *went] if went else []
    return Reply((Line(Part.VERDICT, title), *rows, *last))


def asked(each: Listed, words: Words) -> Reply:
    """What would go with a workspace."""
    kept = _kept(each.members, each.rows, words)
    lines = [Line(Part.VERDICT, words.say("workspaces.ask", team=each.team, kept=kept))]
    if each.installed is not None:
        lines.append(Line(Part.NOTE, words.say("workspaces.ask_installed")))
    return Reply((*lines, Line(Part.NOTE, words.say("workspaces.for_good"))))


def gone(went: Removed, words: Words, *, installed: bool) -> Reply:
    """What went with a workspace."""
    lines = [
        Line(Part.VERDICT, words.say("workspaces.done", kept=_kept(went.members, went.rows, words))),
        Line(Part.NOTE, words.say("workspaces.cleared" if went.cleared else "workspaces.not_cleared")),
    ]
    if installed:
        lines.append(Line(Part.NOTE, words.say("workspaces.still_there")))
    return Reply(tuple(lines))


def _row(each: Listed, missing: Callable[[str], list[str]], words: Words) -> str:
    kept, installed = _kept(each.members, each.rows, words), each.installed
    if each.left is not None:
        return words.say("workspaces.left", team=each.team, at=each.left.left_at, kept=kept, due=each.left.due_at)
    if installed is None:
        return words.say("workspaces.no_installation", team=each.team, kept=kept)
    of = words.say("workspaces.of", enterprise=installed.enterprise) if installed.enterprise else ""
    lacks = missing(installed.scopes)
    lack = words.say("workspaces.lacks", scopes=words.listed(lacks)) if lacks else ""
    return words.say("workspaces.installed", team=each.team, of=of, at=installed.installed_at, kept=kept, lacks=lack)


def _kept(members: int, rows: int, words: Words) -> str:
    return words.listed([words.count("doctor_members", members), words.count("rows", rows)])
