"""Somebody's browser over the wire: it keeps cookies, follows redirects and links, and presses what a page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, build_opener

from served import PATIENCE


@dataclass
class Pressed:
    """What can be pressed on a page, a link or a form's button.

    Attributes:
        fields: what a form sends; None for a link.
    """

    to: str
    fields: dict[str, str] | None
    says: str = ""


@dataclass
class Page:
    """A page that is open.

    Attributes:
        says: its text, on one line.
    """

    url: str
    status: int
    says: str
    pressed: list[Pressed]


@dataclass
class Visitor:
    """A browser of its own."""

    _opener: OpenerDirector = field(
        default_factory=lambda: build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))
    )

    def opens(self, url: str, data: bytes | None = None) -> Page:
        """Go to an address, and on to where it leads."""
        try:
            answer = self._opener.open(url, data, timeout=PATIENCE)
        except HTTPError as error:  # its page is shown, too
            answer = error
        with answer:
            reader = _Reader(answer.url)
            reader.feed(answer.read().decode())
        return Page(answer.url, answer.status, " ".join("".join(reader.said).split()), reader.found)

    def presses(self, page: Page, label: str, **fields: str) -> Page:
        """Press what bears a label, with some fields of its form changed."""
        (found,) = [each for each in page.pressed if re.search(rf"\b{re.escape(label)}\b", each.says)]
        return self.opens(found.to, None if found.fields is None else urlencode(found.fields | fields).encode())


class _Reader(HTMLParser):
    """Collects what a page says and what can be pressed on it."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._silent = False
        self._open: Pressed | None = None
        self.said: list[str] = []
        self.found: list[Pressed] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._silent = self._silent or tag in {"style", "title"}
        if tag == "form" or (tag == "a" and "href" in given):
            to = urljoin(self._url, given.get("action" if tag == "form" else "href", ""))
            self._open = Pressed(to, {} if tag == "form" else None)
            self.found.append(self._open)
        if tag == "input" and self._open is not None and self._open.fields is not None:
            self._open.fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._silent = self._silent and tag not in {"style", "title"}
        if tag in {"form", "a"}:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.said.append(f"{data} ")
        if self._open is not None:
            self._open.says += data
