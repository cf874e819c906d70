"""Line ends: which ones a text uses, and its lines with them."""

import re

_END = re.compile(r"\r\n|\n|\r")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")


def line_end_of(text: str) -> str:
    r"""Return the first line end of *text*; ``\n`` if it has none."""
    match = _END.search(text)
    return match[0] if match else "\n"


def lines_of(text: str) -> list[str]:
    """Return the lines of *text* with their ends; joined they are the text."""
    return _LINE.findall(text)
