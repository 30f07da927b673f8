"""What the cells of a row were when it was last read, in six signs a cell, so that it is known which of them changed."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from zlib import crc32

from crm_cli.core.text import compact

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_PAIRS = [one + other for one in _SIGNS for other in _SIGNS]
"""Two signs for every number of 12 bits."""

_CODE, _WIDTH = 2, 6

NOTHING = "-"
"""The marks of a row that says nothing but its id, and of one of which only the id is known."""

DIGEST = 12
"""Signs of the digest of a whole row: 72 bits, so that no two of a billion rows are taken for one."""


def mark(text: str) -> str:
    """Four signs for the text of a cell: 24 bits."""
    found = crc32(text.encode("utf-8", "surrogatepass"))
    return _PAIRS[found >> 12 & 4095] + _PAIRS[found & 4095]


def _code(header: str) -> str:
    """Two signs for a column, by its header."""
    text = compact(header) or header
    return _PAIRS[int.from_bytes(blake2b(text.encode(), digest_size=2).digest()) & 4095]


def _marked(code: str, column: Sequence[str]) -> list[str]:
    """The mark of each cell of a column behind the column's code, "" for blanks."""
    distinct = {*column}
    if len(distinct) * 2 > len(column):
        return _each(code, column)
    known = dict(zip(distinct, _each(code, [*distinct]), strict=True))
    return [known[cell] for cell in column]


def _each(code: str, cells: Sequence[str]) -> list[str]:
    try:
        sums = [*map(crc32, map(str.encode, cells))]
    except UnicodeEncodeError:  # half of a pair, which no file of text but JSON can have
        sums = [crc32(cell.encode("utf-8", "surrogatepass")) for cell in cells]
    return [
        code + _PAIRS[found >> 12 & 4095] + _PAIRS[found & 4095] if cell else ""
        for cell, found in zip(cells, sums, strict=True)
    ]


class Marks:
    """Marks the rows of one table: for each cell that is not blank, its column's code and its own mark.

    Two columns of one code count as one column, whose text is that of both.
    """

    def __init__(self, columns: Iterable[tuple[str, int]], *, but: int | None = None) -> None:
        """columns: header and place of each. but: the place of the id, by which the row is known anyway."""
        known = [(header, index) for header, index in columns]
        coded: dict[str, list[int]] = {}
        seen: dict[str, int] = {}
        for header, index in known:
            number = seen[header] = seen.get(header, 0) + 1
            if index != but:
                coded.setdefault(_code(header if number == 1 else f"{header} {number}"), []).append(index)
        self._alone = sorted((code, places[0]) for code, places in coded.items() if len(places) == 1)
        self._shared = sorted((code, places) for code, places in coded.items() if len(places) > 1)
        self._digested = [(header + "\x1f", index) for header, index in sorted(known)]

    def of(self, cells: Sequence[str]) -> str:
        """The marks of a row, whatever order its columns have."""
        return self.of_rows([cells])[0]

    def of_rows(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """The marks of many rows, each the same as alone: made by columns, whose cells often repeat."""
        columns = [*zip(*rows, strict=True)]
        found = [_marked(code, columns[index]) for code, index in self._alone]
        for code, places in self._shared:
            texts = ["\x1f".join(cells) for cells in zip(*(columns[index] for index in places), strict=True)]
            blank = "\x1f" * (len(places) - 1)
            found.append(_marked(code, ["" if text == blank else text for text in texts]))
        if not found:
            return [NOTHING] * len(rows)
        return [marks or NOTHING for marks in map("".join, zip(*found, strict=True))]

    def changed(self, before: str, now: str) -> set[int]:
        """Places of the cells that differ from the marks they had; those that were blank and are no more among them."""
        old = {
            before[at : at + _CODE]: before[at + _CODE : at + _WIDTH] for at in range(0, len(before), _WIDTH)
        }
        new = {now[at : at + _CODE]: now[at + _CODE : at + _WIDTH] for at in range(0, len(now), _WIDTH)}
        found = {index for code, index in self._alone if old.get(code) != new.get(code)}
        return found.union(*(places for code, places in self._shared if old.get(code) != new.get(code)))

    def before(self, marks: str, index: int) -> str:
        """The mark that the cell at a place had, "" where it was blank."""
        code = next((code for code, place in self._alone if place == index), "")
        starts = range(0, len(marks), _WIDTH)
        return next(
            (marks[at + _CODE : at + _WIDTH] for at in starts if code and marks[at : at + _CODE] == code), ""
        )

    def digest(self, cells: Sequence[str]) -> str:
        """What tells a row from all others: its cells by header, blank ones left out, whatever order the columns have."""
        text = "\x1e".join([header + cells[index] for header, index in self._digested if cells[index]])
        found = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        return urlsafe_b64encode(found)[:DIGEST].decode()


def fingerprint(headers: Iterable[str]) -> str:
    """What tells the files of one program: the codes of their headers, whatever their order."""
    return "".join(sorted({_code(header) for header in headers if header}))


def hold_each_other(one: str, other: str) -> bool:
    """Whether all headers of one fingerprint are among those of the other: a column came or went."""
    mine, yours = ({text[at : at + _CODE] for at in range(0, len(text), _CODE)} for text in (one, other))
    return mine <= yours or yours <= mine
