"""Text in the cells of a terminal: how many it takes, folded, cut and filled up to a width, in reading order."""

from __future__ import annotations

from unicodedata import bidirectional

from rich.cells import cell_len

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TIE = "\ufdd0"
"""A blank at which no text is folded, a code that is no sign and never will be; `untied` makes a blank of it."""

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_ISOLATES = {"L": "\u2066", "R": "\u2067", "AL": "\u2067"}
_POP_ISOLATE, _LEFT_TO_RIGHT_MARK = "\u2069", "\u200e"
_JOINER = "\u200d"
_FLAGS = range(0x1F1E6, 0x1F200)
_SKINS = range(0x1F3FB, 0x1F400)
_CJK_WORD = 12
"""Of a word of wide signs, which may be broken between any two, so much is kept together."""


def width_of(text: str) -> int:
    """Return how many cells of a terminal the widest line of a text takes."""
    return max(map(cell_len, text.split("\n"))) if "\n" in text else cell_len(text)


def longest_word(text: str) -> int:
    """Return how many cells the widest word of a text takes that should not be broken."""
    return max(map(_width_of_word, text.replace("\n", " ").split(" ")))


def _width_of_word(word: str) -> int:
    cells = cell_len(word)
    return cells if cells <= len(word) else min(cells, _CJK_WORD)


def in_order(text: str, whole: str = "") -> str:
    """Set a text with right-to-left letters apart from what stands beside it on a line.

    whole: the text that this is a line of, which says in which direction it is read: that of its first letter.

    Of terminals, many put letters into cells from left to right as they come, which keeps columns in line whatever
    is done here. Those that turn right-to-left words about (VTE, Konsole, mlterm, Apple's) order a whole line as one
    paragraph: a Persian name and the amount behind it would change places, blanks and all, since a figure after
    Arabic letters belongs to them (UAX 9, W2 and N1). An isolate keeps both in their columns and lets the name read
    in its own direction. A terminal that knows no isolates, or loses one at the start of a line, still finds the
    mark behind it, which ends the right-to-left run there. None of the three takes a cell; widths are measured
    without them all the same. Text from a record never holds one: there they are escapes.
    """
    if text.isascii() or not any(bidirectional(sign) in _RIGHT_TO_LEFT for sign in text):
        return text
    kinds = (bidirectional(sign) for sign in whole or text)
    isolate = next((_ISOLATES[kind] for kind in kinds if kind in _ISOLATES), _ISOLATES["L"])
    return f"{isolate}{text}{_POP_ISOLATE}{_LEFT_TO_RIGHT_MARK}"


def clusters(text: str) -> Iterator[str]:
    """Part a text into what a reader takes for signs: letters with their marks, joined emoji, flags."""
    cluster = ""
    for sign in text:
        if cluster and not _goes_on(cluster, sign):
            yield cluster
            cluster = ""
        cluster += sign
    if cluster:
        yield cluster


def _goes_on(cluster: str, sign: str) -> bool:
    if not cell_len(sign) or ord(sign) in _SKINS or cluster[-1] == _JOINER:
        return True
    return ord(sign) in _FLAGS and len(cluster) == 1 and ord(cluster) in _FLAGS


def wrap(text: str, width: int) -> list[str]:
    """Fold a harmless text into lines of at most `width` cells, between words where it can."""
    if "\n" not in text and cell_len(text) <= width:
        return [text]
    return [line for paragraph in text.split("\n") for line in _folded(paragraph, width)]


def _folded(text: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for number, word in enumerate(text.split(" ")):
        cells = cell_len(word)
        if number and used + 1 + cells <= width:
            line, used = f"{line} {word}", used + 1 + cells
            continue
        if number and line:
            yield line.rstrip()
        line, used = word, cells
        if used > width:
            *whole, line = _broken(word, width)
            yield from whole
            used = cell_len(line)
    yield line.rstrip()


def _broken(word: str, width: int) -> list[str]:
    """Break a word that no line holds."""
    lines, used = [""], 0
    for cluster in clusters(word):
        cells = cell_len(cluster)
        if used and used + cells > width:
            lines.append("")
            used = 0
        lines[-1] += cluster
        used += cells
    return lines


def cut(text: str, width: int) -> str:
    """Cut a text of one line to a width, saying so with `…`; at a blank where one is near."""
    if cell_len(text) <= width:
        return text
    kept, used = "", 0
    for cluster in clusters(text):
        used += cell_len(cluster)
        if used >= width:
            break
        kept += cluster
    words = kept.rsplit(" ", 1)
    if len(words) == 2 and words[0].strip() and cell_len(words[1]) < width // 4:
        kept = words[0]
    return kept.rstrip(" ·,") + "…"


def tied(values: Iterable[str]) -> str:
    """Join values that are each kept together: a list of phone numbers is folded between them only."""
    return ", ".join(value.replace(" ", TIE) for value in values)


def untied(text: str) -> str:
    """The text with a blank for each tie."""
    return text.replace(TIE, " ")
