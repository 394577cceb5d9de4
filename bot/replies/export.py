"""Everything that is stored of a member as one document that the member can read and other programs, too."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.store import Who
from bot.store.leaving import Rows
from bot.words import Words

Row = Mapping[str, object]

KINDS = {
    "members": "how_colleagues_find_you",
    "statements": "what_you_stated",
    "archive_facts": "what_your_archive_says_of_you",
    "archive_kinds": "parts_of_your_archive",
    "standings": "recorded_standing",
    "connections": "connections",
    "invitations": "invitations",
    "correspondents": "people_you_wrote_with",
    "sent_messages": "when_you_sent_messages",
    "stated_shared": "shared_connections_you_stated",
    "diagnoses": "answers_you_got",
    "padlock_answers": "what_you_said_of_padlocks",
    "threads": "where_conversations_stand",
    "changes": "what_your_last_statement_replaced",
    "name_words": "words_that_names_are_found_by",
    "employers": "companies_of_your_connections",
    "company_words": "words_that_companies_are_found_by",
    "appeals": "appeals",
    "appeal_events": "history_of_your_appeals",
    "roles": "what_you_are_in_your_workspace",
    "owed": "messages_still_to_be_sent_to_you",
    "watches": "whom_you_want_to_be_told_of",
    "visits": "when_you_were_welcomed",
    "absences": "whether_slack_calls_you_deactivated",
}
"""What each table is called in the document; a table that is not listed goes by its own name."""
_COLUMNS = {"id": "number", "name_key": "compared_as", "share": "share_network", "turn": "stands", "person": "known_by"}
_WRITTEN_AS_JSON = {"value", "findings", "turn", "replaced", "fields", "lifted", "locked"}
_YES_OR_NO = {"repeated", "padlock", "undone"}


def document(rows: Rows, who: Who, now: datetime, words: Words) -> dict[str, object]:
    """The document as plain data: whose it is and of when, one list for each kind of row, and what is not held."""
    host, _, home = who.team.rpartition(":")
    return {
        "workspace": home,
        **({"guest_in": host} if who.is_guest else {}),
        "member": who.user,
        "made_at": now.isoformat(),
        "holds": {KINDS.get(table, table): _SHORTER.get(table, _listed)(kept) for table, kept in rows.items()},
        "does_not_hold": words.say("export.not_held").strip().split("\n"),
    }


def as_text(data: object, *, ascii_only: bool = False) -> str:
    """The document as text to read and to keep."""
    return json.dumps(data, ensure_ascii=ascii_only, indent=1)


def file_name(now: datetime) -> str:
    """What the document is called as a file."""
    return f"whylocked-export-{now.date().isoformat()}.json"


def _listed(rows: list[dict[str, object]]) -> object:
    """The rows without their own numbers: those count on through all workspaces, and so tell how much others store."""
    return [
        {
            _COLUMNS.get(column, column): _value(column, value)
            for column, value in row.items()
            if not (column == "id" and isinstance(value, int))
        }
        for row in rows
    ]


def _value(column: str, value: Any) -> object:  # noqa: ANN401 - whatever a column holds
    if value is None:
        return None
    if column in _WRITTEN_AS_JSON:
        return json.loads(value)
    if column in _YES_OR_NO:
        return bool(value)
    return datetime.fromtimestamp(value, UTC).isoformat() if column == "sent_at" else value


def _by_word(rows: list[dict[str, object]]) -> object:
    """A word leads to many names: each is written once."""
    names: defaultdict[str, list[object]] = defaultdict(list)
    for row in rows:
        names[str(row["word"])].append(row["name_key"])
    return names


_SHORTER: dict[str, Callable[[list[dict[str, object]]], object]] = {
    "name_words": _by_word,
}
