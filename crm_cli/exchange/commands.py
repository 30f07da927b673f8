"""The `import` and `export` commands: files of other programs in, files for other programs out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from sqlite3 import Connection
from typing import Annotated, Any, TextIO

import typer

from crm_cli.app import files
from crm_cli.app.context import App
from crm_cli.cli.options import (
    ArchivedOption,
    ColumnsOption,
    ForceOption,
    FormatOption,
    GroupByOption,
    LimitOption,
    QueryArgument,
    SortOption,
)
from crm_cli.core.errors import Conflict, CrmError, Partial, UsageError
from crm_cli.core.fields import Raw
from crm_cli.core.text import compact, plural
from crm_cli.db import search
from crm_cli.db.schema import Table
from crm_cli.db.select import Order, select
from crm_cli.exchange.apply import apply, rejected, summary
from crm_cli.exchange.decide import columns, headers
from crm_cli.exchange.decide.decision import Decision, Options
from crm_cli.exchange.decide.recognise import recognise
from crm_cli.exchange.export import exporting, parts
from crm_cli.exchange.plan.plan import Plan
from crm_cli.exchange.read import folders, reading
from crm_cli.exchange.read.reading import Sheet
from crm_cli.kinds import custom as fields
from crm_cli.kinds.catalogue import KINDS, Catalogue, kind_named
from crm_cli.output import Column, write, write_one
from crm_cli.output.formats import Format, all_formats
from crm_cli.verbs import listing
from crm_cli.verbs.answers import after, detailed, unfolded
from crm_cli.verbs.answers import columns as as_columns

FileArgument = Annotated[
    str, typer.Argument(help="A CSV file, - for stdin, or a folder or ZIP of such files.", metavar="FILE|DIR")
]


def import_(
    ctx: typer.Context,
    file: FileArgument,
    as_: Annotated[
        str | None,
        typer.Option("--as", metavar="KIND", help="What the rows are: contacts, companies, deals …"),
    ] = None,
    map: Annotated[
        list[str] | None, typer.Option("--map", metavar="HEADER=FIELD", help="Which field a column is.")
    ] = None,
    rejects: Annotated[
        str | None,
        typer.Option("--rejects", metavar="FILE", help="Keep rejected rows here, with the reason."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Let --rejects write over a file that is there.")
    ] = False,
    date_order: Annotated[
        str | None, typer.Option("--date-order", metavar="dmy|mdy|ymd", help="How 03/04/2026 is read.")
    ] = None,
    decimal: Annotated[str | None, typer.Option("--decimal", metavar=".|,", help="The decimal mark.")] = None,
    unknown: Annotated[
        str, typer.Option("--unknown", metavar="keep|ignore", help="What becomes of columns nobody knows.")
    ] = "keep",
    no_create: Annotated[
        bool, typer.Option("--no-create", help="Reject rows that name what is not there.")
    ] = False,
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="FIELDS", help="Fields that tell records apart, first of all."),
    ] = None,
    system: Annotated[
        str | None, typer.Option("--system", metavar="NAME", help="The system that the ids are of.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Read rows again though they are as last time.")
    ] = False,
    blank: Annotated[
        list[str] | None, typer.Option("--blank", metavar="TEXT", help="A text that means a blank: N/A.")
    ] = None,
    blank_erases: Annotated[
        bool, typer.Option("--blank-erases", help="Let a blank cell empty the field.")
    ] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Leave a ' at the beginning of cells.")] = False,
    won: Annotated[
        str | None, typer.Option("--won", metavar="STAGES", help="Stages that mean won, comma-separated.")
    ] = None,
    lost: Annotated[
        str | None, typer.Option("--lost", metavar="STAGES", help="Stages that mean lost, comma-separated.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="utf-8, cp1251, cp1252 …; else it is found out.")
    ] = None,
    format: FormatOption = None,
) -> None:
    """Read a CSV file into the CRM: what its columns are is found out and said, and one undo takes it all back.

    Example: crm import contacts.csv
    crm import pipeline.csv --as deals --map "Opp. No=external_id" --map "Seller=owner" --dry-run
    crm export contacts | crm import -
    crm import backup
    """
    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    options = Options(
        maps=[_map(text) for text in map or ()],
        order=_one_of("--date-order", date_order, ("dmy", "mdy", "ymd")),
        decimal=_one_of("--decimal", decimal, (".", ",")),
        keeps=_one_of("--unknown", unknown, ("keep", "ignore")) == "keep",
        is_persian="fa" in crm.conventions.calendar.languages or crm.conventions.region == "IR",
    )
    kind = _kind(as_) if as_ else ""
    settings = apply.Settings(
        at=crm.at,
        today=crm.today,
        how=crm.conventions,
        system=(system or "").strip(),
        key=_words(key),
        creates=not no_create,
        overwrites=overwrite,
        erases=blank_erases,
        won=_words(won),
        lost=_words(lost),
        lists_steps=crm.options.dry_run,
    )

    def open_(name: str, source: reading.Source) -> Sheet:
        mapped = {compact(header) for header, _ in options.maps}
        return reading.open_sheet(
            name,
            source,
            encoding=encoding,
            raw=raw,
            blanks=blank or (),
            score=lambda cells: (
                headers.how_many_known(cells) + 20 * sum(compact(cell) in mapped for cell in cells)
            ),
        )

    if folders.is_folder(file):
        alone = {"--as": as_, "--map": map, "--key": key, "--rejects": rejects}
        if given := [option for option, value in alone.items() if value]:
            raise UsageError(
                f"{given[0]} is for one file; `{file}` holds several", hint="import its files one by one"
            )
        _import_folder(crm, file, open_, options, settings, chosen)
        return
    reads = files.number_of(crm.stdin) if file == "-" else (file,)
    if rejects:
        files.check(crm, rejects, reads=reads, force=force)
    source = reading.stream_source(crm.stdin) if file == "-" else reading.file_source(Path(file))
    sheet = open_("stdin" if file == "-" else file, source)
    order = crm.setting("date_order") or None
    decisions = [
        columns.decide(sheet, known.kind, options, _custom_fields(crm, known.kind), order, known)
        for known in recognise(sheet.name, sheet.headers, options.maps, kind)
    ]
    done: list[tuple[Sheet, Decision, Plan]] = []
    with crm.write(bulk=True) as db:
        for decision in decisions:
            plan = apply.apply(db, sheet, decision, settings, progress=_progress(crm, decision.rows))
            done.append((sheet, decision, plan))
        if rejects:
            with files.written(crm, rejects, reads=reads, force=force) as out:
                rejected.write_rows(sheet, Plan.of([plan for *_, plan in done]), out, screen=crm.screen)
    if len(done) == 1:
        _answer(crm, sheet, decisions[0], plan, chosen)
    else:
        plan = Plan.of([plan for *_, plan in done])
        _answer_folder(crm, done, plan, (), chosen)
    _check_rejected(crm, plan, hint="" if rejects else "--rejects FILE keeps them, with the reasons")


def _check_rejected(crm: App, plan: Plan, *, hint: str) -> None:
    if plan.rejected:
        verb = "would be rejected" if crm.options.dry_run else "rejected"
        raise Partial(f"{plural(len(plan.rejected), 'row')} of {plan.rows:,} {verb}", hint=hint)


def _import_folder(
    crm: App,
    file: str,
    open_: Callable[[str, reading.Source], Sheet],
    options: Options,
    settings: apply.Settings,
    format: Format,
) -> None:
    """Read all sheets of a folder as one step; a whole export into a file without records is that file again."""
    order = crm.setting("date_order") or None
    done: list[tuple[Sheet, Decision, Plan]] = []
    with folders.opened(file) as folder, crm.write(bulk=True) as db:
        uuid = parts.identity(folder)
        beside = parts.tables(db) if uuid else []
        sheets, others = folders.sheets(folder, [parts.ABOUT, *(table.name for table in beside)])
        is_restoring = bool(uuid) and parts.is_empty(db)
        if uuid and is_restoring:
            parts.take_identity(db, uuid)
        added: dict[str, int] = {}
        left: dict[str, int] = {}
        first = parts.come_first(beside)
        late = [table for table in beside if table not in first]
        _read_parts(db, folder, first, added, left, is_restoring=is_restoring)
        for kind, path in sheets:
            sheet = open_(path.name, reading.file_source(path))
            (known, *_) = recognise(sheet.name, sheet.headers, (), kind)
            decision = columns.decide(sheet, kind, options, fields.find(db, kind), order, known)
            plan = apply.apply(db, sheet, decision, settings, progress=_progress(crm, decision.rows))
            done.append((sheet, decision, plan))
            search.refresh(db)  # the next sheet looks names up
        _read_parts(db, folder, late, added, left, is_restoring=is_restoring)
    whole = Plan.of([plan for _, _, plan in done])
    remarks = [f"{table}: {plural(count, 'row')} added" for table, count in added.items()]
    if left:
        remarks.append(parts.left_out(left))
    if others:
        remarks.append(f"not read: {', '.join(others)}")
    _answer_folder(crm, done, whole, remarks, format)
    _check_rejected(crm, whole, hint="import that file alone with --rejects FILE to keep them")


def _read_parts(
    db: Connection,
    folder: Path,
    tables: Sequence[Table],
    added: dict[str, int],
    left: dict[str, int],
    *,
    is_restoring: bool,
) -> None:
    for table in tables:
        new, out = parts.read(db, folder, table, is_restoring=is_restoring)
        if new:
            added[table.name] = new
        if out:
            left[table.name] = out


def _answer_folder(
    crm: App,
    done: Sequence[tuple[Sheet, Decision, Plan]],
    whole: Plan,
    remarks: Sequence[str],
    format: Format,
) -> None:
    """Write what became of all rows together, and how each file was understood."""
    told = [
        line
        for sheet, decision, plan in done
        for line in (
            f"{sheet.name}: {summary.first_line(plan, decision, is_dry=crm.options.dry_run)}",
            *(f"  {line}" for line in summary.details(sheet, decision, plan)),
        )
    ] + list(remarks)
    _give(crm, whole, told, format)


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
    to: Annotated[
        str | None, typer.Option("--to", metavar="FILE|DIR", help="Write there; a folder for all.")
    ] = None,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Write records with all they have, as CSV that `crm import` reads back.

    Example: crm export contacts > contacts.csv
    crm export deals status:won closed_on:2026 --columns title,company,amount --to won.csv
    crm export all --to backup
    """
    crm: App = ctx.obj
    chosen = crm.chosen_format(format, default="csv").spelled(raw=raw, bom=bom)
    if kind.strip().lower() == "all":
        if not to:
            raise UsageError("export all needs a folder to write to", hint="crm export all --to FOLDER")
        if query or columns_ or sort or limit or group_by:
            raise UsageError(
                "export all holds everything: no query, no --columns, --sort, --limit or --group-by",
                hint="crm export contacts QUERY",
            )
        _export_all(crm, Path(to), chosen, bom=bom, force=force)
        return
    to = to or "-"
    files.check(crm, to, force=force)
    name = _kind(kind)
    catalogue = Catalogue(crm.read())
    condition, bound = listing.conditions(crm, catalogue, name, query, archived=archived)
    order: list[int] = []
    if sort or limit:
        by = listing.ordering(catalogue, name, sort or "id").by
        order = exporting.ids(crm.read(), name, condition, bound, order=by, limit=limit or 0)
        condition, bound = "t.id IN (SELECT value FROM json_each(?))", [str(order)]
    if group_by:
        rows, shown = listing.grouped(crm, catalogue, name, group_by, columns_, condition, bound)
    elif columns_:
        rows, shown = _chosen_columns(crm, catalogue, name, columns_, chosen, condition, bound, order)
    else:
        export_ = exporting.Export(
            crm.read(), name, where=condition, values=bound, is_structured=chosen.has_objects
        )
        rows, shown = export_.rows(), export_.columns
        if sort:
            rows = _in_order(rows, order)
    with files.written(crm, to, force=force) as out:
        count = write(rows, shown, chosen, out, screen=crm.screen)
    record = KINDS[name]
    if to != "-":
        crm.remark(f"{plural(count, name, record.plural)} written to {to}")
    if not archived:
        everything, values = listing.conditions(crm, catalogue, name, query, archived=True)
        hidden = exporting.count(crm.read(), name, f"({everything}) AND t.archived_at IS NOT NULL", values)
        if hidden:
            crm.remark(
                f"{plural(hidden, f'archived {name}', f'archived {record.plural}')} left out; --archived adds them"
            )


def _export_all(crm: App, folder: Path, format: Format, *, bom: bool, force: bool) -> None:
    """Write one file a kind, the archived too, in a folder that is made where it is missing."""
    if not format.suffix:
        others = " or ".join(other.name for other in all_formats() if other.suffix)
        raise UsageError(f"export all writes files of data, not `{format.name}`", hint=f"-f {others}")
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

        def target(path: Path) -> TextIO:
            return open_ones.enter_context(files.written(crm, str(path), force=force))

        shown = [Column("name", "Name", "text"), Column("value", "Value", "text")]
        write(parts.about(db), shown, beside_format, target(about), screen=crm.screen)
        for kind, path in paths.items():
            export_ = exporting.Export(db, kind, is_structured=format.has_objects)
            count = write(export_.rows(), export_.columns, format, target(path), screen=crm.screen)
            told.append(plural(count, kind, KINDS[kind].plural))
        for path, table in beside.items():
            shown = parts.columns(db, table)
            write(parts.rows(db, table), shown, beside_format, target(path), screen=crm.screen)
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
    asked = listing.asked_fields(catalogue, kind, columns_, format)
    shown = [listing.named(catalogue, kind, "id"), *detailed(asked, format)]
    rows = select(crm.read(), KINDS[kind].table, shown, where=condition, values=bound, order=Order("t.id"))
    sorted_ = _in_order(rows, order) if order else rows
    return (unfolded(row[1:], asked, format) for row in sorted_), as_columns(asked)


def _in_order(rows: Iterable[Sequence[Any]], ids: Sequence[int]) -> Iterator[Sequence[Any]]:
    """Rows that begin with their id, in the order of these ids; all are held for it."""
    found = {row[0]: row for row in rows}
    return (found[id] for id in ids)


def _answer(crm: App, sheet: Sheet, decision: Decision, plan: Plan, format: Format) -> None:
    """Write what became of the rows; for people also how the file was understood, for programs that is a remark."""
    first = summary.first_line(plan, decision, is_dry=crm.options.dry_run)
    _give(crm, plan, [first, *summary.details(sheet, decision, plan)], format)


def _give(crm: App, plan: Plan, told: Sequence[str], format: Format) -> None:
    if format.is_screen:
        from crm_cli.core.text import safe

        if not crm.options.quiet:
            crm.stdout.write("".join(safe(line) + "\n" for line in told))
        if plan.steps:
            _list_steps(crm, plan, format)
    elif format.has_objects:
        whole = summary.structure(plan, crm.step)
        shown = [Column(name, name.capitalize()) for name in whole]
        write_one((*whole.values(),), shown, format, crm.stdout, screen=crm.screen)
    else:
        figures = summary.counts(plan)
        made = {f"linked_{name}": count for name, count in plan.linked.items()}
        names = [*figures, *made, "command"]
        write_one(
            (*figures.values(), *made.values(), crm.step),
            [Column(name, name.capitalize(), "integer") for name in names],
            format,
            crm.stdout,
            screen=crm.screen,
        )
        if plan.steps and format.is_prose:
            _list_steps(crm, plan, format)
    crm.without_occasion()
    after(crm, *(() if format.is_screen else told))


def _list_steps(crm: App, plan: Plan, format: Format) -> None:
    """A dry run lists every row."""
    names = ("line", "action", "name", "reason")
    write(
        summary.steps(plan),
        [Column(name, name.capitalize(), "id" if name == "line" else "text") for name in names],
        format,
        crm.stdout,
        screen=crm.screen,
    )


def _custom_fields(crm: App, kind: str) -> list[fields.CustomField]:
    try:
        return fields.find(crm.read(), kind)
    except CrmError:
        return []  # the file is made by this import, or the write will say what is wrong with it


def _map(text: str) -> tuple[str, str]:
    header, equals, field = text.rpartition("=")
    if not equals or not header.strip() or not field.strip():
        raise UsageError(f"`{text}` maps nothing", hint='--map "HEADER=FIELD", like --map "Seller=owner"')
    return header.strip(), field.strip()


def _one_of(option: str, text: str | None, allowed: tuple[str, ...]) -> str | None:
    if text is not None and text not in allowed:
        raise UsageError(f"{option} is one of {' '.join(allowed)}, not `{text}`")
    return text


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (text or "").split(",") if word.strip())


def _kind(text: str) -> str:
    kind = kind_named(text.strip().lower())
    if kind is None or kind.name not in KINDS:
        from crm_cli.core.text import nearest

        plurals = [KINDS[name].plural for name in KINDS]
        near = nearest(text, plurals, limit=1)
        raise UsageError(
            f"`{text}` is nothing that can be imported: {', '.join(plurals)}",
            hint=f"did you mean --as {near[0]}?" if near else "--as contacts",
        )
    return kind.name


def _progress(crm: App, rows: int) -> Callable[[int], None]:
    """Count the rows on stderr in a terminal, on one line."""
    if not crm.stderr.isatty() or crm.options.quiet or rows < 5000:
        return lambda count: None

    def tell(count: int) -> None:
        crm.stderr.write(f"\r{count:,} of {rows:,}" + ("\r\x1b[K" if count + 1000 > rows else ""))
        crm.stderr.flush()

    return tell
