"""What cells of an xlsx show otherwise than they hold: errors, per cents, zeros in front of a number."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

from crm_cli.exchange.read.sources import Source

_CELL = re.compile(rb"<c\b([^>]*?)(/>|>(.*?)</c>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb'\b([rst])="([^"]*)"')
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_PERCENT = {9, 10}
"""The numbers of the formats of per cents that every workbook has."""


class Looks:
    """Of one sheet: row → column → what its cell shows ("%", zeros) or the error in it.

    errors: how many cells with an error have been read.
    """

    def __init__(self) -> None:
        self.shown: dict[int, dict[int, str]] = {}
        self.errors = 0

    def put(self, line: int, values: Sequence[Any], texts: list[str], before: int) -> None:
        """Let the cells of a row be as they are shown. before: how many columns stand before the first cell."""
        for column, look in self.shown[line].items():
            at = column - before
            if not 0 <= at < len(texts):
                continue
            if look == "%":
                if isinstance(values[at], (int, float)):
                    share = (Decimal(texts[at]) * 100).normalize()
                    texts[at] = f"{share:f}%"
            elif look.startswith("0"):
                if isinstance(values[at], (int, float)) and texts[at].isdecimal():
                    texts[at] = texts[at].zfill(len(look))
            else:
                texts[at] = look
                self.errors += 1

    @classmethod
    def of(cls, source: Source) -> dict[str, Looks]:
        """The looks of all sheets by their names; none of a workbook of another format."""
        try:
            with source() as stream, zipfile.ZipFile(stream) as archive:
                styles = _styles(archive)
                return {
                    name: _of_sheet(archive.read(path), styles) for name, path in _sheets(archive).items()
                }
        except (KeyError, ValueError, zipfile.BadZipFile, ElementTree.ParseError):
            return {}


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet → the name of its part."""
    targets = {}
    for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        target = relation.get("Target", "")
        targets[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    found = {}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            path = targets.get(link, "")
            if path in archive.namelist():
                found[sheet.get("name", "")] = path
    return found


def _styles(archive: zipfile.ZipFile) -> dict[bytes, str]:
    """The number of a style → what it makes of a number."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    formats: dict[int, str] = {}
    looks: dict[bytes, str] = {}
    for part in root:
        name = part.tag.rpartition("}")[2]
        if name == "numFmts":
            formats = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in part}
        elif name == "cellXfs":
            for place, style in enumerate(part):
                number = int(style.get("numFmtId", "0"))
                code = re.sub(r'"[^"]*"|\\.', "", formats.get(number, "")).partition(";")[0]
                if number in _PERCENT or "%" in code:
                    looks[b"%d" % place] = "%"
                elif re.fullmatch("00+", code):
                    looks[b"%d" % place] = code
    return looks


def _of_sheet(xml: bytes, styles: dict[bytes, str]) -> Looks:
    looks = Looks()
    if b't="e"' not in xml and not styles:
        return looks
    for cell in _CELL.finditer(xml):
        about = dict(_ATTRIBUTE.findall(cell[1]))
        shown = styles.get(about.get(b"s", b""), "")
        if about.get(b"t") == b"e":
            value = _VALUE.search(cell[3] or b"")
            shown = value[1].decode() if value else "#N/A"
        elif about.get(b"t") in {b"s", b"str", b"inlineStr", b"b"}:
            shown = ""
        place = re.fullmatch(rb"([A-Z]+)(\d+)", about.get(b"r", b""))
        if shown and place and cell[3]:
            column = 0
            for letter in place[1]:
                column = column * 26 + letter - 64
            looks.shown.setdefault(int(place[2]), {})[column - 1] = shown
    return looks
