"""Global identities derived from a name: the fifth kind of UUID that RFC 9562 tells of."""

from __future__ import annotations


def of_name(space: str, name: str) -> str:
    """The UUID of a name within a space, itself a UUID: what `uuid.uuid5` gives, whose module costs an answer its time."""
    try:
        from _sha1 import sha1  # type: ignore[import-not-found]
    except ImportError:  # a Python built without: `hashlib` asks OpenSSL
        from hashlib import sha1

    digest = sha1(bytes.fromhex(space.replace("-", "")) + name.encode()).digest()[:16]
    number = int.from_bytes(digest)
    number = number & ~(0xF << 76) | 5 << 76  # the version
    number = number & ~(0x3 << 62) | 2 << 62  # the variant
    text = f"{number:032x}"
    return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])
