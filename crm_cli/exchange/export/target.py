"""Where an export goes and in which format: what `-f` says, else what the file's name ends in, else CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, cast

from crm_cli.app import files
from crm_cli.core.errors import UsageError
from crm_cli.kinds.catalogue import KINDS
from crm_cli.output import write
from crm_cli.output.formats import Format, all_formats, format_of_file

if TYPE_CHECKING:
    from typing import BinaryIO, TextIO

    from crm_cli.app.context import App
    from crm_cli.output import Column, Row


def chosen_format(crm: App, asked: str | None, to: str) -> Format:
    """The format of an export to a file, `-` for stdout; a remark where the file's name ends in another's."""
    told = format_of_file(to) if to != "-" else None
    if asked is None and told is not None:
        return told
    found = crm.chosen_format(asked, exports=True)
    if told is not None and told is not found:
        crm.remark(f"`{to}` is written as {found.name}, as -f says, not as {told.name}")
    return found


def check(format: Format, kind: str, to: str) -> None:
    """Refuse records that a format cannot say, and bytes where text is expected."""
    if format.kinds is not None and kind not in format.kinds:
        able = " and ".join(KINDS[each].plural for each in format.kinds)
        others = ", ".join(each.name for each in all_formats() if each.kinds is None and each.suffix)
        raise UsageError(
            f"{format.name} is for {able}, not for {KINDS[kind].plural}, which go into {others}",
            hint=f"crm export {KINDS[kind].plural} -f csv",
        )
    if format.is_bytes and to == "-":
        raise UsageError(
            f"{format.name} is no text, so it goes into a file",
            hint=f"--to {KINDS[kind].plural}.{format.suffix}",
        )


class Target:
    """A file that records are written into; it has its name when `stack` ends, if nothing went wrong."""

    def __init__(self, crm: App, stack: ExitStack, to: str, format: Format, *, force: bool) -> None:
        self.crm, self.format = crm, format
        opened = files.opened if format.is_bytes else files.written
        self.file = stack.enter_context(opened(crm, to, force=force))

    def write(self, rows: Iterable[Row], columns: Sequence[Column], title: str) -> int:
        """Write records, and count them; what the format could not say is told."""
        if self.format.is_bytes:
            count = self.format.write_into(rows, columns, cast("BinaryIO", self.file), title)
        else:
            out = cast("TextIO", self.file)
            heading = title if self.format.kinds is not None else ""
            count = write(rows, columns, self.format, out, screen=self.crm.screen, title=heading)
        for line in self.format.told:
            self.crm.remark(line)
        return count
