"""The pages as they are made: every sentence of theirs stands on one, and links lead where the settings say."""

from __future__ import annotations

import html
import re

import pytest

from bot.installation import pages
from bot.installation.pages import Done, Site
from bot.settings import Keeping
from bot.words import Words

URL = "https://bot.example.com"
TROUBLES: dict[str, dict[str, object]] = {
    "cancelled": {}, "ended": {}, "refused": {"error": "x"}, "missing": {"scopes": "y"}, "unreachable": {}, "busy": {},
}  # fmt: skip


def test_every_sentence_stands_on_a_page(words: Words):
    """None waits in the knowledge that no page says."""
    made = []
    for keeping in (Keeping(), Keeping(removed=3, deactivated=0)):
        site = Site(words, URL, keeping, support="help@example.com")
        made += [pages.install(site, f"{URL}/go"), pages.privacy(site)]
        made += [pages.done(site, Done(*each)) for each in (("T1", "Acme", "A1"), ("E1", "", "A1"))]
        made += [pages.trouble(site, what, **fields) for what, fields in TROUBLES.items()]
    said = html.unescape("\n".join(made))
    unsaid = [
        name for name, phrase in words.phrases["pages"].items()
        if any(part not in said for part in re.split(r"{[a-z]+}", phrase))
    ]  # fmt: skip
    assert unsaid == []


@pytest.mark.parametrize(
    ("support", "privacy", "links"),
    [
        ("", "", [f"{URL}/privacy"]),
        ("help@example.com", "", [f"{URL}/privacy", "mailto:help@example.com"]),
        ("https://a.example/?b&c", "https://a.example/p", ["https://a.example/p", "https://a.example/?b&c"]),
    ],
)
def test_the_foot_of_a_page_leads_to_help_and_to_what_is_kept(
    words: Words, support: str, privacy: str, links: list[str]
):
    """Where whoever runs it says so, and else to our own page."""
    foot = pages.install(Site(words, URL, Keeping(), support, privacy), URL).partition("<footer>")[2]
    assert [html.unescape(link) for link in re.findall('href="([^"]+)"', foot)] == links


def test_what_is_deactivated_goes_when_the_settings_say(words: Words):
    """At once, or after days."""
    for days, said in ((0, "goes at once."), (1, "goes after 1 day."), (30, "goes after 30 days.")):
        assert f"whom Slack calls deactivated {said}" in pages.privacy(Site(words, URL, Keeping(deactivated=days)))
