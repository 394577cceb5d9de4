"""A workspace's own numbers: which there are, what fits, versions and the audit; and no other workspace has them."""

from __future__ import annotations

import shutil
import threading
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import ME, NOBODY, NOW, found, keep, state, ties, whole_archive

from bot.app import App, compose
from bot.appeals import COMMAND_LINE
from bot.checks import diagnose
from bot.errors import BadKnowledge, UserError
from bot.own_numbers import in_force, misfits, numbers_of
from bot.policy import Policy, RuleBasis
from bot.replies.number_names import NumberNames
from bot.rule import rules_of
from bot.settings import Settings
from bot.store import Store, Who
from bot.store.own_numbers import Version
from bot.usecases.numbers import Changed, Made, Numbers
from bot.verdict import State
from bot.words import BUILT_IN, Words, load

LIMIT = "message_volume.limit"
SKILLS = "profile.requirements.skills.minimum"
BASIC = "account_types.basic.connections_needed"
SHORTEST, LONGEST = "appeals.statement_minimum", "appeals.statement_maximum"
OTHERS = Who("T2", "U1")


@pytest.fixture
def numbers(store: Store, policy: Policy) -> Numbers:
    return Numbers(store, policy)


@pytest.fixture
def app(store: Store) -> App:
    return compose(Settings(store.path, BUILT_IN, default_db=False))


def told(error: UserError) -> tuple[str, dict[str, object]]:
    return error.code, error.fields


def problems(policy: Policy, numbers: Mapping[str, int]) -> dict[str, tuple[str, dict[str, object]]]:
    return {path: told(error) for path, error in misfits(policy, numbers).items()}


# Which there are, and what fits


def test_every_number_that_decides_can_be_changed(policy: Policy):
    """Every whole number of policy.toml is there, but those of what LinkedIn's help documents."""
    data = tomllib.loads((BUILT_IN / "policy.toml").read_text(encoding="utf-8"))

    def leaves(table: Any, path: str = "") -> dict[str, int]:  # noqa: ANN401 - any part of a TOML document
        items = table.items() if isinstance(table, dict) else enumerate(table)
        found: dict[str, int] = {}
        for key, value in items:
            here = f"{path}.{key}".removeprefix(".")
            if isinstance(value, dict | list):
                found |= leaves(value, here)
            elif isinstance(value, int):
                found[here] = value
        return found

    documented = {path: value for path, value in leaves(data).items() if path.startswith("inmail.")}
    assert documented
    assert {path: number.value for path, number in numbers_of(policy).items()} | documented == leaves(data)


def test_every_number_has_a_name_of_its_own(policy: Policy, words: Words):
    """Each number has an entry in numbers.toml and no entry is left over; what can be typed means one number alone."""
    names = NumberNames(words, policy)
    named = {path: names.entry(path) for path in numbers_of(policy)}
    assert [path for path, entry in named.items() if entry is None] == []
    assert [entry for entry in words.numbers.values() if entry not in named.values()] == []
    for path, entry in named.items():
        assert entry is not None
        typed = [names.called(path), path, path.replace("_", " "), *entry.typed]
        plans = [
            name
            for key, account in policy.account_types.items()
            if key in path.split(".")
            for name in (account.name, *account.aliases)
        ] or [""]
        for text in [each.replace("{plan}", plan) for each in typed for plan in plans]:
            assert (text, names.meant(text)) == (text, path)


def test_a_number_without_an_entry_is_called_by_its_place(policy: Policy):
    """A policy may hold a number that nobody named: it can be changed all the same."""
    bare = Words(BUILT_IN)
    bare.numbers = {}
    names = NumberNames(bare, policy)
    assert (names.meant(LIMIT), names.called(LIMIT), names.in_full(LIMIT)) == (LIMIT, LIMIT, LIMIT)
    assert (names.group(LIMIT), names.standing([LIMIT], 300)) == ("Others", f"{LIMIT} 300")


@pytest.mark.parametrize(
    ("path", "least", "most"),
    [
        (LIMIT, 1, 1_000_000),
        ("message_volume.window_days", 1, 366),
        ("message_volume.warn_percent", 0, 100),
        (BASIC, 0, 30_000),
        ("profile.requirements.photo.minimum", 0, 1),
        (SKILLS, 0, 100),
        ("profile.requirements.completeness.minimum", 0, 100),
        ("shared_connections.minimum", 0, 30_000),
        ("asking.confirm_again_after_days", 1, 3660),
        ("archive.stale_after_days", 0, 3660),
        ("appeals.remind_after_days.0", 1, 3660),
    ],
)
def test_what_fits_is_what_the_file_takes(path: str, least: int, most: int, policy: Policy):
    """The lowest and the highest number fit, one less and one more does not, exactly as in the file."""
    others = {SHORTEST: 1} if path == LONGEST else {}
    assert problems(policy, {**others, path: least}) == problems(policy, {**others, path: most}) == {}
    for number in (least - 1, most + 1):
        fields = {"name": path, "least": least, "most": most, "number": number}
        assert problems(policy, {path: number}) == {path: ("number_range", fields)}


def test_numbers_must_fit_together(policy: Policy):
    """What the file would refuse of two numbers together is refused, and told of the one that is new."""
    problem = "statement_minimum: it is more than statement_maximum"
    refused = {LONGEST: ("number_refused", {"name": LONGEST, "problem": problem})}
    assert problems(policy, {SHORTEST: 200, LONGEST: 100}) == refused
    assert problems(policy, {LIMIT: 5, "message_volume.limits": 5}) == {
        "message_volume.limits": ("number_unknown", {"name": "message_volume.limits"})
    }


def test_a_requirement_that_nobody_can_meet_stops_the_start(tmp_path: Path):
    """A photo is there or not, and nothing is more complete than whole: the file says so, too."""
    folder = _copied(tmp_path, "[profile.requirements.photo]\nminimum = 1", "[profile.requirements.photo]\nminimum = 2")
    with pytest.raises(BadKnowledge, match=r"policy\.toml, profile: requirements\.photo\.minimum: at most 1"):
        load(folder, "policy.toml", Policy)


def test_the_source_of_own_numbers_has_to_be_there(tmp_path: Path):
    """A folder without [sources.workspace] stops the start, and not the first change."""
    folder = _copied(tmp_path, "[sources.workspace]", "[sources.others]")
    with pytest.raises(BadKnowledge, match=r"sources\.workspace: it is missing"):
        load(folder, "policy.toml", Policy)


def test_a_changed_rule_is_the_workspaces_own_and_no_other(policy: Policy):
    """Whose rule it is changes for the rules of changed numbers alone; everything else stays as it was."""
    changed = in_force(policy, {LIMIT: 300, BASIC: 20, "appeals.remind_after_days.1": 9}, 3).policy
    own = [path for path, rule in rules_of(changed) if rule.basis is RuleBasis.WORKSPACE]
    assert own == [("account_types", "basic"), ("message_volume",), ("appeals",)]
    assert (changed.version, changed.appeals.remind_after_days) == ("2026.1+T3", (3, 9))
    data = changed.model_dump()
    for path, rule in rules_of(policy):
        if path in own:
            place = data
            for key in path:
                place = place[key]
            place |= {"source": rule.source, "basis": rule.basis}
    data["message_volume"]["limit"] = 500
    data["account_types"]["basic"]["connections_needed"] = 15
    data["appeals"]["remind_after_days"] = (3, 7)
    assert Policy.model_validate(data | {"version": "2026.1"}) == policy


# Thresholds

WHOLE = {"photo": "yes", "position": "yes", "skills": 5, "education": 1, "completeness": 90}
THRESHOLDS = [
    (BASIC, 20, "connection_count", "connections"),
    (SKILLS, 6, "profile", "skills"),
    ("profile.requirements.education.minimum", 2, "profile", "education"),
    ("profile.requirements.completeness.minimum", 70, "profile", "completeness"),
    (LIMIT, 40, "message_volume", "messages"),
]


@pytest.mark.parametrize(("path", "own", "check", "field"), THRESHOLDS)
def test_every_threshold_by_own_numbers(path: str, own: int, check: str, field: str, app: App):
    """Below, at and above a workspace's own number, and not known."""
    app.whylocked.numbers.set(ME.team, {path: own}, "UADMIN", NOW)
    here = app.of(ME.team)
    given = {"account_type": "basic", **WHOLE}
    given.pop(field, None)
    state(here.whylocked, ME, **given)
    states = {"unknown": _state(here, check)}
    for name, value in (("below", own - 1), ("at", own), ("above", own + 1)):
        state(here.whylocked, ME, **{field: value})
        states[name] = _state(here, check)
    below, at = (State.CLEAR, State.LOCKED) if check == "message_volume" else (State.LOCKED, State.CLEAR)
    assert states == {"unknown": State.UNKNOWN, "below": below, "at": at, "above": at}


def _state(app: App, check: str) -> State:
    answer = app.whylocked.ask(ME, NOBODY, NOW)
    return next(finding.state for finding in answer.findings if finding.check == check)


def test_own_window_and_warning(app: App):
    """A shorter window counts fewer messages; what is stated counts for as many days as the window has."""
    app.whylocked.numbers.set(ME.team, {"message_volume.window_days": 2, "message_volume.warn_percent": 50, LIMIT: 10},
                              "UADMIN", NOW)  # fmt: skip
    here = app.of(ME.team).whylocked
    state(here, ME, at=NOW - timedelta(days=1), messages=5)
    assert _reason(here.ask(ME, NOBODY, NOW), "message_volume") == "message_volume.near"
    assert _reason(here.ask(ME, NOBODY, NOW + timedelta(days=2)), "message_volume") == "message_volume.not_known"


def test_own_number_of_shared_connections(app: App):
    """Where a workspace asks for more, fewer lock, the answer says how many there are, and how many more it takes."""
    app.whylocked.numbers.set(ME.team, {"shared_connections.minimum": 3}, "UADMIN", NOW)
    here = app.of(ME.team)
    jane = found("Jane Doe")
    state(here.whylocked, ME, connections=100)
    here.whylocked.state_shared(ME, jane, "1", NOW)
    heard = here.conversation.hear(ME, "why can't I message linkedin.com/in/jane-doe?", NOW, thread="t")
    said = heard.reply.text
    assert "You share 1 connection with Jane Doe; the policy asks for 3." in said
    assert "it takes 2 of them" in said
    here.whylocked.state_shared(ME, jane, "3", NOW)
    assert _reason(here.whylocked.ask(ME, jane, NOW), "shared_connections") == "shared_connections.some"


def test_a_requirement_of_0_asks_for_nothing(app: App):
    """What a workspace does not ask for is neither missing nor asked for; the rules say so."""
    off = {path: 0 for path in numbers_of(app.policy) if path.startswith("profile.requirements.")}
    app.whylocked.numbers.set(ME.team, off, "UADMIN", NOW)
    here = app.of(ME.team)
    assert _reason(here.whylocked.ask(ME, NOBODY, NOW), "profile") == "profile.complete"
    rules = here.conversation.hear(ME, "rules on the profile", NOW, thread="t").reply.text
    assert rules.startswith("Messages go out once your profile has nothing in particular.\n")


# Versions


def test_versions_count_on(numbers: Numbers):
    """Each change is the next version; back to all defaults is the plain policy, and the next change counts on."""
    seen = [
        numbers.set("T1", {LIMIT: 300}, "U1", NOW),
        numbers.set("T1", {LIMIT: 300}, "U1", NOW),
        numbers.set("T1", {SKILLS: 5, LIMIT: 400}, "U2", NOW),
        numbers.set("T1", {SKILLS: 3}, "U2", NOW),
        numbers.reset("T1", None, "U1", NOW),
        numbers.reset("T1", None, "U1", NOW),
        numbers.set("T1", {LIMIT: None}, "U1", NOW),
        numbers.set("T1", {LIMIT: 300}, "U1", NOW),
    ]
    assert seen == [
        Changed("2026.1+T1", 1, {LIMIT: (500, 300)}),
        Changed("2026.1+T1", 1, {}),
        Changed("2026.1+T2", 2, {SKILLS: (3, 5), LIMIT: (300, 400)}),
        Changed("2026.1+T3", 3, {SKILLS: (5, 3)}),
        Changed("2026.1", 4, {LIMIT: (400, 500)}),
        Changed("2026.1", 4, {}),
        Changed("2026.1", 4, {}),
        Changed("2026.1+T5", 5, {LIMIT: (500, 300)}),
    ]
    assert numbers.set("T2", {LIMIT: 300}, "U1", NOW) == Changed("2026.1+T1", 1, {LIMIT: (500, 300)})
    assert numbers.teams() == ["T1", "T2"]
    numbers.reset("T2", [LIMIT], "U1", NOW)
    assert numbers.teams() == ["T1"]


def test_nothing_changed_where_nothing_ever_was(numbers: Numbers):
    """Resetting, going back and setting the default before any change leave no version."""
    nothing = Changed("2026.1", 0, {})
    assert numbers.reset("T1", None, "U1", NOW) == nothing
    assert numbers.back_to("T1", 0, "U1", NOW) == nothing
    assert numbers.set("T1", {LIMIT: 500}, "U1", NOW) == nothing
    assert (numbers.kept("T1"), numbers.history("T1"), numbers.shown("T1").version) == (None, [], None)


def test_back_to_a_version(numbers: Numbers):
    """An earlier version's numbers are had again as a new version, whole; there is none that was not made."""
    numbers.set("T1", {LIMIT: 300, SKILLS: 5}, "U1", NOW)
    numbers.set("T1", {LIMIT: 200, BASIC: 20}, "U1", NOW)
    back = numbers.back_to("T1", 1, "U2", NOW)
    assert back == Changed("2026.1+T3", 3, {BASIC: (20, 15), LIMIT: (200, 300)})
    assert dict(numbers.shown("T1").now.numbers) == {LIMIT: 300, SKILLS: 5}
    with pytest.raises(UserError) as caught:
        numbers.back_to("T1", 9, "U2", NOW)
    assert told(caught.value) == ("no_such_version", {"number": 9, "newest": 3})
    with pytest.raises(UserError) as caught:
        numbers.back_to("T2", 1, "U2", NOW)
    assert told(caught.value) == ("no_such_version", {"number": 1, "newest": 0})
    assert numbers.back_to("T1", 0, "U2", NOW) == Changed("2026.1", 4, {SKILLS: (5, 3), LIMIT: (300, 500)})


def test_all_or_nothing(numbers: Numbers, store: Store):
    """One number that does not fit, and none of those beside it is changed, counted or audited."""
    numbers.set("T1", {SHORTEST: 100}, "U1", NOW)
    with pytest.raises(UserError) as caught:
        numbers.set("T1", {SKILLS: 5, LIMIT: 0}, "U1", NOW)
    assert told(caught.value) == ("number_range", {"name": LIMIT, "least": 1, "most": 1_000_000, "number": 0})
    with pytest.raises(UserError) as caught:
        numbers.set("T1", {LONGEST: 90}, "U1", NOW)
    assert (caught.value.code, caught.value.fields["name"]) == ("number_refused", LONGEST)
    with store.reading() as session:
        assert len(session.audit.entries("T1")) == 1
    assert (numbers.kept("T1"), numbers.shown("T1").value(SKILLS)) == ((1, f'{{"{SHORTEST}": 100}}'), 3)


def test_every_change_is_audited(numbers: Numbers, store: Store):
    """Who, which number, before and after, under which version."""
    numbers.set("T1", {SKILLS: 5, LIMIT: 300}, "UADMIN", NOW)
    later = NOW + timedelta(days=1)
    numbers.reset("T1", [SKILLS], COMMAND_LINE, later)
    with store.reading() as session:
        entries = [(each.at, each.actor, each.action, each.about, each.detail) for each in session.audit.entries("T1")]
        others = session.audit.entries("T2")

    first, second = ({"number": number, "policy": f"2026.1+T{number}"} for number in (1, 2))
    assert others == []
    assert entries == [
        (NOW, "UADMIN", "numbers_changed", None, {"path": LIMIT, "before": 500, "after": 300, **first}),
        (NOW, "UADMIN", "numbers_changed", None, {"path": SKILLS, "before": 3, "after": 5, **first}),
        (later, COMMAND_LINE, "numbers_changed", None, {"path": SKILLS, "before": 5, "after": 3, **second}),
    ]


def test_the_history_says_who_changed_what(numbers: Numbers):
    """The newest first, each with what it changed beside the one before, also where only some are asked for."""
    numbers.set("T1", {LIMIT: 300}, "U1", NOW)
    numbers.set("T1", {LIMIT: 200, SKILLS: 5}, "U2", NOW)
    numbers.reset("T1", None, COMMAND_LINE, NOW)
    made = [
        Made(Version(3, {}, NOW, COMMAND_LINE), {LIMIT: (200, None), SKILLS: (5, None)}),
        Made(Version(2, {LIMIT: 200, SKILLS: 5}, NOW, "U2"), {LIMIT: (300, 200), SKILLS: (None, 5)}),
        Made(Version(1, {LIMIT: 300}, NOW, "U1"), {LIMIT: (None, 300)}),
    ]
    assert numbers.history("T1") == made
    assert numbers.history("T1", 2) == made[:2]
    assert numbers.history("T2") == []


def test_who_has_gone_is_not_named(numbers: Numbers, store: Store):
    """Forgetting an administrator leaves the version and takes the name, as in the audit."""
    numbers.set("T1", {LIMIT: 300}, "U1", NOW)
    with store.writing() as session:
        session.audit.rename(ME, "gone-1")
    assert numbers.history("T1")[0].version.by == "gone-1"


def test_administrators_at_once(numbers: Numbers):
    """Many change numbers at the same time: none is lost, and every change is a version of its own."""
    paths = [path for path in numbers_of(numbers.defaults) if path.startswith("account_types.")]

    def change(path: str) -> None:
        numbers.set("T1", {path: 7}, "U1", NOW)

    threads = [threading.Thread(target=change, args=[path]) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert dict(numbers.shown("T1").now.numbers) == dict.fromkeys(paths, 7)
    assert [made.version.number for made in numbers.history("T1")] == list(range(len(paths), 0, -1))
    assert all(len(made.changes) == 1 for made in numbers.history("T1"))


# What a form shows


def test_a_form_changes_what_differs_from_what_it_showed(numbers: Numbers):
    """Of a form that shows all numbers, only what was changed in it is; what others changed since stays."""
    numbers.set("T1", {LIMIT: 300}, "U1", NOW)
    showed = {path: numbers.shown("T1").value(path) for path in numbers_of(numbers.defaults)}
    numbers.set("T1", {SKILLS: 5}, "U2", NOW)
    wanted = {**showed, LIMIT: None, BASIC: 20}
    assert numbers.wrong_seen("T1", 1, wanted) == {}
    changed = numbers.set_seen("T1", 1, wanted, "U1", NOW)
    assert changed == Changed("2026.1+T3", 3, {BASIC: (15, 20), LIMIT: (300, 500)})
    assert dict(numbers.shown("T1").now.numbers) == {SKILLS: 5, BASIC: 20}
    again = numbers.set_seen("T1", 1, wanted, "U1", NOW)
    assert again == Changed("2026.1+T3", 3, {})


def test_a_form_does_not_undo_what_somebody_else_changed(numbers: Numbers):
    """The same number changed since the form was opened is refused, and told as it is now."""
    showed = {path: number.value for path, number in numbers_of(numbers.defaults).items()}
    numbers.set("T1", {LIMIT: 300, SKILLS: 5}, "U2", NOW)
    wanted = {**showed, LIMIT: 400, SKILLS: 5, "gone.from.the.policy": 3}
    wrong = numbers.wrong_seen("T1", 0, wanted)
    assert {path: told(error) for path, error in wrong.items()} == {
        LIMIT: ("number_changed_since", {"name": LIMIT, "number": 300})
    }
    with pytest.raises(UserError, match="number_changed_since"):
        numbers.set_seen("T1", 0, wanted, "U1", NOW)
    numbers.set("T1", {LIMIT: None}, "U2", NOW)
    wrong = numbers.wrong_seen("T1", 1, {LIMIT: 400})
    assert {path: told(error) for path, error in wrong.items()} == {
        LIMIT: ("number_changed_since", {"name": LIMIT, "number": 500})
    }


# A newer policy


def _copied(folder: Path, *changes: str) -> Path:
    copy = folder / "knowledge"
    shutil.copytree(BUILT_IN, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__", "examples"))
    text = (copy / "policy.toml").read_text(encoding="utf-8")
    for before, after in zip(changes[::2], changes[1::2], strict=True):
        assert before in text
        text = text.replace(before, after, 1)
    (copy / "policy.toml").write_text(text, encoding="utf-8")
    return copy


def test_a_newer_policy_under_own_numbers(tmp_path: Path, numbers: Numbers, store: Store):
    """Own numbers hold over a newer file; what it does not know or take is left out, and comes back with it."""
    numbers.set("T1", {LIMIT: 300, SHORTEST: 2000, "appeals.remind_after_days.1": 9}, "U1", NOW)
    folder = _copied(
        tmp_path,
        'version = "2026.1"', 'version = "2027.1"',
        "limit = 500", "limit = 600",
        "statement_maximum = 3000", "statement_maximum = 1000",
        "remind_after_days = [3, 7]", "remind_after_days = [3]",
    )  # fmt: skip
    newer = Numbers(store, load(folder, "policy.toml", Policy))
    shown = newer.shown("T1")
    assert (shown.now.policy.version, dict(shown.now.numbers)) == ("2027.1+T1", {LIMIT: 300})
    assert (shown.value(LIMIT), shown.value(SHORTEST), shown.defaults[LIMIT].value) == (300, 50, 600)
    assert {path: (each.value, *told(each.problem)) for path, each in shown.now.left_out.items()} == {
        SHORTEST: (
            2000, "number_refused",
            {"name": SHORTEST, "problem": "statement_minimum: it is more than statement_maximum"},
        ),
        "appeals.remind_after_days.1": (9, "number_unknown", {"name": "appeals.remind_after_days.1"}),
    }  # fmt: skip
    # What is changed beside them leaves them kept; the older file takes them again.
    assert newer.set("T1", {SKILLS: 5}, "U1", NOW) == Changed("2027.1+T2", 2, {SKILLS: (3, 5)})
    assert dict(numbers.shown("T1").now.numbers)[SHORTEST] == 2000
    assert newer.set("T1", {SHORTEST: 100}, "U1", NOW) == Changed("2027.1+T3", 3, {SHORTEST: (50, 100)})
    gone = newer.reset("T1", None, "U1", NOW)
    assert gone == Changed(
        "2027.1", 4, {SKILLS: (5, 3), LIMIT: (300, 600), SHORTEST: (100, 50)}, ("appeals.remind_after_days.1",)
    )


def test_nothing_in_force_is_the_plain_policy(policy: Policy):
    """Where the file takes none of a workspace's numbers, no answer claims a version of the workspace's own."""
    now = in_force(policy, {"gone": 1}, 4)
    assert (now.policy, dict(now.numbers), list(now.left_out)) == (policy, {}, ["gone"])


# No workspace has another's


def test_workspaces_never_mix(app: App, store: Store):
    """Answers, lists, plans, what-ifs, tips and rules of each workspace go by its own numbers, whoever asks first."""
    app.whylocked.numbers.set("T2", {BASIC: 50, SKILLS: 6, LIMIT: 10}, "UADMIN", NOW)
    for who in (ME, OTHERS):
        keep(store, who, whole_archive(connections=ties("Bob Stone"), name="Mara Quillan"))
        state(app.of(who.team).whylocked, who, account_type="basic", photo="yes", skills=4, messages=9)

    def said(who: Who, text: str) -> str:
        return app.of(who.team).conversation.hear(who, text, NOW, thread="t").reply.text

    for text, ours, theirs in (
        ("why are my messages locked?", "1 of the 15 connections", "1 of the 50 connections"),
        ("how do I fix it?", "14 more people", "49 more people"),
        ("what if connections=20", "(15 needed)", "20 of the 50"),
        ("Jane Doe\nBob Stone\nZora Quist\nUdo Nil", "1 of the 15 connections", "1 of the 50 connections"),
        ("how many connections for Basic?", "Basic needs 15", "Basic needs 50"),
        ("how do locks work?", "500 within 7 days (an assumption", "10 within 7 days (your workspace's own"),
        ("tips for my profile", "Nothing to fix there", "skills (4 of 6)"),
        ("show my profile", "15 connections", "50 connections"),
        ("rules on message volume", "500 messages within", "10 messages within"),
    ):
        here, there = said(ME, text), said(OTHERS, text)
        assert (text, ours in here, theirs in here) == (text, True, False)
        assert (text, ours in there, theirs in there) == (text, False, True)
        assert "+T" not in here
    assert "policy 2026.1+T1" in said(OTHERS, "why are my messages locked?")


def test_no_reply_calls_a_changed_rule_the_articles(app: App):
    """Beside its own number a workspace is named, and the article only for the rest."""
    app.whylocked.numbers.set("T1", {BASIC: 20, LIMIT: 300, "message_volume.repeats.minimum_characters": 30}, "U1", NOW)

    def last(text: str, lines: int) -> list[str]:
        return app.of("T1").conversation.hear(ME, text, NOW, thread="t").reply.text.splitlines()[-lines:]

    own = "Set by your workspace's administrators (policy 2026.1+T1), not by LinkedIn."
    article = "Source: An article on locked LinkedIn messages (policy 2026.1+T1). No text of LinkedIn confirms it."
    assert last("how many connections for Basic?", 1) == [own]
    assert last("how many connections for Sales Navigator?", 1) == [article]
    assert last("rules on connections", 2) == [own, f"The rest: {article}"]
    volume = app.of("T1").conversation.hear(ME, "rules on message volume", NOW, thread="t").reply.text
    assert volume.count("(your workspace's own rule, not LinkedIn's)") == 2
    assert "assumption" not in volume
    assert volume.endswith(own)


def test_only_one_of_two_assumptions_is_the_workspaces(app: App):
    """With an own limit the length of copies is an assumption still; with an own length the limit is."""
    numbers = app.whylocked.numbers
    numbers.set("T1", {LIMIT: 300}, "U1", NOW)
    numbers.set("T2", {"message_volume.repeats.minimum_characters": 30}, "U1", NOW)

    def said(who: Who) -> str:
        return app.of(who.team).conversation.hear(who, "rules on message volume", NOW, thread="t").reply.text

    assert "20 characters on (an assumption). Copies" in said(ME)
    assert "for a while (an assumption: LinkedIn publishes no number)" in said(OTHERS)
    assert "30 characters on (your workspace's own rule, not LinkedIn's). Copies" in said(OTHERS)


def test_a_diagnosis_keeps_its_version(app: App, store: Store):
    """What was answered before a change stays as it was given; the next answer has the new version."""
    first = app.of("T1").whylocked.ask(ME, NOBODY, NOW)
    app.whylocked.numbers.set("T1", {LIMIT: 300}, "U1", NOW)
    second = app.of("T1").whylocked.ask(ME, NOBODY, NOW)
    app.whylocked.numbers.reset("T1", None, "U1", NOW)
    third = app.of("T1").whylocked.ask(ME, NOBODY, NOW)
    with store.reading() as session:
        rows = session.leaving.everything(ME)["diagnoses"]
    assert {row["id"]: row["policy"] for row in rows} == {
        first.diagnosis: "2026.1",
        second.diagnosis: "2026.1+T1",
        third.diagnosis: "2026.1",
    }


def test_the_program_of_a_workspace_is_kept_at_hand(app: App, store: Store):
    """The same numbers are the same program; a change, also by another process, is another one at once."""
    assert app.of("T1") is app.of("T2") is app
    app.whylocked.numbers.set("T1", {LIMIT: 300}, "U1", NOW)
    own = app.of("T1")
    assert (app.of("T1") is own, own.of("T1") is own, own.of("T2") is app) == (True, True, True)
    Numbers(store, app.policy).set("T1", {LIMIT: 200}, COMMAND_LINE, NOW)
    assert (own.of("T1").policy.message_volume.limit, own.policy.message_volume.limit) == (200, 300)


def test_copies_are_told_by_the_own_length(app: App, tmp_path: Path):
    """An archive is read by the number of the workspace that it is imported in."""
    from bot.demo import archives

    someone = archives.Someone("Mara", "Quillan", "https://www.linkedin.com/in/mara-quillan")
    to = [archives.Someone("Bob", "Stone", "https://www.linkedin.com/in/bob-stone"),
          archives.Someone("Jane", "Doe", "https://www.linkedin.com/in/jane-doe")]  # fmt: skip
    sent = [archives.message(someone, [each], NOW - timedelta(hours=1), "a text of 21 letters!") for each in to]
    files = archives.files_of_2026(messages=sent, profile=archives.profile(someone))
    path = archives.write_zip(tmp_path / "Basic_LinkedInDataExport_11-20-2026.zip", files)
    app.whylocked.numbers.set("T2", {"message_volume.repeats.minimum_characters": 22}, "U1", NOW)
    repeats = {}
    for who in (ME, OTHERS):
        here = app.of(who.team).whylocked
        state(here, who, url=someone.url)
        here.import_archive(who, path)
        (volume,) = [each for each in here.ask(who, NOBODY, NOW).findings if each.check == "message_volume"]
        repeats[who] = volume.evidence["repeats"]
    assert repeats == {ME: 2, OTHERS: 0}


def test_the_checks_know_nothing_of_workspaces(policy: Policy, app: App):
    """The policy with own numbers is a policy like any other: the same facts, another verdict."""
    facts = app.whylocked.ask(ME, NOBODY, NOW).facts
    own = in_force(policy, {BASIC: 0}, 1).policy
    assert [each.check for each in diagnose(facts, own)] == [each.check for each in diagnose(facts, policy)]


def _reason(answer: Any, check: str) -> str:  # noqa: ANN401 - of this file alone
    return str(next(finding.reason for finding in answer.findings if finding.check == check))


def test_what_members_wait_for_is_looked_at_again(app: App, store: Store):
    """A change of a workspace's numbers has its watches looked at at once, and no other workspace's."""
    late = NOW + timedelta(minutes=1)
    for who in (ME, OTHERS):
        here = app.of(who.team).whylocked
        state(here, who, account_type="basic", connections=12, photo="yes")
        here.watching.begin(who, [NOBODY], NOW)
        here.watching.look(who.team, NOW, NOW)
    with store.reading() as session:
        assert session.watches.teams(late) == []
    app.whylocked.numbers.set("T2", {BASIC: 12}, "U1", NOW)
    with store.reading() as session:
        assert session.watches.teams(late) == ["T2"]
    app.of("T2").whylocked.watching.look("T2", late, late)
    with store.reading() as session:
        assert (len(session.watches.of(ME)), session.watches.of(OTHERS)) == (1, [])
