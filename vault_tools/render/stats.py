"""Numbers about the vault, as lines for the terminal and as JSON shapes."""

from collections.abc import Iterator, Mapping

from vault_tools.language import _, decimal, ngettext, pgettext
from vault_tools.method.counts import NO_CHANNEL, NO_TIER, Counts, none_words
from vault_tools.method.favours import Balance, Ledger
from vault_tools.method.load import Load, Loosening, Share
from vault_tools.render.escape import one_line
from vault_tools.render.sparkline import sparkline
from vault_tools.report import times, words

_SHOWN = 10
_WIDTH = 12


def count_lines(found: Counts) -> Iterator[str]:
    """Yield how many contacts there are, by tier and status, and interactions, by channel."""
    talks = sum(found.by_month.values())
    year = ngettext("{count} interaction", "{count} interactions", talks)
    if found.attempts:
        tries = ngettext("{count} attempt", "{count} attempts", found.attempts)
        year = _("{interactions}, and {attempts}", interactions=year, attempts=tries)
    yield _row(_("contacts"), f"{found.contacts}")
    yield _row(_("tiers"), _listed({_tier(name): n for name, n in found.by_tier.items()}))
    yield _row(_("status"), _listed(found.by_status))
    yield _row(pgettext("in the last twelve months", "a year"), year)
    if talks:
        first, last = (f"{month}" for month in (min(found.by_month), max(found.by_month)))
        yield _row("", f"{first} {sparkline(tuple(found.by_month.values()))} {last}")
        channels = {_channel(name): count for name, count in found.by_channel.items()}
        yield _row(_("channels"), _listed(channels))


def favour_lines(found: Ledger, *, months: int, named: bool) -> Iterator[str]:
    """Yield both sides of give and take; with *named*, also with whom it is uneven."""
    span = times.span_words(months)
    both = _("{gave} given, {got} got in {span}", gave=found.gave, got=found.got, span=span)
    yield _row(_("favours"), both)
    if not named:
        return
    for heading, people in ((_("You owe"), found.owing), (_("They owe"), found.owed)):
        if people:
            yield from ("", heading)
            yield from (f"  {_balance_line(each)}" for each in people[:_SHOWN])
            if len(people) > _SHOWN:
                more = _("and {count} more", count=len(people) - _SHOWN)
                yield f"  {more}: --json"
    if found.even:
        yield from ("", _("Even with {count}.", count=found.even))


def load_lines(found: Load, *, before: Load | None = None) -> Iterator[str]:
    """Yield what the cadences ask for and what is real, by tier; *before* is what they ask now."""
    yield _row(_("load"), words.load_words(found))
    if before:
        number = decimal(before.asked)
        yield _row("", _("with the cadences as they are: {number} a week", number=number))
    for share in found.shares:
        yield f"  {_share_line(share)}"
    if found.loosenings:
        yield from ("", _("What would fit better"))
        yield from (f"  {_loosening_line(each)}" for each in found.loosenings)


def count_shape(found: Counts) -> dict[str, object]:
    """Return the counts of ``stats``."""
    return {
        "contacts": found.contacts,
        "by_tier": found.by_tier,
        "by_status": found.by_status,
        "by_channel": found.by_channel,
        "by_month": found.by_month,
        "attempts": found.attempts,
    }


def favour_shape(found: Ledger, *, months: int) -> dict[str, object]:
    """Return the shape of ``stats favours``."""
    return {
        "months": months,
        "gave": found.gave,
        "got": found.got,
        "even": found.even,
        "owing": [_balance_shape(each) for each in found.owing],
        "owed": [_balance_shape(each) for each in found.owed],
    }


def load_shape(found: Load) -> dict[str, object]:
    """Return the shape of ``stats load``; all figures are contacts a week."""
    return {
        "asked": round(found.asked, 2),
        "real": round(found.real, 2),
        "weeks": found.weeks,
        "heavy": found.is_heavy,
        "tiers": [
            {
                "tier": share.tier or None,
                "cadence_days": share.cadence.approximate_days if share.cadence else None,
                "contacts": share.contacts,
                "asked": round(share.asked, 2),
                "real": round(share.real, 2),
            }
            for share in found.shares
        ],
        "loosen": [
            {
                "tier": each.tier,
                "cadence_days": each.cadence.approximate_days,
                "proposed_days": each.proposed.approximate_days,
                "saved": round(each.saved, 2),
            }
            for each in found.loosenings
        ],
    }


def _row(label: str, text: str) -> str:
    return f"{label:<{_WIDTH}}{text}"


def _listed(table: Mapping[str, int]) -> str:
    shown = [f"{one_line(name)} {count}" for name, count in table.items()]
    return ", ".join(shown) or pgettext("of a list", "none")


def _tier(name: str) -> str:
    return none_words() if name == NO_TIER else name


def _channel(name: str) -> str:
    return none_words() if name == NO_CHANNEL else words.channel_words(name)


def _loosening_line(each: Loosening) -> str:
    return _(
        "{tier}: {proposed} instead of {cadence}, {number} fewer a week",
        tier=one_line(each.tier),
        proposed=times.cadence_words(each.proposed),
        cadence=times.cadence_words(each.cadence),
        number=decimal(each.saved),
    )


def _balance_line(found: Balance) -> str:
    last = found.last_got if found.owed > 0 else found.last_gave
    both = _("{gave} given, {got} got", gave=found.gave, got=found.got)
    if last:
        both = _("{favours}, the last on {day}", favours=both, day=last.isoformat())
    return f"{one_line(found.standing.name)}: {both}"


def _balance_shape(found: Balance) -> dict[str, object]:
    return {
        "name": found.standing.name,
        "path": found.standing.path,
        "gave": found.gave,
        "got": found.got,
        "last_gave": found.last_gave,
        "last_got": found.last_got,
    }


def _share_line(share: Share) -> str:
    name = one_line(share.tier) or pgettext("a cadence of no tier", "their own")
    cadence = times.cadence_words(share.cadence) if share.cadence else ""
    head = f"{name:<{_WIDTH}}{share.contacts:>4}  {cadence:<16}"
    numbers = _("{asked} asked, {real} real", asked=decimal(share.asked), real=decimal(share.real))
    return f"{head}{numbers}"
