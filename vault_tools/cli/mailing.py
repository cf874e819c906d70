"""``report --format eml``: a report as a mail."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from vault_tools.errors import VaultToolsError
from vault_tools.language import _

if TYPE_CHECKING:
    from vault_tools.app import App
    from vault_tools.query import Query
    from vault_tools.render.raster import Raster


class _Page(Protocol):
    def __call__(self, *, pictures: dict[str, str]) -> str:
        """Return the page of a mail with pictures in it."""


def mailed(app: "App", name: str, *, text: str, page: _Page | None, wanted: "Query | None") -> str:
    """Return the report of that name as a mail: its *text*, and its *page*.

    None stands for the page that is made of the text.

    Raises:
        VaultToolsError: An address in the configuration is none.
    """
    from vault_tools.render.mail import mail, page_of, picture_tag

    pictures = list(_pictures(app, name, wanted=wanted))
    if page:
        html = page(pictures={"year": "", **{one.name: picture_tag(one) for one in pictures}})
    else:
        html = page_of(text, pictures)
    now = datetime.now().astimezone()
    try:
        return mail(text, html, pictures=pictures, settings=app.config.mail, now=now)
    except ValueError as error:
        msg = _("[mail] in the configuration: {reason}.", reason=error)
        raise VaultToolsError(msg) from error


def _pictures(app: "App", name: str, *, wanted: "Query | None") -> "Iterator[Raster]":
    """Yield the pictures that a report has; none of a year without any contact."""
    from vault_tools.render import raster
    from vault_tools.views import past

    if name == "review":
        return
    days = past.year(app.store, config=app.config, today=app.today, wanted=wanted)
    if not any(count for week in days for count in week.counts):
        return
    yield raster.year_picture(days)
    if name == "dashboard":
        found = past.weeks(app.store, config=app.config, today=app.today, wanted=wanted)
        yield raster.weeks_picture(found)
