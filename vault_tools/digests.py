"""BLAKE2 without OpenSSL: hashlib takes it from here too, but loads all of OpenSSL first (4 ms)."""

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["blake2b", "digest"]


def digest(data: bytes, *, size: int = 16) -> str:
    """Return what tells *data* from all else: two hexadecimal digits for each of *size* bytes."""
    return blake2b(data, digest_size=size).hexdigest()
