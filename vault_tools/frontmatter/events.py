"""The events of libyaml's parser over a block: what both values and layout are read from."""

from collections.abc import Iterator
from typing import cast

import yaml

# libyaml takes these for line ends, YAML 1.2 and every editor don't; they'd shift line numbers.
_LINE_SEPARATORS = "\x85\u2028\u2029"
_STAND_INS = "\ufdd0\ufdd1\ufdd2"  # no characters at all, says Unicode: free for inner use
_HIDE = str.maketrans(_LINE_SEPARATORS, _STAND_INS)
_SHOW = str.maketrans(_STAND_INS, _LINE_SEPARATORS)
_LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def hidden(block: str) -> str:
    """Return *block*, as long as before, with stand-ins for what only libyaml takes for line ends.

    `shown` is the way back.
    """
    return block.translate(_HIDE)


def shown(text: str) -> str:
    """Return *text* with the characters that `hidden` has replaced."""
    return text.translate(_SHOW)


def events(block: str) -> Iterator[yaml.Event]:
    """Yield the events of a block that `hidden` has been over.

    Raises:
        yaml.YAMLError: It isn't YAML.
    """
    yield from iter(_LOADER(block).get_event, None)


def begin(event: yaml.Event) -> yaml.Mark:
    """Return where *event* begins; its index counts characters."""
    return cast("yaml.Mark", event.start_mark)  # never None where a parser made the event


def end(event: yaml.Event) -> yaml.Mark:
    """Return where *event* ends."""
    return cast("yaml.Mark", event.end_mark)


def is_link(event: yaml.SequenceStartEvent, inner: yaml.Event | None) -> bool:
    """Return whether a list that begins with *event* and *inner* may be the link ``[[Anna]]``."""
    return (
        bool(event.flow_style)
        and isinstance(inner, yaml.SequenceStartEvent)
        and begin(inner).index == begin(event).index + 1
    )
