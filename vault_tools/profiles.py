"""Addresses of people's pages on the networks that a note has a property for."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

NETWORKS = (
    *("linkedin", "xing", "github", "gitlab", "mastodon", "bluesky", "x"),
    *("instagram", "facebook", "youtube", "tiktok", "threads", "orcid"),
)
"""The properties that hold addresses of pages on a network, or names there."""
_PROPERTIES: Mapping[str, str] = {
    "linkedin.com": "linkedin",
    "xing.com": "xing",
    "github.com": "github",
    "gitlab.com": "gitlab",
    "twitter.com": "x",
    "x.com": "x",
    "instagram.com": "instagram",
    "facebook.com": "facebook",
    "bsky.app": "bluesky",
    "orcid.org": "orcid",
    "youtube.com": "youtube",
    "tiktok.com": "tiktok",
    "threads.net": "threads",
    "medium.com": "website",
}
_WEB = ("http", "https")
_SLUG = re.compile(r"/in/([^/]+)(?:/.*)?", re.IGNORECASE)
_PLAIN_SLUG = re.compile(r"[\w\-.~\u0300-\u036f]+")
_HANDLE = re.compile(r"/@[\w.]+(?:@[\w.-]+)?/?")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?(?:[/?#]|$)")


class Profile(NamedTuple):
    """A page about somebody."""

    network: str
    """The property that it goes into: ``linkedin``, ``github``, …; ``website`` for any other."""
    url: str


def profile(address: str) -> Profile | None:
    """Return which page *address* is, or None if it is no address of a page.

    A page on LinkedIn comes back in its one spelling, so that two of them can be compared.
    """
    url = address if "://" in address else f"https://{address}" if _HOST.match(address) else ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme.lower() not in _WEB or "." not in host or " " in url:
        return None
    network = _network(host, path=parts.path)
    known = linkedin(url) if network == "linkedin" else None
    return Profile(network, known or url)


def linkedin(url: str) -> str | None:
    """Return the one spelling of a member's page on LinkedIn, None for any other address.

    >>> linkedin("http://de.linkedin.com/in/j%C3%BCrgen-m/?trk=x")
    'https://www.linkedin.com/in/jürgen-m'
    """
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = parts.hostname or ""
    except ValueError:
        return None
    match = _SLUG.fullmatch(parts.path)
    if match is None or _domain(host) != "linkedin.com":
        return None
    plain = unicodedata.normalize("NFC", unquote(match[1]))
    slug = plain if _PLAIN_SLUG.fullmatch(plain) else match[1]
    return f"https://www.linkedin.com/in/{slug}"


def _network(host: str, *, path: str) -> str:
    known = _PROPERTIES.get(_domain(host))
    if known:
        return known
    # Mastodon has many hosts, and one way to write an account.
    return "mastodon" if _HANDLE.fullmatch(path) else "website"


def _domain(host: str) -> str:
    return ".".join(host.rsplit(".", 2)[-2:])
