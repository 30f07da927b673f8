"""A text as bash reads it back, whatever quote is open where it is put: a name is data, and nothing in it is run.

zsh and fish quote what is handed to them; bash puts on the line what it is given.
"""

from __future__ import annotations

PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./-_")
"""ASCII signs that mean nothing to a shell, wherever in a word they stand."""


def for_bash(text: str, quote: str = "") -> str:
    """Write a text where `quote` is open (`Line.quote`); the quote stays open behind it.

    `!` is history to an interactive shell even in double quotes, where a backslash before it would stay: there the
    quotes are closed around it.
    """
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        return "".join('"\\!"' if sign == "!" else f"\\{sign}" if sign in '\\$`"' else sign for sign in text)
    if quote == "$'":
        return "".join("'\\!$'" if sign == "!" else f"\\{sign}" if sign in "\\'" else sign for sign in text)
    return "".join(map(_bare, text)) or "''"


def _bare(sign: str) -> str:
    if sign in PLAIN or (not sign.isascii() and not sign.isspace()):
        return sign
    return f"\\{sign}"
