"""HTML of a message as text: its blocks, lists, quotations and links kept, what is no text left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "head", "title", "template", "svg"})
_BLOCKS = frozenset(
    "address article aside blockquote center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header"
    " hr li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
_APART = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre hr".split())
"""Blocks with an empty line around them."""


def text_of(html: str) -> str:
    """The text of a page of HTML."""
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError):  # a declaration that the parser cannot read: the text so far stays
        pass
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line = ""
        self.silent: list[str] = []
        self.quotes = self.preserving = 0
        self.lists: list[int] = []
        self.links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a line of a list, a cell or a link."""
        if tag in _SILENT:
            self.silent.append(tag)
        if self.silent:
            return
        if tag == "br":
            self._end()
            return
        if tag in _BLOCKS:
            self._break(apart=tag in _APART)
        if tag == "blockquote":
            self.quotes += 1
        elif tag == "pre":
            self.preserving += 1
        elif tag in {"ul", "ol"}:
            self.lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self.line = self._bullet()
        elif tag in {"td", "th"} and self.line.strip():
            self.line = self.line.rstrip() + "  "
        elif tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.line)))
        elif tag == "img" and (words := (dict(attrs).get("alt") or "").strip()):
            self.line += f"[{words}]"

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if self.silent:
            if tag == self.silent[-1]:
                self.silent.pop()
            return
        if tag == "blockquote":
            self._break()
            self.quotes = max(0, self.quotes - 1)
        if tag in _BLOCKS:
            self._break(apart=tag in _APART)
        if tag == "pre":
            self.preserving = max(0, self.preserving - 1)
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        elif tag == "a" and self.links:
            self._link(*self.links.pop())

    def handle_data(self, data: str) -> None:
        """Text: white space is one blank, unless it stands as written."""
        if self.silent:
            return
        if self.preserving:
            first, *others = data.split("\n")
            self.line += first
            for other in others:
                self._end()
                self.line = other
            return
        data = re.sub(r"[ \t\r\n\f]+", " ", data)
        self.line += data.lstrip(" ") if not self.line or self.line.endswith(" ") else data

    def text(self) -> str:
        """All of it, never more than one empty line between two blocks."""
        self._break()
        whole = "\n".join(line.replace("\xa0", " ").rstrip() for line in self.lines)
        return re.sub(r"\n((?:> ?)*\n){2,}", "\n\n", whole).strip("\n")

    def _bullet(self) -> str:
        if self.lists and self.lists[-1]:
            self.lists[-1] += 1
            return f"{self.lists[-1] - 1}. "
        return "- "

    def _link(self, target: str, at: int) -> None:
        """Where a link leads, behind words that do not say so."""
        words = self.line[at:].strip() if at <= len(self.line) else ""
        plain = re.sub(r"^(mailto:|https?://(www\.)?)|/$", "", target.strip())
        if target.strip() and not target.startswith("#") and plain not in words:
            self.line += f" <{target.strip().removeprefix('mailto:')}>" if words else ""

    def _break(self, *, apart: bool = False) -> None:
        if self.line.strip():
            self._end()
        self.line = ""
        if apart and self.lines and self.lines[-1].strip("> "):
            self.lines.append("> " * self.quotes)

    def _end(self) -> None:
        self.lines.append("> " * self.quotes + self.line)
        self.line = ""
