"""What a file is, by its first bytes: something we read, or something that is refused by its name."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO, NamedTuple

from crm_cli.core.errors import UsageError

HEAD = 1 << 16

WORKBOOKS = frozenset({"xlsx", "xls", "xlsb", "ods"})
ZIP = "zip"

_SIGNED = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF87a", "a picture (GIF)"),
    (b"GIF89a", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"BM", "a picture (BMP)"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\0\x01\0\0Standard ", "an Access database"),
    (b"\x1f\x8b", "packed with gzip"),
    (b"BZh", "packed with bzip2"),
    (b"\xfd7zXZ\0", "packed with xz"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"{\\rtf", "a text with formats (RTF)"),
    (b"PAR1", "a Parquet file"),
    (b"Obj\x01", "an Avro file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"!BDN", "an Outlook data file (PST)"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"OTTO", "a font"),
    (b"wOF", "a font"),
)
"""Other beginnings, and what has them."""

_RIFF = {b"WEBP": "a picture (WebP)", b"WAVE": "a sound (WAV)", b"AVI ": "a film (AVI)"}

_XML = (
    ("urn:schemas-microsoft-com:office:spreadsheet", "an XML spreadsheet of 2003"),
    ("<svg", "a picture (SVG)"),
    ("<plist", "a property list"),
    ("<html", "an HTML page"),
)

_HEADS = (
    (re.compile(r"(?i)<!doctype\s+html|<(html|head|body|table|meta|style|script|div)\b"), "an HTML page"),
    (re.compile(r"<\?xml\b|<[A-Za-z][\w:-]*( [\w:-]+=|>)"), "an XML file"),
    (re.compile(r"From \S+ .*\d\d:\d\d.*\n[!-9;-~]+:"), "a mailbox (mbox)"),
    (
        re.compile(
            r"(?i)(return-path|received|delivered-to|message-id|mime-version|x-[a-z-]+): ?.*\n"
            r"((?!\n)([ \t].*|[!-9;-~]+:.*)\n){2}"
        ),
        "a mail message",
    ),
    (re.compile(r"(?i)(version: 1\n+)?dn:{1,2} .*\n([a-z-]+:{1,2} .*\n| .*\n){2}"), "an LDIF address book"),
)
"""Texts that are no tables, by how they begin."""

_HINTS = {
    "an HTML page": "open it in a spreadsheet, and save it as XLSX or CSV",
    "an XML spreadsheet of 2003": "open it in a spreadsheet, and save it as XLSX",
    "a ZIP of something else": "unpack it",
    "an SQLite database": "sqlite3 -csv -header FILE 'SELECT …' | crm import -",
    "a mailbox (mbox)": "crm mail import FILE",
    "a mail message": "crm mail import FILE",
    "packed with gzip": "gunzip -c FILE | crm import -",
    "packed with bzip2": "bunzip2 -c FILE | crm import -",
    "packed with xz": "xz -dc FILE | crm import -",
    "a workbook with a password": "save it without a password",
}
_HINT = "crm import reads csv, tsv, xlsx, xls, ods, json, jsonl, vcf and ics, and folders and ZIPs of them"


class What(NamedTuple):
    """What a file is: the name of a format we read, or what it is called that we do not."""

    format: str
    called: str = ""


def of(stream: BinaryIO, suffix: str = "") -> What:
    """Look at the beginning of a stream (at all of it, where it is a ZIP); then at the ending of the file's name."""
    head = stream.read(HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(stream)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _of_compound(stream, head)
    for sign, called in _SIGNED:
        if head.startswith(sign) and not (len(sign) < 4 and _is_text(head)):
            return What("", called)
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return What("", _RIFF[head[8:12]])
    if head[4:8] == b"ftyp":
        return What("", "a film or a picture (MP4)")
    if head[257:262] == b"ustar":
        return What("", "a tar archive")
    return _of_text(_text(head), suffix)


def refused(name: str, called: str) -> UsageError:
    """What is said of a file that is no table."""

    return UsageError(f"{name} is {called}, not a table", hint=_HINTS.get(called, _HINT))


def _is_text(head: bytes) -> bool:
    """Whether there is nothing in it that texts do not have: `BM,CD` is a header row, too."""
    return not any(byte < 9 or 13 < byte < 32 for byte in head[:512])


def _text(head: bytes) -> str:
    """The beginning as text, well enough to see what is written in ASCII, its lines ended by LF."""
    for mark, codec in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if head.startswith(mark):
            text = head.decode(codec, "replace")
            break
    else:
        wide = head[:64]
        codec = "latin-1"
        if wide[1::2].count(0) * 4 > len(wide) and not wide[::2].count(0):
            codec = "utf-16-le"
        elif wide[::2].count(0) * 4 > len(wide) and not wide[1::2].count(0):
            codec = "utf-16-be"
        text = head.decode(codec, "replace")
    return text.lstrip("\ufeff \t\r\n").replace("\r\n", "\n").replace("\r", "\n")


def _of_text(text: str, suffix: str) -> What:
    if begun := re.match(r"(?i)(?:[\w-]+\.)?BEGIN[ \t]*:[ \t]*(VCARD|VCALENDAR|VEVENT|VTODO)\b", text):
        return What("vcf" if begun[1].upper() == "VCARD" else "ics")
    for pattern, called in _HEADS:
        if pattern.match(text):
            xml = [name for sign, name in _XML if sign in text[:4096].lower()]
            return What("", xml[0] if xml and called == "an XML file" else called)
    if text[:1] in {"{", "["} and (suffix in {"json", "jsonl", "ndjson"} or _is_json(text)):
        return What("json")
    if suffix in {"yaml", "yml"}:
        return What("", "a YAML file")
    if text and suffix in {"json", "jsonl", "ndjson", "vcf", "ics"}:
        return What(suffix if suffix in {"vcf", "ics"} else "json")
    return What("csv")


def _is_json(text: str) -> bool:
    """Whether a text begins as an array of objects, an object, or lines of objects do."""
    return re.match(r'\[\s*(\{\s*["}]|\]\s*$|\[|")|\{\s*("[^"\n]*"\s*:|\})', text) is not None


def _of_zip(stream: BinaryIO) -> What:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                kind = archive.read("mimetype")[:200].decode("ascii", "replace")
                if "spreadsheet" in kind:
                    return What("ods")
                if "opendocument" in kind:
                    return What("", f"an OpenDocument file ({kind.rsplit('.', 1)[-1].strip()})")
                if "epub" in kind:
                    return What("", "a book (EPUB)")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        return What(ZIP)
    for sign, what in (
        ("xl/workbook.bin", What("xlsb")),
        ("xl/workbook.xml", What("xlsx")),
        ("word/document.xml", What("", "a Word document")),
        ("ppt/presentation.xml", What("", "a presentation")),
        ("META-INF/MANIFEST.MF", What("", "a Java archive")),
        ("Index/Document.iwa", What("", "a Pages, Numbers or Keynote document")),
    ):
        if sign in names:
            return what
    if "[Content_Types].xml" in names:
        return What("xlsx" if any(name.startswith("xl/") for name in names) else "", "an Office document")
    return What(ZIP)


def _of_compound(stream: BinaryIO, head: bytes) -> What:
    """A file of old Office programs: names of its parts stand in it as UTF-16."""
    data = head + stream.read(1 << 24)
    for sign, what in (
        ("EncryptedPackage", What("", "a workbook with a password")),
        ("__substg1.0", What("", "an Outlook message (MSG)")),
        ("WordDocument", What("", "a Word document")),
        ("PowerPoint Document", What("", "a presentation")),
    ):
        if sign.encode("utf-16-le") in data:
            return what
    for sign in ("Workbook", "Book"):
        if sign.encode("utf-16-le") in data:
            return What("xls")
    return What("", "a file of an old Office program")
