"""Which encoding a file is written in: by its mark, by being UTF-8, or by the letters its bytes would make."""

from __future__ import annotations

import codecs
import io
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from crm_cli.core.errors import UsageError
from crm_cli.exchange.read.sources import CHUNK

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

_CYRILLIC = ("cp1251", "koi8-u", "cp866", "mac-cyrillic", "iso8859-5")
_COMMON = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфіїєқғңәөұүһ")


class Encoding(NamedTuple):
    """The codec to read with, its name for people, and whether NULs, apostrophes stand in the file.

    how: "" where the file says it itself or is plain UTF-8, else "guessed" or "as told".
    """

    codec: str
    name: str
    how: str
    has_nul: bool
    has_apostrophe: bool


def find(stream: BinaryIO, told: str | None = None) -> Encoding:
    """Find the encoding of a stream read from its beginning; one pass, a chunk at a time.

    told: the user's `--encoding`. Raises UsageError for an unknown one, for bytes that do not fit it, for two
    encodings in one file (with the line where the second begins), and where no guess is good enough.
    """
    start = stream.read(CHUNK)
    if told:
        return _as_told(stream, start, told)
    for mark, codec, name in _MARKS:
        if start.startswith(mark):
            return _checked(stream, start, codec, name, "")
    if wide := _wide(start):
        return _checked(stream, start, wide, "UTF-16", "guessed")
    found = _utf8(stream, start)
    if found is not None:
        return found
    stream.seek(0)
    return _guessed(stream)


def narrow(stream: BinaryIO) -> BinaryIO:
    """The same bytes, or, of UTF-16 and UTF-32, the same text in UTF-8: lines can be told in it."""
    start = stream.read(CHUNK)
    stream.seek(0)
    for mark, codec, _ in _MARKS[1:]:
        if start.startswith(mark):
            return io.BytesIO(stream.read().decode(codec).encode())
    if wide := _wide(start):
        return io.BytesIO(stream.read().decode(wide).encode())
    return stream


def _as_told(stream: BinaryIO, start: bytes, told: str) -> Encoding:
    try:
        codec = codecs.lookup(told)
    except LookupError:
        raise UsageError(
            f"`{told}` is not an encoding", hint="the usual ones are utf-8, cp1251, cp1252, utf-16"
        ) from None
    if not getattr(codec, "_is_text_encoding", True):
        raise UsageError(
            f"`{told}` is not an encoding of text", hint="the usual ones are utf-8, cp1251, cp1252, utf-16"
        )
    name = "utf-8-sig" if codec.name == "utf-8" else codec.name
    return _checked(stream, start, name, told, "as told")


def _checked(stream: BinaryIO, chunk: bytes, codec: str, name: str, how: str) -> Encoding:
    """Decode everything once, so that nothing is imported before the last byte is known to be readable."""
    decoder = codecs.getincrementaldecoder(codec)()
    lines, has_nul, has_apostrophe = 1, False, False
    while True:
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            line = lines + error.object[: error.start].count(b"\n")
            raise UsageError(
                f"line {line} cannot be read as {name}: byte 0x{error.object[error.start]:02x}",
                hint="name another one with --encoding: cp1251, cp1252, koi8-r",
            ) from None
        lines += text.count("\n")
        has_nul = has_nul or "\0" in text
        has_apostrophe = has_apostrophe or "'" in text
        if not chunk:
            return Encoding(codec, name, how, has_nul, has_apostrophe)
        chunk = stream.read(CHUNK)


def _wide(start: bytes) -> str | None:
    """UTF-16 without a mark: in a table every other byte of signs, digits and line ends is NUL."""
    head = start[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) // 10 and odd > 8 * even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 10 and even > 8 * odd else None


def _utf8(stream: BinaryIO, start: bytes) -> Encoding | None:
    """UTF-8, or None where it is something else altogether; UsageError where it is UTF-8 with foreign bytes in it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    chunk, has_nul, has_apostrophe = start, False, False
    try:
        while chunk:
            has_nul = has_nul or b"\0" in chunk
            has_apostrophe = has_apostrophe or b"'" in chunk
            decoder.decode(chunk)
            chunk = stream.read(CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        stream.seek(0)
        _refuse_mixture(stream)
        return None
    return Encoding("utf-8", "UTF-8", "", has_nul, has_apostrophe)


def _refuse_mixture(stream: BinaryIO) -> None:
    """Raise UsageError where most of what is beyond ASCII is UTF-8, so that the rest is another encoding's."""
    letters = foreign = first = 0
    for number, line in enumerate(stream, start=1):
        if line.isascii():
            continue
        text = line.decode("utf-8", "surrogateescape")
        bad = sum("\udc80" <= sign <= "\udcff" for sign in text)
        letters += sum(sign > "\x7f" for sign in text) - bad
        foreign += bad
        first = first or (number if bad else 0)
    if letters * 4 >= foreign:
        raise UsageError(
            f"line {first} is not UTF-8, though lines before or after it are: two encodings in one file",
            hint="save it as UTF-8, or name its encoding: --encoding cp1251",
        )


def _guessed(stream: BinaryIO) -> Encoding:
    """A single-byte encoding, by the letters its bytes would make; the first that is clearly best."""
    data = stream.read(4 * CHUNK)
    rest = b"1" if stream.read(1) else b""
    high = [byte for byte in data if byte > 0x7F]
    has_nul, has_apostrophe = b"\0" in data or bool(rest), b"'" in data or bool(rest)
    neighbours = sum(a > 0x7F and b > 0x7F for a, b in pairwise(data))
    if neighbours * 3 > len(high):  # whole words beyond ASCII
        scores = sorted(((_cyrillic_score(data, codec), codec) for codec in _CYRILLIC), reverse=True)
        if scores[0][0] > 0.75 and scores[0][0] > scores[1][0] + 0.1:
            return Encoding(scores[0][1], scores[0][1], "guessed", has_nul, has_apostrophe)
    elif _is_western(data):
        return Encoding("cp1252", "cp1252", "guessed", has_nul, has_apostrophe)
    return _last_resort(data, has_nul, has_apostrophe)


def _cyrillic_score(data: bytes, codec: str) -> float:
    """The share of common small letters among what is beyond ASCII, a capital inside a word counting against it."""
    text = data.decode(codec, "replace")
    beyond = good = bad = 0
    before = " "
    for sign in text:
        if sign > "\x7f":
            beyond += 1
            small = sign.lower()
            if small in _COMMON:
                good += 1
                bad += sign != small and before.islower()
            elif not sign.isalpha():
                bad += before.isalpha()
        before = sign
    return (good - 2 * bad) / beyond if beyond else 0.0


def _is_western(data: bytes) -> bool:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    beyond = [sign for sign in text if sign > "\x7f"]
    likely = sum(sign in "äöüßÄÖÜéèêëàâáãåçñíîïóôõøúûæœÉÀÇÅØÑ’‘“”–—€£°«»•…®™§´\xa0" for sign in beyond)
    return likely * 10 >= len(beyond) * 8


def _last_resort(data: bytes, has_nul: bool, has_apostrophe: bool) -> Encoding:
    from charset_normalizer import from_bytes

    best = from_bytes(data[: CHUNK // 2]).best()
    if best is None or best.chaos > 0.1 or best.coherence < 0.2:
        raise UsageError(
            "the encoding of the file cannot be told from its bytes",
            hint="name it: --encoding cp1251, or save the file as UTF-8",
        )
    return Encoding(best.encoding, best.encoding, "guessed", has_nul, has_apostrophe)
