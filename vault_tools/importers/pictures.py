"""Pictures that come with a record: which kinds are taken, told by their first bytes."""

import base64

from vault_tools.drafts import Photo

_KINDS = (
    (b"\xff\xd8\xff", b"", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", b"", ".png"),
    (b"GIF87a", b"", ".gif"),
    (b"GIF89a", b"", ".gif"),
    (b"RIFF", b"WEBP", ".webp"),
)
_TYPE_AT = 8
_MOST_BYTES = 8 * 1024 * 1024


def picture(data: bytes) -> Photo | None:
    """Return *data* as a picture, or None if it is none that a note can show."""
    for head, kind, suffix in _KINDS:
        if data.startswith(head) and data[_TYPE_AT:].startswith(kind):
            return Photo(data=data, suffix=suffix) if len(data) <= _MOST_BYTES else None
    return None


def from_data_uri(text: str) -> Photo | None:
    """Return the picture in ``data:image/png;base64,…``, or None if there is none."""
    _, marked, encoded = text.partition(";base64,")
    try:
        return picture(base64.b64decode(encoded, validate=True)) if marked else None
    except ValueError:
        return None
