"""The pages around an installation, as HTML: words in, a page out. No scripts, and nothing from elsewhere."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import urlencode

from bot import manifest
from bot.replies.scopes import scope_use
from bot.settings import Keeping
from bot.settings.contact import PRIVACY
from bot.words import Words

_HERE = Path(__file__).resolve().parent
_STYLE: Final = (_HERE / "page.css").read_text(encoding="utf-8")
_FRAME: Final = Template((_HERE / "page.html").read_text(encoding="utf-8"))
# A padlock: without an icon of its own browsers ask for one that is not there.
_ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%231d3557' d='M4"
    " 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z'/%3E%3C/svg%3E"
)
_STYLE_HASH: Final = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS: Final = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
"""What goes with each page: a browser runs nothing in it, shows it in no frame, keeps nothing, and tells nobody."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are, and what they tell.

    Attributes:
        url: where browsers reach the pages, without a slash at the end.
        support: where people get help, "" where nothing is said.
        privacy: the page that says what becomes of data, "" for our own.
    """

    words: Words
    url: str
    keeping: Keeping
    support: str = ""
    privacy: str = ""

    def say(self, name: str, **fields: object) -> str:
        """A sentence of the pages, fit to stand in one."""
        return escape(self.words.say(f"pages.{name}", **fields))

    @property
    def install_url(self) -> str:
        """Where an installation begins."""
        return f"{self.url}{INSTALL}"


INSTALL: Final = "/slack/install"
REDIRECT: Final = manifest.REDIRECT


@dataclass(frozen=True, slots=True)
class Done:
    """Where the app was just installed.

    Attributes:
        team: the workspace, or the organisation where it is installed in a whole one.
    """

    team: str
    name: str
    app: str

    @property
    def in_organisation(self) -> bool:
        """Whether it is in a whole organisation, whose ids begin so."""
        return self.team.startswith("E")


def install(site: Site, begin: str) -> str:
    """Before the installation: what this is, what it may do and keeps, how it is removed; one button.

    Args:
        begin: where the button leads.
    """
    return _page(
        site,
        site.say("install_title"),
        _p(site.say("install_lead")),
        _p(site.say("install_more")),
        _button(begin, site.say("install_button")),
        _p(site.say("install_then"), soft=True),
        _h2(site.say("may_title")),
        _ul(_scopes(site)),
        _h2(site.say("keeps_title")),
        _ul(_keeps(site)),
        _h2(site.say("removed_title")),
        _p(site.say("removed_how")),
        _p(_removed(site)),
    )


def privacy(site: Site) -> str:
    """What is kept, for how long, and who sees it."""
    keeping, days = site.keeping, site.words.count
    kept_for = (
        site.say("kept_answers", days=days("days", keeping.diagnoses)),
        site.say("kept_threads", days=days("days", keeping.threads)),
        site.say("kept_watches", days=days("days", keeping.watches)),
        site.say("kept_audit", days=days("days", keeping.audit)),
        site.say("kept_deactivated", days=days("days", keeping.deactivated))
        if keeping.deactivated
        else site.say("kept_deactivated_not"),
        site.say("kept_rest"),
    )
    return _page(
        site,
        site.say("privacy_title"),
        _h2(site.say("keeps_title")),
        _ul(_keeps(site)),
        _h2(site.say("sees_title")),
        _ul(site.say(f"sees_{what}") for what in ("asker", "colleagues", "office", "operator", "nobody")),
        _h2(site.say("kept_title")),
        _ul(kept_for),
        _h2(site.say("removed_title")),
        _p(site.say("removed_how")),
        _p(_removed(site)),
        beneath=(site.install_url, site.say("install_link")),
    )


def done(site: Site, installed: Done) -> str:
    """After the installation: where it is, a link that opens it, and what to do first."""
    title = site.say("done_title", team=installed.name) if installed.name else site.say("done_title_nameless")
    steps = [site.say(f"done_{what}") for what in ("ask", "all", "office")]
    if installed.in_organisation:
        steps.insert(0, site.say("done_organisation"))
        return _page(site, title, _p(site.say("done_lead")), _ol(steps), _p(site.say("done_message"), soft=True))
    there = {"app": installed.app, "team": installed.team}
    desktop = {"team": installed.team, "id": installed.app, "tab": "messages"}
    return _page(
        site,
        title,
        _p(site.say("done_lead")),
        _button(f"https://slack.com/app_redirect?{urlencode(there)}", site.say("done_open")),
        _p(_link(f"slack://app?{urlencode(desktop)}", site.say("done_desktop"))),
        _h2(site.say("done_next")),
        _ol(steps),
        _p(site.say("done_message"), soft=True),
    )


def trouble(site: Site, what: str, **fields: object) -> str:
    """An installation that came to nothing: what happened, and a way to start again."""
    return _page(
        site,
        site.say(f"{what}_title"),
        _p(site.say(f"{what}_text", **fields)),
        _button(site.install_url, site.say("start_again")),
    )


def _scopes(site: Site) -> Iterable[str]:
    """Each permission with what it is for; those that can be left out last."""
    asked = manifest.read()
    for scope in manifest.needed_scopes(asked):
        yield _scope(site, scope)
    for scope in manifest.optional_scopes(asked):
        yield _scope(site, scope, f" {site.say('may_optional')}")


def _scope(site: Site, scope: str, more: str = "") -> str:
    use = scope_use(site.words, scope)
    return f"{escape(use[:1].upper() + use[1:])}<small><code>{escape(scope)}</code>{more}</small>"


def _keeps(site: Site) -> list[str]:
    return [site.say(f"keeps_{what}") for what in ("facts", "not", "apart", "forget")]


def _removed(site: Site) -> str:
    days = site.keeping.removed
    if days == 0:
        return site.say("removed_at_once")
    return site.say("removed_after", days=site.words.count("days", days))


def _page(site: Site, title: str, *content: str, beneath: tuple[str, str] | None = None) -> str:
    """A whole page; `beneath` is the link at its foot, in place of the one to what is kept."""
    links = [beneath or (site.privacy or f"{site.url}{PRIVACY}", site.say("privacy_link"))]
    if site.support:
        to = site.support if "://" in site.support else f"mailto:{site.support}"
        links.append((to, site.say("support_link")))
    return _FRAME.substitute(
        title=title,
        icon=_ICON,
        style=_STYLE,
        heading=title,
        content="\n".join(content),
        footer=f"<footer>{''.join(_link(to, text) for to, text in links)}</footer>",
    )


def _h2(text: str) -> str:
    return f"<h2>{text}</h2>"


def _p(text: str, *, soft: bool = False) -> str:
    return f'<p class="soft">{text}</p>' if soft else f"<p>{text}</p>"


def _ul(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _ol(items: Iterable[str]) -> str:
    return f"<ol>{''.join(f'<li>{item}</li>' for item in items)}</ol>"


def _button(to: str, text: str) -> str:
    return f'<p><a class="button" href="{escape(to)}">{text}</a></p>'


def _link(to: str, text: str) -> str:
    return f'<a href="{escape(to)}">{text}</a>'
