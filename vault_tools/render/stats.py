"""Numbers about the vault, as lines for the terminal and as JSON shapes."""

from collections.abc import Iterator, Mapping, Sequence

from vault_tools.method.counts import Counts
from vault_tools.method.favours import Balance, Ledger
from vault_tools.method.load import Load, Share
from vault_tools.render.escape import one_line
from vault_tools.report import times, words

_BARS = "▁▂▃▄▅▆▇█"
_SHOWN = 10
_WIDTH = 12


def count_lines(found: Counts) -> Iterator[str]:
    """Yield how many contacts there are, by tier and status, and interactions, by channel."""
    talks = sum(found.by_month.values())
    tries = "1 attempt" if found.attempts == 1 else f"{found.attempts} attempts"
    tried = f", and {tries}" if found.attempts else ""
    yield _row("contacts", f"{found.contacts}")
    yield _row("tiers", _listed(found.by_tier))
    yield _row("status", _listed(found.by_status))
    yield _row("a year", f"{talks} interactions{tried}")
    if talks:
        first, last = (f"{month}" for month in (min(found.by_month), max(found.by_month)))
        yield _row("", f"{first} {sparkline(tuple(found.by_month.values()))} {last}")
        yield _row("channels", _listed(found.by_channel))


def favour_lines(found: Ledger, *, months: int, named: bool) -> Iterator[str]:
    """Yield both sides of give and take; with *named*, also with whom it is uneven."""
    span = times.span_words(months)
    yield _row("favours", f"{found.gave} given, {found.got} got in {span}")
    if not named:
        return
    for heading, people in (("You owe", found.owing), ("They owe", found.owed)):
        if people:
            yield from ("", heading)
            yield from (f"  {_balance_line(each)}" for each in people[:_SHOWN])
            if len(people) > _SHOWN:
                yield f"  and {len(people) - _SHOWN} more: --json"
    if found.even:
        yield from ("", f"Even with {found.even}.")


def load_lines(found: Load, *, before: Load | None = None) -> Iterator[str]:
    """Yield what the cadences ask for and what is real, by tier; *before* is what they ask now."""
    yield _row("load", words.load_words(found))
    if before:
        yield _row("", f"with the cadences as they are: {before.asked:.1f} a week")
    for share in found.shares:
        yield f"  {_share_line(share)}"
    if found.loosenings:
        yield from ("", "What would fit better")
        for each in found.loosenings:
            cadence, proposed = (times.cadence_words(one) for one in (each.cadence, each.proposed))
            tier = one_line(each.tier)
            yield f"  {tier}: {proposed} instead of {cadence}, {each.saved:.1f} fewer a week"


def sparkline(values: Sequence[int]) -> str:
    """Return a line of bars, the highest for the largest value; a dot for none."""
    most = max(values, default=0)
    top = len(_BARS) - 1
    return "".join(_BARS[round(top * value / most)] if value else "." for value in values)


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
    return ", ".join(shown) or "none"


def _balance_line(found: Balance) -> str:
    last = found.last_got if found.owed > 0 else found.last_gave
    when = f", the last on {last.isoformat()}" if last else ""
    return f"{one_line(found.standing.name)}: {found.gave} given, {found.got} got{when}"


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
    name = one_line(share.tier) or "their own"
    cadence = times.cadence_words(share.cadence) if share.cadence else ""
    head = f"{name:<{_WIDTH}}{share.contacts:>4}  {cadence:<16}"
    return f"{head}{share.asked:.1f} asked, {share.real:.1f} real"
