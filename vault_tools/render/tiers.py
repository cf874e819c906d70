"""Tiers, and contacts without one, as lines for the terminal and as JSON shapes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from vault_tools.language import _, ngettext
from vault_tools.method.presets import Preset
from vault_tools.method.rhythm import Candidate, Move, TierFill, Tiers
from vault_tools.render.escape import one_line
from vault_tools.report import times

_WIDTH = 12
_SHOWN = 10
"""The most lines of each suggestion: a few to think about, no avalanche."""


def tier_lines(found: Tiers) -> Iterator[str]:
    """Yield a line for each tier, then those without one, who drifts, and who fits elsewhere."""
    yield from (_fill_line(fill) for fill in found.fills)
    if found.unsorted:
        none, why = _("(none)"), _("no tier and no cadence")
        yield f"{none:{_WIDTH}}{found.unsorted:>4}         {why}: vault-tools triage"
    if found.drifting:
        yield from ("", _("Quiet against their own rhythm"))
        lines = [f"  {one_line(each.standing.name)}: {each.why}" for each in found.drifting]
        yield from _first(lines)
    if found.moves:
        yield from ("", _("Perhaps another tier"))
        yield from _first([_move_line(each) for each in found.moves])


def tier_shape(found: Tiers) -> dict[str, object]:
    """Return the shape of ``tiers``."""
    return {
        "tiers": [
            {
                "name": fill.name,
                "cadence_days": fill.cadence.approximate_days if fill.cadence else None,
                "count": fill.count,
                "size": fill.size,
                "over": fill.over,
            }
            for fill in found.fills
        ],
        "unsorted": found.unsorted,
        "drifting": [
            {
                "path": each.standing.path,
                "name": each.standing.name,
                "median_days": each.median_days,
                "silent_days": each.silent_days,
                "why": each.why,
            }
            for each in found.drifting
        ],
        "moves": [
            {
                "path": each.standing.path,
                "name": each.standing.name,
                "from": each.standing.tier,
                "to": each.tier,
                "closer": each.closer,
                "median_days": each.median_days,
                "why": each.why,
            }
            for each in found.moves
        ],
    }


def preset_lines(preset: Preset) -> Iterator[str]:
    """Yield the tables of a preset for a configuration, in TOML."""
    yield f"# {preset.about}"
    yield "[tiers]"
    for tier in preset.tiers:
        note = f"  # {tier.note}" if tier.note else ""
        yield f'{tier.name} = "{tier.cadence}"{note}'
    yield from ("", "[rhythm]")
    yield f'preset = "{preset.name if any(preset.sizes.values()) else ""}"'


def preset_shape(preset: Preset) -> dict[str, object]:
    """Return the shape of ``tiers --preset``."""
    return {
        "preset": preset.name,
        "about": str(preset.about),
        "tiers": [
            {
                "name": tier.name,
                "cadence": tier.cadence,
                "size": tier.size,
                "note": str(tier.note),
            }
            for tier in preset.tiers
        ],
    }


def card_lines(card: Candidate, *, today: date) -> Iterator[str]:
    """Yield who somebody is, and how often there was contact."""
    contact = card.contact
    who = [one_line(part) for part in (contact.role, contact.company, contact.city) if part]
    yield "  ".join([one_line(contact.name), ", ".join(who)]).rstrip()
    yield f"    {contact_words(card, today=today)}"


def contact_words(card: Candidate, *, today: date) -> str:
    """Return how often there was contact, and when last."""
    if card.last_contact is None:
        return _("no contact noted yet")
    often = ngettext("in touch once", "in touch {count} times", card.contacts)
    if card.usual_days:
        often = ngettext(
            "{often}, about every {count} day",
            "{often}, about every {count} days",
            card.usual_days,
            often=often,
        )
    ago = times.ago_words(card.last_contact, today=today)
    return _("{often}, the last time {ago}", often=often, ago=ago)


def triage_shape(cards: Iterable[Candidate], *, total: int, today: date) -> dict[str, object]:
    """Return the shape of ``triage``: those for today, of *total*."""
    return {
        "total": total,
        "contacts": [
            {
                "path": card.standing.path,
                "name": card.contact.name,
                "company": card.contact.company,
                "contacts": card.contacts,
                "last_contact": card.last_contact,
                "median_days": card.usual_days,
                "why": contact_words(card, today=today),
            }
            for card in cards
        ],
    }


def tier_keys(tiers: Sequence[str], *, taken: str) -> dict[str, str]:
    """Return the tier that each key means: its number, and its first letter where that is free."""
    keys = {str(number): name for number, name in enumerate(tiers[:9], 1)}
    for name in tiers:
        letter = name[:1].casefold()
        if (
            len(letter) == 1
            and letter not in taken
            and letter not in keys
            and not name[0].isdigit()
        ):
            keys[letter] = name
    return keys


def _first(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        more = _("…and {count} more", count=len(lines) - _SHOWN)
        yield f"  {more}: vault-tools tiers --json"


def _fill_line(fill: TierFill) -> str:
    room = _("of {size}", size=fill.size) if fill.size is not None else ""
    cadence = times.cadence_words(fill.cadence) if fill.cadence else _("no cadence")
    if fill.over:
        cadence = _(
            "{cadence}; {count} more than it has room for", cadence=cadence, count=fill.over
        )
    return f"{one_line(fill.name):{_WIDTH}}{fill.count:>4} {room:7} {cadence}"


def _move_line(each: Move) -> str:
    tier = one_line(each.tier)
    way = _("closer, to {tier}", tier=tier) if each.closer else _("wider, to {tier}", tier=tier)
    return f"  {one_line(each.standing.name)}: {way}; {one_line(each.why)}"
