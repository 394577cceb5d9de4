"""A browser at our pages, and an app that any workspace may install."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from fake_slack import CLIENT_ID, CLIENT_SECRET, FakeSlack
from signed import SECRET, Response, request

from bot.settings import Contact, Keeping, OAuth, Settings, SlackSettings
from bot.slack_app import SlackApp, build
from bot.store import Store
from bot.words import BUILT_IN

URL = "https://bot.example.com"
KEY, OTHER_KEY = "w6HbW0T2Lw6kXz5hN0GmB1cZyqgWnB9lO2v4mT8sQdE=", "Jk0yQ3l4b3h1bW9zdGx5aGFybWxlc3NrZXlvZnRlc3Q="


def installable(  # noqa: PLR0913 - the settings, by name
    slack: FakeSlack,
    store: Store,
    clock: Callable[[], datetime],
    *,
    ticks: Callable[[], datetime] | None = None,
    url: str = URL,
    keys: tuple[str, ...] = (KEY,),
    keeping: Keeping | None = None,
    contact: Contact | None = None,
) -> SlackApp:
    """The real app, which any workspace may install; its clerk is not at work."""
    settings = Settings(
        store.path,
        BUILT_IN,
        default_db=False,
        slack=SlackSettings(signing_secret=SECRET, api_url=slack.api_url),
        oauth=OAuth(CLIENT_ID, CLIENT_SECRET, url, keys),
        keeping=keeping or Keeping(),
        contact=contact or Contact(),
    )
    return build(settings, clock, ticks)


def real_time() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)  # noqa: TID251 - as the program's own


@dataclass
class Browser:
    """Somebody's browser. It keeps cookies, and follows no redirect by itself."""

    app: SlackApp
    slack: FakeSlack
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, method: str = "GET", **headers: str) -> Response:
        """Go to an address of ours, whole or from its path on."""
        there = urlsplit(address)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": there.path,
            "QUERY_STRING": there.query,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **headers,
        }
        response = request(self.app, environ)
        if "set-cookie" in response.headers:
            name, _, value = response.headers["set-cookie"].partition(";")[0].partition("=")
            self.cookies[name] = value
        return response

    def begins(self) -> str:
        """Press the button; gives the address at Slack."""
        response = self.get("/slack/install?go=1")
        assert response.status == 302, response
        return response.headers["location"]

    def installs(self) -> Response:
        """Press the button, and Allow."""
        return self.get(self.slack.allowed(self.begins()))
