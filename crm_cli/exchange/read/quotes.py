"""A record whose quotes are not as they should be, read by hand so that none of its text is lost."""

from __future__ import annotations

from crm_cli.core.errors import UsageError

FAULT = "a quote is opened and not closed where a cell ends"
STILL = f"{FAULT}; where it is mended, and a quote is meant, empty the reason"
"""Of a row in a file of rejected rows: what such a quote may have swallowed is not read unseen."""


def never_closed(line: int) -> UsageError:
    """What is said of a quote that opens and takes the rest of the file with it."""
    return UsageError(
        f"the quote that opens in the row of line {line} is never closed",
        hint=f"look at line {line}: a cell that begins with a quote must end with one",
    )


def read(text: str, delimiter: str) -> tuple[list[str], bool, bool]:
    """The cells of a record, whether a quote stands inside one, and whether one is open at its end.

    A quote closes a cell only where the cell ends: before a delimiter or a line end, spaces apart. Any other is a
    sign of the text, which may or may not be what its writer meant. Where no quote closes a cell, it ends as a
    cell without quotes does.
    """
    text = text.rstrip("\r\n")
    cells: list[str] = []
    at, is_odd, is_open = 0, False, False
    while at <= len(text):
        start = at
        while text[start : start + 1] == " ":
            start += 1
        if text[start : start + 1] == '"':
            cell, end, odd = _quoted(text, start + 1, delimiter)
            if end >= 0:
                cells.append(cell)
                is_odd = is_odd or odd
                at = end + 1
                continue
            is_odd = is_open = True
        end = text.find(delimiter, start)
        end = len(text) if end < 0 else end
        cells.append(text[start:end])
        at = end + 1
    return cells, is_odd, is_open


def _quoted(text: str, at: int, delimiter: str) -> tuple[str, int, bool]:
    """The cell whose quote opened before `at`, where it ends (-1: nowhere), and whether a quote stands inside."""
    parts, is_odd = [], False
    while (quote := text.find('"', at)) >= 0:
        parts.append(text[at:quote])
        if text[quote + 1 : quote + 2] == '"':
            parts.append('"')
            at = quote + 2
            continue
        end = quote + 1
        while text[end : end + 1] == " ":
            end += 1
        if end == len(text) or text[end] == delimiter or text[end] in "\r\n":
            return "".join(parts), end, is_odd
        parts.append('"')
        is_odd, at = True, quote + 1
    return "", -1, True
