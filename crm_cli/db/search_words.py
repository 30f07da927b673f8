"""The folded words of a record, as the full-text index takes them."""

from __future__ import annotations

from unicodedata import normalize

from crm_cli.core.text import ZWNJ, index_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


_HYPHENS = "-\u2010\u2011"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def of_record(title: str, body: str) -> str:
    """All words of a record in one line: its name or title first, then the rest, single spaces between."""
    return f"{index_text(title)} {index_text(body)}{_otherwise(title, body)}"


def _otherwise(title: str, body: str) -> str:
    """Words that many write otherwise, once more in that way, after a space; "" where there are none.

    What a zero-width non-joiner joins is written apart, what a hyphen parts as one word (Mary-Ann as `maryann`), and
    umlauts of a name as two letters (Müller as `mueller`).
    """
    text = f"{title} {body}"
    more = [word.replace(ZWNJ, " ") for word in text.split() if ZWNJ in word] if ZWNJ in text else []
    for hyphen in _HYPHENS:
        if hyphen in text:
            more += _joined(text, hyphen)
    if not title.isascii():
        small = normalize("NFC", title).lower()
        more += [
            word.translate(_UMLAUTS)
            for word in small.split()
            if not _UMLAUTS.keys().isdisjoint(map(ord, word))
        ]
    return " " + index_text(" ".join(more)) if more else ""


def _joined(text: str, hyphen: str) -> Iterator[str]:
    """The words with one or two hyphens between letters, without them."""
    import re

    for word in text.split():
        if hyphen in word:
            for parted in re.findall(rf"[^\W\d_]+(?:{hyphen}[^\W\d_]+){{1,2}}", word):
                yield parted.replace(hyphen, "")


class Folder:
    """Folds many records: the same words as `of_record`, quicker as words repeat."""

    def __init__(self) -> None:
        self._words = _Words()

    def title(self, title: str) -> str:
        """The folded name or title."""
        return index_text(title)

    def words(self, folded_title: str, title: str, body: str) -> str:
        """All words of a record whose title is folded already."""
        return f"{folded_title} {self._words.of(body)}{_otherwise(title, body)}"


class _Words(dict[str, str]):
    """Words that are not ASCII, folded once: nothing of a word depends on those beside it.

    A letter goes before what is folded, since signs alone would otherwise stay.
    """

    def __missing__(self, word: str) -> str:
        if len(self) > 20_000:
            self.clear()
        folded = self[word] = index_text("a " + word)[2:]
        return folded

    def of(self, body: str) -> str:
        """`index_text` of the words of a record; plain ASCII, which most are, goes the quick way."""
        if body.isascii():
            return index_text(body)
        return " ".join(filter(None, map(self.__getitem__, body.split()))) or index_text(body)
