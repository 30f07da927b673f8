"""A name put together from its parts, as the people say it whose name it is."""

from __future__ import annotations


def whole_name(given: str, family: str) -> str:
    """A name from its parts: given name first, but Chinese, Japanese and Korean names family first, unspaced."""
    if given[:1] >= "\u3005" and family and _is_east_asian(given) and _is_east_asian(family):
        return family + given
    return f"{given} {family}".strip()


def _is_east_asian(name: str) -> bool:
    """Whether all letters are Han, kana or Hangul (Unicode 15, ranges U+3005–30FF, 3400–9FFF, AC00–D7AF)."""
    return all(
        "\u3005" <= sign <= "\u30ff" or "\u3400" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7af"
        for sign in name
    )
