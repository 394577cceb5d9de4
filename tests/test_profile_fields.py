"""The fields of a profile, as typed: every spelling of yes, no, none, numbers and lists, and what is refused."""

from __future__ import annotations

import pytest

from bot.errors import UserError
from bot.policy import Policy
from bot.profile_fields import FIELDS, MAX_CONNECTIONS, MAX_ITEMS, MAX_TEXT, count_of, parse_field, split_assignments

LINK = "https://www.linkedin.com/in/jane-doe"


def test_fields() -> None:
    """The fields are those of the specification, in its order of `profile show`."""
    assert FIELDS == (
        "name", "url", "account_type", "connections", "photo", "position", "skills", "education", "experience",
        "summary", "custom_url", "completeness", "messages", "share_network",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("name", "  Jane\u202e  Doe ", "Jane Doe"),
        ("url", "se.linkedin.com/in/Jane-Doe/?x=1", LINK),
        ("account_type", "Sales Nav", "sales_navigator"),
        ("account_type", "free", "basic"),
        ("account_type", "Premium", "premium"),
        ("connections", "212", 212),
        ("connections", "500+", 500),
        ("connections", "1,234", 1234),
        ("connections", "12 345", 12_345),
        ("connections", "1.234", 1234),
        ("connections", "none", 0),
        ("connections", "30000", MAX_CONNECTIONS),
        ("messages", "1000000", 1_000_000),
        ("completeness", "70%", 70),
        ("completeness", "100", 100),
        ("photo", "Yes", True),
        ("photo", "uploaded", True),
        ("photo", "NO", False),
        ("photo", "none", False),
        ("photo", "0", False),
        ("position", "Head of Buying", "Head of Buying"),
        ("position", "yes", True),
        ("position", "none", False),
        ("skills", "SQL, Python; Go,, sql", ["SQL", "Python", "Go"]),
        ("skills", "5", 5),
        ("skills", "5+", 5),
        ("skills", "none", []),
        ("skills", "0", 0),
        ("education", "yes", 1),
        ("education", "no", []),
        ("education", "Lund University", ["Lund University"]),
        ("experience", "Clerk at Globex", True),
        ("experience", "none", False),
        ("summary", "I buy steel.", True),
        ("custom_url", "no", False),
        ("share_network", "names", "names"),
        ("share_network", "yes", "names"),
        ("share_network", "no", "count"),
        ("share_network", "Count", "count"),
        ("share_network", "off", "off"),
    ],
)
def test_value(field: str, typed: str, value: object, policy: Policy) -> None:
    """A field takes what people type for it."""
    actual = parse_field(field, typed, policy)
    assert (actual, type(actual)) == (value, type(value))


@pytest.mark.parametrize("field", FIELDS)
def test_unknown_takes_back(field: str, policy: Policy) -> None:
    """Every field takes `unknown`, which takes a statement back."""
    assert parse_field(field, " Unknown ", policy) is None


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("foto", "yes", "unknown_field"),
        ("photo", "  ", "empty_field"),
        ("photo", "\u200b", "empty_field"),
        ("skills", " , ; ", "empty_field"),
        ("name", "x" * (MAX_TEXT + 1), "field_too_long"),
        ("position", "x" * (MAX_TEXT + 1), "field_too_long"),
        ("url", "linkedin.com/company/acme", "bad_url"),
        ("url", "none", "bad_url"),
        ("account_type", "gold", "unknown_account_type"),
        ("connections", "30001", "bad_number"),
        ("connections", "-1", "bad_number"),
        ("connections", "1.5", "bad_number"),
        ("connections", "1,23", "bad_number"),
        ("connections", "many", "bad_number"),
        ("connections", "1,234" * 2_000, "bad_number"),
        ("connections", "1" + ",000" * 2_000, "bad_number"),
        ("messages", "1000001", "bad_number"),
        ("completeness", "101", "bad_number"),
        ("skills", "101", "bad_number"),
        ("photo", "perhaps", "bad_yes_no"),
        ("skills", ",".join(map(str, range(MAX_ITEMS + 1))), "list_too_long"),
        ("skills", "x" * (MAX_TEXT + 1), "list_too_long"),
        ("share_network", "maybe", "bad_sharing"),
    ],
)
def test_refused(field: str, typed: str, code: str, policy: Policy) -> None:
    """What does not fit a field is refused in the words of its own error."""
    with pytest.raises(UserError) as caught:
        parse_field(field, typed, policy)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("typed", "known", "value"),
    [
        ("+Python", ["SQL", "Excel"], ["SQL", "Excel", "Python"]),
        ("+ python, Go", ["Python"], ["Python", "Go"]),
        ("+Python, Go", 2, 4),
        ("+3", ["SQL"], 4),
        ("+3", 98, MAX_ITEMS),
        ("+Python", None, ["Python"]),
        ("+2", None, 2),
        ("-excel", ["SQL", "Excel"], ["SQL"]),
        ("-Excel", ["Excel"], []),
        ("-Excel", ["SQL"], ["SQL"]),
        ("-Excel", 3, 2),
        ("-Excel", 0, 0),
        ("-Excel", None, None),
        ("Python", ["SQL"], ["Python"]),
        ("+", ["SQL"], ["+"]),
    ],
)
def test_a_list_is_changed(typed: str, known: list[str] | int | None, value: object, policy: Policy) -> None:
    """With a plus in front a list is added to what is known, with a minus it is taken off that."""
    assert parse_field("skills", typed, policy, known=known) == value


def test_a_sign_changes_only_lists(policy: Policy) -> None:
    """What is no list is never added to."""
    assert parse_field("position", "+1 Talent Lead", policy, known="Clerk") == "+1 Talent Lead"


def test_a_list_grows_no_longer_than_a_list_may_be(policy: Policy) -> None:
    """What is added counts toward the most items that are kept."""
    with pytest.raises(UserError, match="list_too_long"):
        parse_field("skills", "+Python", policy, known=[f"skill {n}" for n in range(MAX_ITEMS)])


def test_most_items(policy: Policy) -> None:
    """A list may hold exactly as many items as the limit, each exactly as long as the limit."""
    items = [f"{number:x>{MAX_TEXT}}" for number in range(MAX_ITEMS)]
    assert parse_field("skills", ", ".join(items), policy) == items


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("photo=yes", [("photo", "yes")]),
        ("photo = yes", [("photo", "yes")]),
        ("Share-Network=off", [("share_network", "off")]),
        ("skills=SQL, Go, photo=no; messages=2", [("skills", "SQL, Go"), ("photo", "no"), ("messages", "2")]),
        ("summary=a=b", [("summary", "a=b")]),
        ("photo=", [("photo", "")]),
        ("my photo=yes", None),
        ("hello", None),
        ("", None),
    ],
)  # fmt: skip
def test_assignments(line: str, pairs: list[tuple[str, str]] | None) -> None:
    """A line of assignments is taken apart in order; a line that does not start with one is none."""
    assert split_assignments(line) == pairs


@pytest.mark.parametrize(("value", "count"), [(["SQL", "Go"], 2), ([], 0), (5, 5)])
def test_count(value: list[str] | int, count: int) -> None:
    """A list counts its items, a number itself."""
    assert count_of(value) == count
