"""Facts that members state in sentences: what is read of them, and that nothing is invented."""

from __future__ import annotations

import tomllib

import pytest
from invented import CASES, invented

from bot.policy import Policy
from bot.profile_fields import parse_field
from bot.understanding import Cues, Intent, Request, read_mind, understand
from bot.understanding.claims import claimed
from bot.words import BUILT_IN, load

TABLE = tomllib.loads((CASES / "claims.toml").read_text("utf-8"))
STATED = [(case["text"], tuple((field, value) for field, value in case["fields"])) for case in TABLE["case"]]
CUES = load(BUILT_IN, "understanding.toml", Cues)


@pytest.mark.parametrize(("text", "fields"), STATED, ids=[text for text, _ in STATED])
def test_stated(text: str, fields: tuple[tuple[str, str], ...], policy: Policy) -> None:
    """A sentence states just the fields in the table, and each value fits its field."""
    found = claimed(text, CUES)

    assert found == fields
    for field, value in found:
        parse_field(field, value, policy)


@pytest.mark.parametrize("text", TABLE["nothing"])
def test_nothing_is_invented(text: str) -> None:
    """What is wished, planned, doubted, asked, or said of somebody else states nothing."""
    assert claimed(text, CUES) == ()


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("<@U0BOT> uploaded a headshot yesterday", (("photo", "yes"),)),
        ("please put my picture down as uploaded", (("photo", "yes"),)),
        ("the About section is filled in now fyi", (("summary", "yes"),)),
        ("new job! Product Manager at Globex from 1st May", (("position", "Product Manager at Globex"),)),
        ("add Python to my skills", (("skills", "+Python"),)),
        ("I added 3 skills", (("skills", "+3"),)),
        ("I removed 2 skills", (("skills", "-2"),)),
        ("I added 3 skills: SQL, Python and Go", (("skills", "+SQL, Python, Go"),)),
        ("my page is <https://www.linkedin.com/in/x|here>", (("url", "https://www.linkedin.com/in/x"),)),
    ],
)
def test_a_message_that_updates_the_profile(text: str, fields: tuple[tuple[str, str], ...]) -> None:
    """A message learned to be an update comes with the facts that it states."""
    request = understand(text, invented(), bot_id="U0BOT", mind=read_mind(BUILT_IN))

    assert request == Request(Intent.UPDATE_PROFILE, fields=fields)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "please",
        "can you please",
        "\U0001f389",
        "I added a photo. " * 300,
        "I added a photo and " * 60,
        "," * 3_000,
        "1 " * 1_500,
        "my skills are " + "a, " * 900,
        "(" * 3_000,
    ],
)
def test_odd_and_long_messages_state_nothing(text: str) -> None:
    """What is empty or too long to be a statement states nothing, and is not searched for ever."""
    assert claimed(text, CUES) == ()
