"""A report as a mail to be piped into a mail program: plain text, and the page beside it.

RFC 5322 and RFC 2046; the mail program adds its own Message-ID.
"""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from vault_tools.config.settings import Mail
from vault_tools.render.escape import one_line

_POLICY = SMTP.clone(linesep="\n", cte_type="7bit")
"""Line ends as sendmail, msmtp and the like want them on a pipe; nothing beyond ASCII."""


def mail(text: str, html: str, *, settings: Mail, now: datetime) -> str:
    """Return a mail with a report as *text*, whose first line is the subject, and as *html*.

    *now* knows its time zone.

    Raises:
        ValueError: An address in *settings* is none.
    """
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = one_line(text.partition("\n")[0]).strip()
    message["Date"] = format_datetime(now)
    for header, addresses in (("From", settings.sender), ("To", settings.to)):
        if addresses:
            message[header] = [_address(each) for each in addresses.split(",")]
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message.as_string()


def _address(text: str) -> Address:
    name, address = parseaddr(text.strip())
    user, at, domain = address.rpartition("@")
    if not at or not user or not domain:
        msg = f"{text.strip()!r} is no e-mail address"
        raise ValueError(msg)
    return Address(name, user, domain)
