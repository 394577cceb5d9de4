"""Short replies: what was saved, what is known, what came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.archive.rows import Archive, Kind, Skipped
from bot.facts import Fact, Standing, StandingKind
from bot.people import Target
from bot.policy import Policy
from bot.profile_fields import Value
from bot.replies.flow import flowing, items_of
from bot.replies.model import Button, Line, Part, Reply, plain
from bot.replies.say import called, violation
from bot.text import shown
from bot.usecases.changes import Changed, Saved, SharedSaved, Undone
from bot.usecases.profile import DEFAULT_SHARING, Profile
from bot.words import Words

ITEMS_SHOWN = 10
"""How many items of a list are shown before the rest is left out."""


def value_words(value: Value | None, words: Words) -> str:
    """A profile value as people write it."""
    match value:
        case None | []:
            return words.say("profile.none")
        case True:
            return words.say("profile.yes")
        case False:
            return words.say("profile.no")
        case list():
            listed = ", ".join(shown(item) for item in value[:ITEMS_SHOWN])
            return listed + ", …" if len(value) > ITEMS_SHOWN else listed
        case _:
            return shown(str(value))


def saved(told: Saved, words: Words, policy: Policy) -> Reply:
    """What a statement changed: before and after."""
    changes = {field: _changed(field, each, words, policy) for field, each in told.fields.items()}
    kept = [change for field, change in changes.items() if field not in told.taken_back]
    back = [change for field, change in changes.items() if field in told.taken_back]
    texts = []
    if kept:
        texts += flowing(items_of(words.say("profile.saved", changes="; ".join(kept))))
    if back:
        texts += flowing(items_of(words.say("profile.taken_back", changes="; ".join(back))))
    return Reply(tuple(Line(Part.NOTE, text) for text in texts))


def shared_saved(target: Target, told: SharedSaved, words: Words) -> Reply:
    """That a number of shared connections was kept, or taken back: before and after."""
    name = target.person.name if target.person else target.typed or target.url or ""
    code = "profile.taken_back" if told.shared.now is None else "profile.saved"
    return plain(words.say(code, changes=_shared(name, told.shared, words)))


def undone(told: Undone, words: Words, policy: Policy) -> Reply:
    """What is known again after a change was undone."""
    changes = [_changed(field, each, words, policy) for field, each in told.fields.items()]
    if told.shared is not None:
        changes.append(_shared(*told.shared, words))
    if told.padlock:
        changes.append(words.say("undo.padlock"))
    if told.report:
        changes.append(words.say("undo.report"))
    return plain(words.say("undo.done", changes="; ".join(changes)))


def undoable(lines: Sequence[Line], words: Words) -> tuple[Line, ...]:
    """The lines of a receipt; the last one says, where there is nothing to press, how to undo what was saved."""
    *rest, last = lines
    return (*rest, replace(last, text=words.say("undo.hint", saved=last.text), beside_buttons=last.text))


def undo_button(number: int, words: Words) -> Button:
    """Undoes the change of this number."""
    return Button(words.say("buttons.undo"), f"undo {number}")


def _shared(name: str, shared: Changed, words: Words) -> str:
    return _before_and_after(words.say("profile.shared_with", name=shown(name)), shared, words)


def _changed(field: str, each: Changed, words: Words, policy: Policy) -> str:
    if field == "account_type":
        named = {key: account.name for key, account in policy.account_types.items()}
        each = replace(each, before=named.get(str(each.before), each.before), now=named.get(str(each.now), each.now))
    return _before_and_after(called(field, words), each, words)


def _before_and_after(what: str, each: Changed, words: Words) -> str:
    before, now = (
        words.say("profile.unknown") if one is None else value_words(one, words) for one in (each.before, each.now)
    )
    code = "profile.unchanged" if each.before == each.now else "profile.changed"
    return words.say(code, what=what, before=before, now=now)


def profile_shown(profile: Profile, words: Words) -> Reply:
    """Every field: its value, where it comes from and how old it is."""
    lines = [Line(Part.VERDICT, words.say("profile.title"))]
    for field, fact in profile.items():
        if fact is None and field == "share_network":
            lines.append(Line(Part.NOTE, words.say("profile.line_default", field=field, value=DEFAULT_SHARING)))
            continue
        if fact is None:
            lines.append(Line(Part.UNKNOWN, words.say("profile.line_unknown", field=field)))
            continue
        basis = words.say(f"profile.basis_{fact.basis}")
        value = value_words(fact.value, words)
        lines.append(
            Line(Part.NOTE, words.say("profile.line", field=field, value=value, basis=basis, as_of=fact.as_of))
        )
    return Reply(tuple(lines))


def standing_recorded(standing: Standing, policy: Policy, words: Words) -> Reply:
    """What was recorded of the account."""
    return plain(words.say(f"standing.{standing.kind}", details=standing_details(standing, policy, words)))


def standing_shown(fact: Fact[Standing] | None, policy: Policy, words: Words) -> Reply:
    """What is recorded of the account."""
    return plain(words.say("standing.none") if fact is None else standing_words(fact, policy, words))


def standing_words(fact: Fact[Standing], policy: Policy, words: Words) -> str:
    """A recorded standing in one sentence, with the day it was recorded."""
    details = standing_details(fact.value, policy, words)
    return words.say(f"standing.is_{fact.value.kind}", details=details, as_of=fact.as_of)


def standing_details(standing: Standing, policy: Policy, words: Words) -> str:
    """Why, since when and until when, in brackets; "" where none of it is known."""
    check = "ban" if standing.kind is StandingKind.BANNED else "restriction"
    reason = standing.reason and violation(standing.reason, check, policy)
    told: dict[str, str | date | None] = {"reason": reason, "since": standing.since, "until": standing.until}
    parts = [words.say(f"standing.detail_{name}", **{name: value}) for name, value in told.items() if value]
    return f" ({', '.join(parts)})" if parts else ""


def imported(archive: Archive, sharing: str, words: Words) -> Reply:
    """What came in, what was left out and why, the day it speaks for, and who may use it."""
    done = "import.done_of" if archive.owner.name else "import.done"
    taken = [words.count(kind.value, archive.taken[kind]) for kind in Kind if archive.taken.get(kind)]
    lines = [
        words.say(done, name=archive.owner.name, as_of=archive.as_of),
        words.say("import.taken", taken=", ".join(taken)) if taken else words.say("import.taken_nothing"),
    ]
    left_out = _left_out(archive.skipped, words)
    if left_out:
        lines.append(words.say("import.skipped", skipped=", ".join(left_out)))
    if archive.missing:
        missing = ", ".join(_kind(kind, words) for kind in archive.missing)
        lines.append(words.say("import.missing", missing=missing))
    if archive.ignored_files:
        lines.append(words.count("ignored_files", archive.ignored_files))
    if archive.messages is not None and archive.messages.sent is None:
        lines.append(words.say("import.owner_unknown"))
    lines.append(words.say(f"import.sharing_{sharing}"))
    return Reply(tuple(Line(Part.NOTE, line) for line in lines))


def _left_out(skipped: Skipped, words: Words) -> list[str]:
    counts = {
        "nameless": skipped.nameless,
        "drafts": skipped.drafts,
        "sponsored": skipped.sponsored,
        "unreadable": skipped.unreadable,
    }
    return [words.count(why, number) for why, number in counts.items() if number]


def _kind(kind: Kind, words: Words) -> str:
    return words.say(f"import.kind_{kind}")
