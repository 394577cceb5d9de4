"""The way to Slack, and from outside to the program: where it ends, in plain words."""

from __future__ import annotations

import socket
import ssl
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, getproxies, proxy_bypass

from bot.health.findings import Findings

SECONDS = 5
"""How long each step of a look may take."""
_OK = 200


def why_not(api_url: str, findings: Findings) -> None:
    """Tell why Slack is not reached: the name, the proxy, the certificate, or the way."""
    words = findings.words
    proxy = _proxy(api_url)
    if proxy is not None:
        findings.note(words.say("doctor.network_by_proxy", proxy=proxy))
    answered = asked(api_url)
    host = urlsplit(api_url).netloc.rpartition("@")[2]
    if isinstance(answered, int):
        findings.note(words.say("doctor.network_answers", host=host, status=answered))
    else:
        findings.note(words.say(f"doctor.network_{answered}", host=proxy if proxy and answered in _NEAR else host))


def look_from_here(url: str, findings: Findings) -> None:
    """Tell whether the program answers at its public address; from here that may be out of reach, and be well."""
    words, place = findings.words, f"{url}/healthz"
    answered = asked(place)
    if answered == _OK:
        findings.good(words.say("doctor.url_fine", url=place))
        return
    if isinstance(answered, int):
        findings.note(words.say("doctor.url_other_answer", url=place, status=answered))
    else:
        findings.note(words.say("doctor.url_not_from_here", url=place, why=words.say(f"doctor.url_{answered}")))


_NEAR = frozenset({"dns", "refused", "timeout"})
"""What goes wrong on the first step of the way, which leads to the proxy where there is one."""


def asked(url: str) -> int | str:
    """The status with which an address answers; or what is in the way: dns, refused, timeout, certificate, tls, other.

    It follows no redirect, and sends nothing that anybody could read.
    """
    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(context=ssl.create_default_context())):
        opener.add_handler(handler)
    try:
        with opener.open(url, timeout=SECONDS) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (OSError, HTTPException, ValueError) as error:
        return _named(error.reason if isinstance(error, URLError) else error)


def _named(reason: object) -> str:
    """What is in the way, by the exception that tells it."""
    kinds: tuple[tuple[type[BaseException], str], ...] = (
        (socket.gaierror, "dns"),
        (ssl.SSLCertVerificationError, "certificate"),
        (ssl.SSLError, "tls"),
        (ConnectionRefusedError, "refused"),
        (TimeoutError, "timeout"),
    )
    return next((name for kind, name in kinds if isinstance(reason, kind)), "other")


def _proxy(url: str) -> str | None:
    """The proxy on the way to an address, by host and port alone: before it may stand a password."""
    there = urlsplit(url)
    found = getproxies().get(there.scheme)
    if not found or proxy_bypass(there.netloc):
        return None
    return urlsplit(found if "://" in found else f"//{found}").netloc.rpartition("@")[2]
