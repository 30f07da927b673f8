"""A card's text in pieces: e-mails, phones, addresses of sites and handles taken out, the rest cut at commas and lines."""

from __future__ import annotations

import re

from crm_cli.contact.capture.words import CLOSINGS, FORMS, LABELS
from crm_cli.core.record import record
from crm_cli.core.text import compact, fold, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


@record
class Point:
    """A way to reach somebody, as written; label: mobile, work, home, fax or ""."""

    kind: str
    value: str
    label: str

    @property
    def typed(self) -> str:
        """As an option takes it: `mobile:+49 170 111222`."""
        return f"{self.label}:{self.value}" if self.label else self.value


@record
class Piece:
    """Some words that stand together; field: what they are, where a label before them says so."""

    text: str
    field: str = ""


_EMAIL = r"[^\s,;:،、，；|<>()\[\]\"]+@[^\s,;:،、，；|<>()\[\]\"@]+"
_SITE = r"(?:https?://|www\.)[^\s,;،、，；|<>\"]+"
_HANDLE = r"(?<!\S)@[A-Za-z][A-Za-z0-9_.]{2,}"
_PHONE = (
    r"(?<![\w./-])(?<!\d,)[+＋]?\(?\d+(?:(?:[ .\-–/]|\)[ \-]?| ?\()\(?\d+\)?)*"
    r"(?:[ ,]*(?:ext\.?|x|доб\.?|вн\.?|داخلی) ?\d{1,6})?(?!\w)"
)
_POINTS = re.compile(
    f"(?P<email>{_EMAIL})|(?P<url>{_SITE})|(?P<messenger>{_HANDLE})|(?P<phone>{_PHONE})", re.IGNORECASE
)
_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/\S*)?")
_DAY = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}")
_CUT = re.compile(r"[\n\r;|،、，；•·\t<>]|(?<!\d),|,(?!\d)|\s[-–—/]\s|^\s*[-–—*_=]{2,}\s*$", re.MULTILINE)
_LABELLED = re.compile(r"([^\W\d_][^:：\d]{0,30}?)\s*[:：]\s*(.+)", re.DOTALL)
_LABEL_BEFORE = re.compile(r"(?:^|(?<=[\s,;|(،、]))([^\W\d_][^\W\d_. -]*(?:[. -][^\W\d_]+)?)\s*([.:：]*)\s*$")
_BEFORE, _AFTER = " \t-–—*_=", " \t-–—*_=:："


def parted(text: str, fields: Mapping[str, str]) -> tuple[list[Piece], list[Point]]:
    """Cut a text into pieces and points, in the order they stand.

    fields: what labels such as `Company:` say, folded and without spaces → the name of the field.
    """
    points: list[Point] = []
    rest: list[str] = []
    start = 0
    for found in _POINTS.finditer(text):
        kind = str(found.lastgroup)
        before = text[start : found.start()]
        kept, label = _label(before, is_alone=kind != "phone")
        value = found.group().rstrip(".:").strip()
        if kind == "phone" and not _is_phone(value, label, text, found):
            continue
        points.append(Point(kind, value, (label or "") if kind != "url" else ""))
        rest += [kept, "\n"]
        start = found.end()
    rest.append(text[start:])
    pieces: list[Piece] = []
    for cut in _CUT.split("".join(rest)):
        words = " ".join(cut.split()).lstrip(_BEFORE).rstrip(_AFTER)
        piece = _labelled(words, fields)
        if not any(sign.isalnum() for sign in piece.text) or fold(piece.text) in CLOSINGS:
            continue
        if not piece.field and _DOMAIN.fullmatch(piece.text):
            points.append(Point("url", piece.text, ""))
        elif not piece.field and pieces and _is_form(piece.text):
            pieces[-1] = Piece(f"{pieces[-1].text}, {piece.text}", pieces[-1].field)
        else:
            pieces.append(piece)
    return pieces, points


def _is_phone(value: str, label: str | None, text: str, found: re.Match[str]) -> bool:
    """Whether figures are a phone: said so, written with a `+` or a 0 in front, or alone in their piece; no day."""
    number = plain(value)
    digits = sum(sign.isdigit() for sign in number)
    if not 7 <= digits <= 15 + 6 * ("x" in number.lower()) or _DAY.fullmatch(number):
        return False
    if label is not None or number.lstrip("(").startswith(("+", "0")):
        return True
    before, after = _CUT.split(text[: found.start()])[-1], _CUT.split(text[found.end() :])[0]
    return not before.strip() and not after.strip()


def _label(before: str, *, is_alone: bool) -> tuple[str, str | None]:
    """The text before a point without the label that ends it, and what the label says; None where there is none.

    A label of one letter needs a sign behind it, or to stand alone. is_alone: so does every label before what cannot
    be mistaken for anything else.
    """
    found = _LABEL_BEFORE.search(before)
    if found is None:
        return before, None
    for words, start in (
        (found[1], found.start(1)),
        (found[1].split()[-1], found.end(1) - len(found[1].split()[-1])),
    ):
        label = LABELS.get(compact(words))
        is_bare = (before[:start].rstrip(" \t") or "\n")[-1] in ",;|\n(·•،、"
        if label is not None and (found[2] or is_bare or (len(words) > 1 and not is_alone)):
            return before[:start], label
    return before, None


def _labelled(words: str, fields: Mapping[str, str]) -> Piece:
    """A piece with what its label says it is; one with another label is kept whole."""
    found = _LABELLED.fullmatch(words)
    if found is None:
        return Piece(words)
    if compact(found[1]) in LABELS and _DOMAIN.fullmatch(found[2]):
        return Piece(found[2])
    field = fields.get(compact(found[1]), "")
    return Piece(found[2].strip(), field) if field else Piece(words, "note")


def _is_form(text: str) -> bool:
    """Whether a piece is no more than a legal form, cut off its company: `Acme, Inc.`."""
    return compact(text) in FORMS
