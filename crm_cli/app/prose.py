"""Longer texts: typed as words, piped in where `-` says so, or written in the user's editor."""

from __future__ import annotations

from crm_cli.app import editor
from crm_cli.core.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App


def read(crm: App, words: Sequence[str] | None, heading: str = "Text") -> str:
    """The text that the words say, `-` being stdin; without words what $EDITOR gives, below a heading.

    It may be empty. Stdin is never read unasked: in a loop over lines it holds the lines to come. Raises UsageError
    where there are no words and nobody to write.
    """
    if words and [*words] != ["-"]:
        return " ".join(words).strip()
    return piped(crm) if words else editor.below(crm, heading)


def piped(crm: App) -> str:
    """All of stdin as a text of ours, trimmed."""
    from crm_cli.core.text import clean

    return clean(stdin(crm))[0].strip()


def stdin(crm: App) -> str:
    """All of stdin as it is, without the mark some programs put before it; UsageError where it is not text."""
    try:
        text = crm.stdin.read() if crm.stdin else ""
        text.encode()
    except UnicodeError:
        raise UsageError("what is piped in is not UTF-8 text") from None
    return text.removeprefix("\ufeff")
