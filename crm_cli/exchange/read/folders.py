"""A folder or a ZIP of files: which files it holds."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from crm_cli.core.errors import UsageError
from crm_cli.exchange.read import what

_MOST = 8 << 30
"""Bytes that a ZIP may unpack to."""

_MANY = 100_000
"""Files that it may hold."""


def is_folder(file: str) -> bool:
    """Whether what was named holds several files: a folder, or a ZIP that is no workbook."""
    path = Path(file)
    if file == "-" or not path.exists():
        return False
    if path.is_dir():
        return True
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    with path.open("rb") as stream:
        return what.of(stream).format == what.ZIP


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


def files(folder: Path) -> dict[str, Path]:
    """The files of a folder and of the folders in it, by their names within it; hidden ones are left out."""
    try:
        found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    except OSError as error:
        raise UsageError(f"`{folder}` cannot be read: {(error.strerror or str(error)).lower()}") from None
    return {name: found[name] for name in sorted(found) if not _is_hidden(name)}


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)


def _unpack(path: Path, to: Path) -> None:
    """Unpack a ZIP: what would lie outside is never written."""
    try:
        with zipfile.ZipFile(path) as archive:
            kept = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
            if sum(one.file_size for one in kept) > _MOST:
                raise UsageError(
                    f"`{path}` would unpack to more than 8 GiB", hint="unpack it, and import the folder"
                )
            if len(kept) > _MANY:
                raise UsageError(f"`{path}` holds {len(kept):,} files", hint="unpack what is to be imported")
            for one in kept:
                parts = [part for part in PurePosixPath(one.filename).parts if part not in {"/", ".."}]
                target = to.joinpath(*parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                while target.exists():  # two of one name
                    target = target.with_name(f"{target.stem} again{target.suffix}")
                with archive.open(one) as source, target.open("wb") as out:
                    shutil.copyfileobj(source, out)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise UsageError(f"`{path}` cannot be unpacked: {str(error).lower()}") from None
