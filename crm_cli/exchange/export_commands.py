"""The `export` command: files for other programs out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from crm_cli.app import files
from crm_cli.app.context import App
from crm_cli.cli.options import (
    ArchivedOption,
    ColumnsOption,
    ExportFormatOption,
    ForceOption,
    GroupByOption,
    LimitOption,
    QueryArgument,
    SortOption,
)
from crm_cli.core.errors import Conflict, UsageError
from crm_cli.core.fields import Field, Raw
from crm_cli.core.text import plural
from crm_cli.db.select import Order, select
from crm_cli.exchange.asked import kind_asked
from crm_cli.exchange.export import exporting, parts, target, vendors
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.output import Column, Row
from crm_cli.output.formats import Format, all_formats
from crm_cli.verbs import listing
from crm_cli.verbs.answers import columns as as_columns
from crm_cli.verbs.answers import detailed, unfolded


def export(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            help=f"{', '.join(KINDS[name].plural for name in KINDS.as_people_ask())}, or all.",
            metavar="KIND|all",
        ),
    ],
    query: QueryArgument = None,
    columns_: ColumnsOption = None,
    sort: SortOption = None,
    limit: LimitOption = None,
    group_by: GroupByOption = None,
    archived: ArchivedOption = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="No ' before cells that a spreadsheet would run.")
    ] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin with a byte order mark, as Excel likes it.")
    ] = False,
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="google|outlook|hubspot|pipedrive",
            help="Columns and words as this program takes them in.",
        ),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="FILE|DIR", help="Write there; a folder for all.")
    ] = None,
    force: ForceOption = False,
    format: ExportFormatOption = None,
) -> None:
    """Write records with all they have, as CSV that `crm import` reads back, or as a file of another program.

    The end of the file's name says the format: .csv .tsv .xlsx .json .jsonl .yaml .vcf .ics.

    Example: crm export contacts > contacts.csv
    crm export deals status:won closed_on:2026 --columns title,company,amount --to won.xlsx
    crm export contacts tag:family --to family.vcf
    crm export contacts --profile google --to google.csv
    crm export all --to backup
    """
    crm: App = ctx.obj
    chosen = target.chosen_format(crm, format, to or "-").spelled(raw=raw, bom=bom)
    if kind.strip().lower() == "all":
        if not to:
            raise UsageError("export all needs a folder to write to", hint="crm export all --to FOLDER")
        if query or columns_ or sort or limit or group_by or profile:
            raise UsageError(
                "export all holds everything: no query, no --columns, --sort, --limit, --group-by or --profile",
                hint="crm export contacts QUERY",
            )
        _export_all(crm, Path(to), chosen, bom=bom, force=force)
        return
    to = to or "-"
    name = kind_asked(kind, "crm export ")
    target.check(chosen, name, to)
    if chosen.kinds is not None and (columns_ or group_by):
        raise UsageError(
            f"{chosen.name} has a form of its own: no --columns or --group-by",
            hint="leave them out, or -f csv",
        )
    vendor = _vendor(profile, name, chosen, columns_, group_by)
    files.check(crm, to, force=force)
    catalogue = Catalogue(crm.read())
    condition, bound = listing.conditions(crm, catalogue, name, query, archived=archived)
    order: list[int] = []
    if sort or limit:
        by = listing.ordering(catalogue, name, sort or "id").by
        order = exporting.ids(crm.read(), name, condition, bound, order=by, limit=limit or 0)
        condition, bound = "t.id IN (SELECT value FROM json_each(?))", [str(order)]
    made: vendors.Vendor | None = None
    if group_by:
        rows, shown = listing.grouped(crm, catalogue, name, group_by, columns_, condition, bound)
    elif columns_:
        rows, shown = _chosen_columns(crm, catalogue, name, columns_, chosen, condition, bound, order)
    else:
        export_ = exporting.Export(
            crm.read(),
            name,
            where=condition,
            values=bound,
            is_structured=chosen.has_objects and vendor is None,
            has_addresses=chosen.has_addresses,
        )
        rows, shown = export_.rows(), export_.columns
        if sort:
            rows = _in_order(rows, order)
        if vendor is not None:
            chosen = chosen.spelled(raw=True, bom=bom or vendor.get("bom", False))  # no spreadsheet reads it
            made = vendors.Vendor(vendor, name, shown)
            rows, shown = made.rows(rows), made.columns
    record = KINDS[name]
    with ExitStack() as stack:
        count = target.Target(crm, stack, to, chosen, force=force).write(rows, shown, record.plural)
    for line in made.remarks if made else ():
        crm.remark(line)
    if to != "-":
        crm.remark(f"{plural(count, name, record.plural)} written to {to}")
    if not archived:
        everything, values = listing.conditions(crm, catalogue, name, query, archived=True)
        hidden = exporting.count(crm.read(), name, f"({everything}) AND t.archived_at IS NOT NULL", values)
        if hidden:
            crm.remark(
                f"{plural(hidden, f'archived {name}', f'archived {record.plural}')} left out; --archived adds them"
            )


def _vendor(
    profile: str | None, kind: str, format: Format, columns_: str | None, group_by: str | None
) -> Mapping[str, Any] | None:
    """What the program takes in that the export is for; None where none is named."""
    if profile is None:
        return None
    if columns_ or group_by:
        raise UsageError("--profile chooses the columns: no --columns or --group-by", hint="leave them out")
    if format.kinds is not None:
        raise UsageError(f"{format.name} has a form of its own: no --profile", hint="-f csv")
    return vendors.named(profile, kind)


def _export_all(crm: App, folder: Path, format: Format, *, bom: bool, force: bool) -> None:
    """Write one file a kind, the archived too, in a folder that is made where it is missing."""
    if not format.suffix or format.kinds is not None:
        others = " or ".join(
            f"-f {other.name}" for other in all_formats() if other.suffix and other.kinds is None
        )
        raise UsageError(f"export all writes files of data, not `{format.name}`", hint=others)
    db = crm.read()
    paths = {kind: folder / f"{KINDS[kind].plural}.{format.suffix}" for kind in KINDS}
    beside = {folder / f"{table.name}.{format.suffix}": table for table in parts.tables(db)}
    about = folder / f"{parts.ABOUT}.{format.suffix}"
    there = [path.name for path in (*paths.values(), *beside, about) if os.path.lexists(path)]
    if there and not force:
        raise Conflict(f"`{folder}` holds {', '.join(there)} already", hint="--force")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"`{folder}` cannot be made: {(error.strerror or str(error)).lower()}") from None
    beside_format = format.spelled(bom=bom)  # import takes a guard off there in any case
    told = []
    with ExitStack() as open_ones:  # all files are whole before any has its name, the one about them last

        def put(path: Path, format: Format, rows: Iterable[Row], columns: Sequence[Column]) -> int:
            file = target.Target(crm, open_ones, str(path), format, force=force)
            return file.write(rows, columns, path.stem)

        shown = [Column("name", "Name", "text"), Column("value", "Value", "text")]
        put(about, beside_format, parts.about(db), shown)
        for kind, path in paths.items():
            export_ = exporting.Export(db, kind, is_structured=format.has_objects)
            count = put(path, format, export_.rows(), export_.columns)
            told.append(plural(count, kind, KINDS[kind].plural))
        for path, table in beside.items():
            shown = parts.columns(db, table)
            put(path, beside_format, parts.rows(db, table), shown)
    crm.remark(f"{', '.join(told)} and all that hangs on them written to {folder}")


def _chosen_columns(
    crm: App,
    catalogue: Catalogue,
    kind: str,
    columns_: str,
    format: Format,
    condition: str,
    bound: list[Raw],
    order: Sequence[int],
) -> tuple[Iterator[Sequence[Any]], list[Column]]:
    """The fields named, as lists show them, in the order of these ids, else by id."""
    asked = _with_uid(catalogue, kind, listing.asked_fields(catalogue, kind, columns_, format), format)
    shown = [listing.named(catalogue, kind, "id"), *detailed(asked, format)]
    rows = select(crm.read(), KINDS[kind].table, shown, where=condition, values=bound, order=Order("t.id"))
    sorted_ = _in_order(rows, order) if order else rows
    return (unfolded(row[1:], asked, format) for row in sorted_), as_columns(asked)


def _with_uid(catalogue: Catalogue, kind: str, asked: Sequence[Field], format: Format) -> Sequence[Field]:
    """The fields, with the identity behind a number that stands alone: another file has that number, too."""
    names = [field.name for field in asked]
    if "id" not in names or "uid" in names or not format.suffix:
        return asked
    at = names.index("id") + 1
    return [*asked[:at], listing.named(catalogue, kind, "uid"), *asked[at:]]


def _in_order(rows: Iterable[Sequence[Any]], ids: Sequence[int]) -> Iterator[Sequence[Any]]:
    """Rows that begin with their id, in the order of these ids; all are held for it."""
    found = {row[0]: row for row in rows}
    return (found[id] for id in ids)
