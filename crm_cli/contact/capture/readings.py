"""What a card may say: every way in which its pieces make sense, the first pieces first."""

from __future__ import annotations

from crm_cli.contact.capture.pieces import Piece, parted
from crm_cli.contact.capture.sorts import fits_domain, fits_local, is_name_like, sort_of
from crm_cli.contact.capture.words import AT
from crm_cli.core.record import record
from crm_cli.core.text import compact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from crm_cli.contact.capture.pieces import Point

POSSIBLE = ("name", "word")
"""Sorts of pieces that may be a person's name or a company's."""


@record
class Known:
    """What the file knows: which names are companies' or people's, and what labels say (folded, no spaces → field)."""

    is_company: Callable[[str], bool]
    is_person: Callable[[str], bool]
    fields: Mapping[str, str]


@record
class Reading:
    """One way to read a card. name: of the person, "" where it tells of a company alone.

    fields: what labels said besides, (field, text). note: the rest, in the order it stood.
    """

    name: str
    company: str
    job_title: str
    points: tuple[Point, ...]
    fields: tuple[tuple[str, str], ...]
    note: str


def readings(text: str, known: Known) -> list[Reading]:
    """All ways to read a card; none where no name is in it.

    - A label settles what follows it: `company: Adler`.
    - A company has a legal form, a trade (`Hotel`), a name that is known, or that of the e-mail's or site's domain.
    - A person's name is known, or is that in an e-mail before the @; else it has two words or more in capitals;
      a single word, and small ones, only where nothing else can be the name, and in front.
    - Where two pieces may be the name or the company, each is a reading; and that it is neither, too.
    - All other pieces are a note.
    """
    cut, points = parted(text, known.fields)
    pieces = [
        part
        for piece in cut
        for outside in _split_brackets(piece)
        for apart in _split_signs(outside)
        for part in _split_at(apart, known)
    ]
    sorts = _sorted(pieces, points, known)
    names, companies = _of(sorts, "person"), _of(sorts, "company")
    if not names:
        names = _names(sorts)
    found = [
        _reading(pieces, sorts, points, name, company)
        for name in names or ([None] if companies else [])
        for company in _companies(sorts, companies, name)
    ]
    return sorted(dict.fromkeys(found), key=lambda reading: not reading.company) if not companies else found


def _split_brackets(piece: Piece) -> Iterator[Piece]:
    """`Carl Fuchs (CFO) Adler` as three pieces, where a job stands in brackets; others as they are."""
    before, opened, rest = piece.text.partition("(")
    inside, closed, after = rest.partition(")")
    if piece.field or not opened or not closed or not inside.strip() or sort_of(inside) != "job":
        yield piece
        return
    for text in (before, inside, after):
        if any(sign.isalnum() for sign in text):
            yield Piece(text.strip())


def _split_signs(piece: Piece) -> Iterator[Piece]:
    """`王小明 销售总监 电气集团` as three pieces: where no spaces are set within words, jobs and companies stand alone."""
    words = piece.text.split()
    apart = [sort_of(word) in {"job", "company"} for word in words]
    if piece.field or not any(apart) or not all(any(sign >= "\u3005" for sign in word) for word in words):
        yield piece
        return
    rest: list[str] = []
    for word, is_apart in zip(words, apart, strict=True):
        if is_apart:
            if rest:
                yield Piece(" ".join(rest))
            rest = []
            yield Piece(word)
        else:
            rest.append(word)
    if rest:
        yield Piece(" ".join(rest))


def _split_at(piece: Piece, known: Known) -> Iterator[Piece]:
    """`CFO at Acme` as two pieces; others as they are."""
    words = piece.text.split()
    for place, word in enumerate(words[1:-1], start=1):
        key = word if word == "@" else compact(word)
        who, where = " ".join(words[:place]), " ".join(words[place + 1 :])
        if piece.field or key not in AT or sort_of(who) not in {"job", "name"}:
            continue
        if sort_of(where) not in {"note", "small"} or known.is_company(where):
            yield from (Piece(who), Piece(where, "company"))
            return
    yield piece


def _sorted(pieces: Sequence[Piece], points: Sequence[Point], known: Known) -> list[str]:
    """What each piece is: `person` and `company` where that is certain, else what its words make of it."""
    emails = [point.value.partition("@") for point in points if point.kind == "email"]
    domains = [domain for _, _, domain in emails]
    domains += [_domain(point.value) for point in points if point.kind == "url"]
    found = []
    for piece in pieces:
        if piece.field:
            found.append({"name": "person"}.get(piece.field, piece.field))
            continue
        sort: str = sort_of(piece.text)
        may_be_name = sort in {"name", "word", "small"} or (sort == "company" and is_name_like(piece.text))
        if known.is_company(piece.text):
            sort = "company"
        elif may_be_name and (
            known.is_person(piece.text) or any(fits_local(piece.text, e[0]) for e in emails)
        ):
            sort = "person"
        elif may_be_name and any(fits_domain(piece.text, domain) for domain in domains):
            sort = "company"
        found.append(sort)
    return found


def _domain(address: str) -> str:
    return address.partition("//")[2].partition("/")[0] or address.partition("/")[0]


def _of(sorts: Sequence[str], *wanted: str) -> list[int | None]:
    """Places of the pieces of some sorts."""
    return [place for place, sort in enumerate(sorts) if sort in wanted]


def _names(sorts: Sequence[str]) -> list[int | None]:
    """Places of the pieces that may be the name, where none is certain."""
    whole = _of(sorts, "name")
    if whole:
        return whole
    words = _of(sorts, "word")
    if words:
        return words
    return [0] if sorts and sorts[0] == "small" else []


def _companies(sorts: Sequence[str], certain: Sequence[int | None], name: int | None) -> list[int | None]:
    """Places of the pieces that may be the company beside a name; None for no company."""
    if certain:
        return [*certain]
    others = [place for place in _of(sorts, *POSSIBLE) if place != name]
    return [*others, None]


def _reading(
    pieces: Sequence[Piece],
    sorts: Sequence[str],
    points: Sequence[Point],
    name: int | None,
    company: int | None,
) -> Reading:
    taken = {name, company}
    jobs = [piece.text for piece, sort in zip(pieces, sorts, strict=True) if sort in {"job", "job_title"}]
    rest, fields = [], []
    for place, (piece, sort) in enumerate(zip(pieces, sorts, strict=True)):
        if place in taken or sort in {"job", "job_title"}:
            continue
        if piece.field and piece.field not in {"name", "company", "note"}:
            fields.append((piece.field, piece.text))
        else:
            rest.append(piece.text)
    return Reading(
        "" if name is None else pieces[name].text,
        "" if company is None else pieces[company].text,
        ", ".join(jobs),
        tuple(dict.fromkeys(points)),
        tuple(fields),
        ", ".join(rest),
    )
