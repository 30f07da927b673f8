"""Which encoding a file is written in: by its mark, by being UTF-8, or by the letters its bytes would make."""

from __future__ import annotations

import codecs
import io
from collections.abc import Sequence
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


_ENDS = frozenset("\n\r,;\t|{")
"""Signs of which every table has one."""


_ASCII = bytes(range(128))
_FEW = 24
"""So many bytes beyond ASCII may be UTF-8 by chance."""


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
        return _checked(stream, start, wide, wide.upper(), "guessed")
    if b"\x1b$" in start and start.isascii():
        return _checked(stream, start, "iso2022_jp_2", "ISO-2022-JP", "guessed")
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
    """UTF-16 or UTF-32 without a mark: then every sign of ASCII, a delimiter or a line end, has NULs beside it."""
    head = start[: 8192 if len(start) >= 8192 else len(start) // 4 * 4 or len(start) // 2 * 2]
    nuls = head.count(0)
    if nuls * 20 < len(head) or not head:
        return None
    for codec, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        try:
            text = codecs.getincrementaldecoder(codec)().decode(head)
        except UnicodeDecodeError:
            continue
        plain = sum(sign < "\u0100" for sign in text)
        if (
            "\0" not in text
            and (nuls * 2 >= len(head) if width == 4 else plain * 10 >= nuls * 9)
            and _ENDS & {*text}
            and _are_letters(text)
        ):
            return codec
    return None


def _are_letters(text: str) -> bool:
    """Whether most signs are no two of ASCII side by side, which a text of one byte a sign with a few NULs would be."""
    parted = [divmod(ord(sign), 256) for sign in text]
    return sum(31 < high < 127 and 31 < low < 127 for high, low in parted) * 2 <= len(text)


def _utf8(stream: BinaryIO, start: bytes) -> Encoding | None:
    """UTF-8, or None where it is something else; UsageError where it is so only by chance, as a few letters may be."""
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
        return None
    if not start.isascii() and len(start.translate(None, _ASCII)) <= _FEW and not _says_so(start):
        from crm_cli.exchange.read import guess

        guess.check_utf8(start.splitlines())
    return Encoding("utf-8", "UTF-8", "", has_nul, has_apostrophe)


def _says_so(start: bytes) -> bool:
    """Whether a file can be in nothing but UTF-8: JSON (RFC 8259), and exports of ours, which hold `uid`."""
    return start.lstrip()[:1] in {b"[", b"{"} or b"uid" in start[:2000]


def _guessed(stream: BinaryIO) -> Encoding:
    """By the words that its bytes would make; every byte is then read once, so that none is a surprise later."""
    from crm_cli.exchange.read import guess

    lines = stream.read(4 * CHUNK).splitlines()
    sample = guess.cells(lines)
    is_utf8 = [_is_utf8(cell) for cell in sample]
    try:
        codec = guess.guessed(sample)
    except UsageError:
        if sum(is_utf8) * 2 >= len(sample):
            raise _mixed(lines) from None
        raise
    if any(fits and guess.is_mixed(cell, codec) for cell, fits in zip(sample, is_utf8, strict=True)):
        raise _mixed(lines)
    stream.seek(0)
    return _checked(stream, stream.read(CHUNK), codec, codec, "guessed")


def _is_utf8(cell: bytes) -> bool:
    try:
        cell.decode()
    except UnicodeDecodeError:
        return False
    return True


def _mixed(lines: Sequence[bytes]) -> UsageError:
    """What is said of two encodings in one file, with the line where the second begins."""
    first = next(number for number, line in enumerate(lines, start=1) if not _is_utf8(line))
    return UsageError(
        f"line {first} is not UTF-8, though lines before or after it are: two encodings in one file",
        hint="save it as UTF-8, or name its encoding: --encoding cp1251",
    )
