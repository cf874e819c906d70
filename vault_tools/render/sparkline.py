"""Numbers as a line of blocks, for text that is to show how something went."""

from collections.abc import Sequence

_BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(numbers: Sequence[int]) -> str:
    """Return numbers as a line of blocks, the most of them the highest: ``▁▃█``."""
    most = max(numbers, default=0)
    return "".join(
        _BLOCKS[-(-number * (len(_BLOCKS) - 1) // most)] if most else _BLOCKS[0]
        for number in numbers
    )
