"""A report as a mail to be piped into a mail program: plain text, a page, and pictures in it.

RFC 5322 for the headers, RFC 2046 and 2387 for the parts, RFC 2392 for ``cid:`` addresses.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses
from hashlib import sha256
from html import escape

from vault_tools.config.settings import Mail
from vault_tools.language import _, quoted, spoken
from vault_tools.render.escape import one_line
from vault_tools.render.raster import Raster

_POLICY = SMTP.clone(linesep="\n", cte_type="7bit")
"""Line ends as sendmail, msmtp and the like want them on a pipe; nothing beyond ASCII."""
_NO_DOMAIN = "vault-tools.invalid"
"""Where pictures are from whose sender is not known; RFC 2606."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_USER = re.compile(r"[!-~]+")
_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_LONGEST_SUBJECT = 200
_STEP = 2
_DEEP = 6
"""How far lines of a text are indented that are about an item."""
_BODY = "margin:0 auto;padding:16px;max-width:700px;font:16px/1.5 Georgia,serif"
_QUIET = "margin:0 0 4px 16px;font:14px/1.5 Arial,sans-serif;opacity:.75"
_HEADING = "margin:24px 0 8px;font:bold 14px/1.4 Arial,sans-serif"
_PICTURE = "display:block;max-width:100%;height:auto;margin:16px 0 4px"


def mail(text: str, html: str, *, pictures: Sequence[Raster], settings: Mail, now: datetime) -> str:
    """Return a mail with a report as *text*, whose first line is the subject, and as *html*.

    The *pictures* are shown where *html* has their `picture_tag`. *now* knows its time zone. The
    same at the same time is the same mail, to the byte.

    Raises:
        ValueError: An address in *settings* is none.
    """
    made = EmailMessage(policy=_POLICY)
    made["Subject"] = _subject(text)
    made["Date"] = format_datetime(now)
    senders, receivers = _addresses(settings.sender), _addresses(settings.to)
    for header, addresses in (("From", senders), ("To", receivers)):
        if addresses:
            made[header] = addresses
    digest = sha256(f"{now.isoformat()}\0{text}\0{html}".encode()).hexdigest()[:32]
    if senders:
        made["Message-ID"] = f"<{digest}@{senders[0].domain}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text, cte="quoted-printable")
    made.add_alternative(html, subtype="html", cte="quoted-printable")
    made["Content-Language"] = spoken()
    *_text, page = made.iter_parts()
    for picture in pictures:
        page.add_related(
            picture.png,
            "image",
            "png",
            cid=f"<{_cid(picture)}>",
            disposition="inline",
            filename=f"{picture.name}.png",
        )
    for number, part in enumerate(made.walk()):
        if part.is_multipart():
            part.set_boundary(f"={digest}={number}=")
    return made.as_string()


def picture_tag(picture: Raster) -> str:
    """Return the HTML that shows a picture of a mail, and says what it shows."""
    words = escape(picture.words)
    size = f'width="{picture.width}" height="{picture.height}"'
    return (
        f'<img src="cid:{_cid(picture)}" {size} alt="{words}" style="{_PICTURE}">'
        f'<p style="{_QUIET};margin-left:0">{words}</p>'
    )


def page_of(text: str, pictures: Sequence[Raster]) -> str:
    """Return the plain page of a report as *text*, with *pictures* below its first line.

    Mail programs drop styles, variables and drawings of other pages; here each line has its own.
    """
    first, _newline, rest = text.strip("\n").partition("\n")
    rows = [
        f'<!DOCTYPE html>\n<html lang="{spoken()}"><head><meta charset="utf-8">',
        f'<title>{_shown(first)}</title></head>\n<body style="{_BODY}">',
        f'<h1 style="font-weight:normal;font-size:28px">{_shown(first)}</h1>',
        *map(picture_tag, pictures),
        *_rows(rest),
        "</body></html>",
    ]
    return "\n".join(rows) + "\n"


def _rows(text: str) -> Iterator[str]:
    """Yield the lines of a text as headings, items, and what is said about an item."""
    for row in text.split("\n"):
        indented = len(row) - len(row.lstrip())
        if not row.strip():
            continue
        if indented >= _DEEP:
            yield f'<p style="{_QUIET}" dir="auto">{_shown(row)}</p>'
        elif indented < _STEP and row.isupper():
            yield f'<h2 style="{_HEADING}">{_shown(row)}</h2>'
        else:
            yield f'<p style="margin:0 0 4px;white-space:pre-wrap" dir="auto">{_shown(row)}</p>'


def _shown(row: str) -> str:
    return escape(row.strip())


def _subject(text: str) -> str:
    """Return the first line that says something."""
    lines = (one_line(line) for line in text.split("\n"))
    return next(filter(None, lines), "")[:_LONGEST_SUBJECT]


def _cid(picture: Raster) -> str:
    digest = sha256(picture.png).hexdigest()[:16]
    return f"{picture.name}.{digest}@{_NO_DOMAIN}"


def _addresses(text: str) -> list[Address]:
    """Return the addresses that stand in *text* between commas, on one line."""
    if not text.strip():
        return []
    if _CONTROL.search(text):  # getaddresses takes what follows a line break for another one
        raise ValueError(_no_address(text))
    return [_address(name, address, text=text) for name, address in getaddresses([text])]


def _address(name: str, address: str, *, text: str) -> Address:
    user, _at, domain = address.rpartition("@")
    try:
        host = domain.encode("idna").decode()
    except UnicodeError:
        host = ""
    if not _USER.fullmatch(user) or not _HOST.fullmatch(host):
        raise ValueError(_no_address(text))
    return Address(one_line(name), user, host)


def _no_address(text: str) -> str:
    return _("{address} is no e-mail address", address=quoted(text.strip()))
