"""The folded words of a record, as the full-text index takes them."""

from __future__ import annotations

from crm_cli.core.text import ZWNJ, index_text


def of_record(title: str, body: str) -> str:
    """All words of a record in one line: its name or title first, then the rest, single spaces between."""
    return f"{index_text(title)} {index_text(body)}{_apart(title, body)}"


def _apart(title: str, body: str) -> str:
    """The words that a zero-width non-joiner joins, once more apart: many write a space for it."""
    joined = [word for word in f"{title} {body}".split() if ZWNJ in word]
    return " " + index_text(" ".join(joined).replace(ZWNJ, " ")) if joined else ""


class Folder:
    """Folds many records: the same words as `of_record`, quicker where lines repeat."""

    def __init__(self) -> None:
        self._lines = _Lines()

    def title(self, title: str) -> str:
        """The folded name or title."""
        return index_text(title)

    def words(self, folded_title: str, title: str, body: str) -> str:
        """All words of a record whose title is folded already."""
        return f"{folded_title} {self._lines.of(body)}{_apart(title, body)}"


class _Lines(dict[str, str]):
    """Lines that are not ASCII, folded once: cities, companies and given names repeat.

    A letter goes before what is folded, since a line of signs alone would otherwise keep them.
    """

    def __missing__(self, line: str) -> str:
        if len(self) > 50_000:
            self.clear()
        folded = self[line] = index_text("a\n" + line)[2:]
        return folded

    def of(self, body: str) -> str:
        """`index_text` of the words of a record; lines of plain ASCII, which are most, go the quick way."""
        if body.isascii():
            return index_text(body)
        parts: list[str] = []
        plain: list[str] = []
        for line in body.split("\n"):
            if not line:
                continue
            if line.isascii():
                plain.append(line)
                continue
            if plain:
                parts.append(index_text("a\n" + "\n".join(plain))[2:])
                plain = []
            parts.append(self[line])
        if plain:
            parts.append(index_text("a\n" + "\n".join(plain))[2:])
        return " ".join(filter(None, parts)) or index_text(body)
