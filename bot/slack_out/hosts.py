"""Which places are Slack's, and how files go to and from them: over the shared TLS context, never sent on elsewhere."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler

from bot.slack_out.wire import Wire

# Where `url_private_download` and upload URLs point. Not slack-files.com: its links are public and need no token.
_SLACKS_HOSTS = re.compile(r"([a-z0-9-]+\.)*slack\.com", re.IGNORECASE)


def is_slacks(url: str, api_url: str) -> bool:
    """Whether Slack is behind a URL: one of its own hosts, or the very place that the API was redirected to."""
    try:
        there, api = urlsplit(url), urlsplit(api_url)
    except ValueError:  # no address at all
        return False
    # `netloc` whole: a port or a user in it is not Slack's, whatever host it seems to name.
    slacks = there.scheme == "https" and _SLACKS_HOSTS.fullmatch(there.netloc) is not None
    return slacks or (there.scheme, there.netloc) == (api.scheme, api.netloc)


def opener_of(wire: Wire) -> OpenerDirector:
    """What opens URLs of files. It follows no redirect, and raises for no status."""
    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(context=wire.tls)):
        opener.add_handler(handler)
    return opener
