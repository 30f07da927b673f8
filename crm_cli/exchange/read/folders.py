"""A folder or a ZIP of sheets: which of its files are read, as what, and in which order."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from crm_cli.core.errors import UsageError
from crm_cli.kinds.catalogue import KINDS, kind_named

_MOST = 8 << 30
"""Bytes that a ZIP may unpack to."""


def is_folder(file: str) -> bool:
    """Whether what was named holds several files: a folder, or a ZIP."""
    path = Path(file)
    if file == "-" or not path.exists():
        return False
    return path.is_dir() or (path.is_file() and zipfile.is_zipfile(path))


@contextmanager
def opened(file: str) -> Iterator[Path]:
    """The folder itself, or one a ZIP is unpacked to for as long as it is read."""
    path = Path(file)
    if path.is_dir():
        yield path
        return
    unpacked = Path(tempfile.mkdtemp(prefix="crm-"))
    try:
        _unpack(path, unpacked)
        yield unpacked
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)


def _unpack(path: Path, to: Path) -> None:
    """Unpack the sheets of a ZIP by their bare names: what lies outside, or is no sheet, is never written."""
    try:
        with zipfile.ZipFile(path) as archive:
            sheets = [one for one in archive.infolist() if _is_sheet(one.filename)]
            if sum(one.file_size for one in sheets) > _MOST:
                raise UsageError(
                    f"`{path}` would unpack to more than 8 GiB", hint="unpack it, and import the folder"
                )
            for one in sheets:
                with archive.open(one) as source, (to / Path(one.filename).name).open("wb") as target:
                    shutil.copyfileobj(source, target)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise UsageError(f"`{path}` cannot be unpacked: {str(error).lower()}") from None


def _is_sheet(name: str) -> bool:
    return (
        Path(name).suffix.lower() == ".csv" and not Path(name).name.startswith(".") and "__MACOSX" not in name
    )


def sheets(folder: Path, known: Sequence[str]) -> tuple[list[tuple[str, Path]], list[str]]:
    """The sheets of records with their kinds, in the order in which they find what they name; and other files.

    known: names, without ending, of files that are read in another way. Raises UsageError where no kind is known.
    """
    found: list[tuple[str, Path]] = []
    others = []
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise UsageError(f"`{folder}` cannot be read: {(error.strerror or str(error)).lower()}") from None
    for path in files:
        kind = kind_named(path.stem.lower()) if _is_sheet(path.name) else None
        if kind is not None and kind.name in KINDS:
            found.append((kind.name, path))
        elif not (_is_sheet(path.name) and path.stem in known):
            others.append(path.name)
    if not found:
        names = ", ".join(f"{KINDS[kind].plural}.csv" for kind in list(KINDS)[:4])
        raise UsageError(
            f"`{folder}` holds no sheet that is named for a kind of record: {names} …",
            hint="name the kind of a single file: crm import FILE --as contacts",
        )
    return sorted(found, key=lambda one: (list(KINDS).index(one[0]), one[1].name)), others
