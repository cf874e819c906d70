"""Tiers that others have found good, to start from: names, cadences, and how many fit in."""

from collections.abc import Mapping

from vault_tools.dates import Period
from vault_tools.language import message
from vault_tools.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetTier:
    """One tier of a preset."""

    name: str
    cadence: str
    """As it is written in a configuration."""
    size: int | None = None
    """How many it has room for; None where the preset doesn't say."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Tiers that belong together, the closest first."""

    name: str
    about: str
    tiers: tuple[PresetTier, ...]

    @property
    def sizes(self) -> Mapping[str, int | None]:
        """Return how many each tier has room for."""
        return {tier.name: tier.size for tier in self.tiers}


_ALL = (
    Preset(
        name="dunbar",
        about=message("Robin Dunbar's circles of 5, 15, 50 and 150 people, each within the next."),
        tiers=(
            PresetTier(name="inner", cadence="monthly", size=5, note=message("5 people")),
            PresetTier(
                name="close", cadence="quarterly", size=10, note=message("15 with those above")
            ),
            PresetTier(
                name="active", cadence="half-yearly", size=35, note=message("50 with those above")
            ),
            PresetTier(
                name="wide", cadence="yearly", size=100, note=message("150 with those above")
            ),
        ),
    ),
    Preset(
        name="sivers",
        about=message("Derek Sivers' lists A to D, for staying in touch with hundreds of people."),
        tiers=(
            PresetTier(name="inner", cadence="3w", note=message("A: very important people")),
            PresetTier(name="close", cadence="2m", note=message("B: important people")),
            PresetTier(name="active", cadence="6m", note=message("C: most people")),
            PresetTier(
                name="wide", cadence="1y", note=message("D: to see that the address still holds")
            ),
        ),
    ),
    Preset(
        name="steady",
        about=message("Five steps in days, each about twice as long as the one before."),
        tiers=(
            PresetTier(name="inner", cadence="14d"),
            PresetTier(name="close", cadence="30d"),
            PresetTier(name="active", cadence="90d"),
            PresetTier(name="wide", cadence="180d"),
            PresetTier(name="far", cadence="365d"),
        ),
    ),
)
PRESETS: Mapping[str, Preset] = {preset.name: preset for preset in _ALL}
"""By name."""


def sizes(name: str, *, tiers: Mapping[str, Period | None]) -> dict[str, int | None]:
    """Return how many each of *tiers* has room for by the preset *name*; nothing for no preset."""
    preset = PRESETS.get(name)
    known = preset.sizes if preset else {}
    return {tier: known.get(tier) for tier in tiers}
