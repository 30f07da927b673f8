"""The `import` command: files of other programs in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import Annotated

import typer

from crm_cli.app import files
from crm_cli.app.context import App
from crm_cli.cli.options import (
    FormatOption,
)
from crm_cli.core.errors import CrmError, Partial, UsageError
from crm_cli.core.text import compact, plural
from crm_cli.db import schema, search
from crm_cli.exchange.apply import apply, rejected, summary
from crm_cli.exchange.apply.settings import Settings
from crm_cli.exchange.asked import kind_asked
from crm_cli.exchange.decide import columns, explain, headers, recipe
from crm_cli.exchange.decide.decision import Decision, Options
from crm_cli.exchange.decide.recognise import Known, recognise
from crm_cli.exchange.export import parts
from crm_cli.exchange.plan.plan import Plan
from crm_cli.exchange.read import opening
from crm_cli.exchange.read.opening import Opened
from crm_cli.exchange.read.table import Asked, Table
from crm_cli.kinds import custom as fields
from crm_cli.kinds.catalogue import KINDS
from crm_cli.output import Column, write, write_one
from crm_cli.output.formats import Format
from crm_cli.verbs.answers import after

FileArgument = Annotated[
    str,
    typer.Argument(
        help="A table (csv, tsv, xlsx, xls, ods, json, jsonl), - for stdin, or a folder or ZIP of them.",
        metavar="FILE|DIR",
    ),
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
    ids: Annotated[
        str | None, typer.Option("--ids", metavar="ours|theirs", help="Whose a bare id is.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Reject rows with a cell that cannot be read.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Let the file win over later edits; read all rows again.")
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
    explain_: Annotated[
        bool, typer.Option("--explain", help="Tell what is decided, and by what; read nothing.")
    ] = False,
    recipe_: Annotated[
        str | None, typer.Option("--recipe", metavar="FILE", help="Decide as was decided of another file.")
    ] = None,
    save_recipe: Annotated[
        str | None, typer.Option("--save-recipe", metavar="FILE", help="Keep what was decided.")
    ] = None,
    format: FormatOption = None,
) -> None:
    """Read a table into the CRM: what its columns are is found out and said, and one undo takes it all back.

    Example: crm import contacts.csv
    crm import pipeline.csv --as deals --map "Opp. No=external_id" --map "Seller=owner" --dry-run
    crm import people.csv --explain --save-recipe people.toml
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
        is_persian=crm.calendar.is_persian
        or "fa" in crm.conventions.calendar.languages
        or crm.conventions.region == "IR",
    )
    kind = kind_asked(as_, "--as ") if as_ else ""
    settings = Settings(
        at=crm.at,
        today=crm.today,
        how=crm.conventions,
        system=(system or "").strip(),
        ids=_one_of("--ids", ids, ("ours", "theirs")) or "",
        is_strict=strict,
        key=_words(key),
        creates=not no_create,
        overwrites=overwrite,
        erases=blank_erases,
        won=_words(won),
        lost=_words(lost),
        lists_steps=crm.options.dry_run and chosen.has_objects,
    )

    mapped = {compact(header) for header, _ in options.maps}
    asked = Asked(
        lambda cells: headers.how_many_known(cells) + 20 * sum(compact(cell) in mapped for cell in cells),
        encoding,
        raw,
        frozenset(blank or ()),
    )
    with opening.opened(file, crm.stdin, asked, parts.beside) as found:
        if len(found.tables) != 1 or parts.identity(found.paths):
            alone = {
                "--as": as_,
                "--map": map,
                "--key": key,
                "--rejects": rejects,
                "--recipe": recipe_,
                "--save-recipe": save_recipe,
            }
            if given := [option for option, value in alone.items() if value]:
                raise UsageError(
                    f"{given[0]} is for one table; `{file}` holds several", hint="import them one by one"
                )
            if explain_:
                recognised = _recognised(file, found)
                _explain(
                    crm, [(table, _decided(crm, table, one, options)) for one, table in recognised], chosen
                )
                for line in _not_read(found.left + found.missed):
                    crm.remark(line)
            else:
                _import_tables(crm, file, found, options, settings, chosen)
            return
        (sheet,) = found.tables
        reads = (
            files.number_of(crm.stdin)
            if file == "-"
            else (file, *[str(path) for path in found.paths.values()])
        )
        for target in filter(None, (rejects, save_recipe)):
            files.check(crm, target, reads=reads, force=force)
        decisions = _decisions(crm, sheet, kind or sheet.kind, options, recipe_)
        if save_recipe:
            with files.written(crm, save_recipe, reads=reads, force=force) as out:
                out.write(recipe.write(decisions))
        if explain_:
            _explain(crm, [(sheet, decision) for decision in decisions], chosen)
            return
        done: list[tuple[Table, Decision, Plan]] = []
        with crm.write(bulk=True) as db:
            for decision in decisions:
                _apply(crm, db, sheet, decision, settings, done)
            if rejects:
                with files.written(crm, rejects, reads=reads, force=force) as out:
                    rejected.write_rows(sheet, Plan.of([plan for *_, plan in done]), out, screen=crm.screen)
        plan = Plan.of([plan for *_, plan in done]) if len(done) > 1 else done[0][2]
        if len(done) == 1:
            _answer(crm, sheet, decisions[0], plan, found.left, chosen)
        else:
            _answer_tables(crm, done, plan, _not_read(found.left), chosen)
        _check_rejected(crm, plan, hint="" if rejects else "keep them, with the reasons: --rejects FILE")


def _decisions(crm: App, sheet: Table, kind: str, options: Options, recipe_: str | None) -> list[Decision]:
    """What is decided of a sheet, by a recipe where one is given."""
    if recipe_:
        known = [
            (one.known(sheet.headers, sheet.name), one.options(options, sheet.headers))
            for one in recipe.read(Path(recipe_))
        ]
    else:
        known = [(one, options) for one in recognise(sheet.name, sheet.headers, options.maps, kind)]
    return [_decided(crm, sheet, one, settled) for one, settled in known]


def _decided(
    crm: App,
    sheet: Table,
    known: Known,
    options: Options,
    custom: Sequence[fields.CustomField] | None = None,
) -> Decision:
    """What a table is. custom: the user's own fields, where tables before it may have made some."""
    order = crm.setting("date_order") or None
    own = _custom_fields(crm, known.kind) if custom is None else custom
    return columns.decide(sheet, known.kind, options, own, order, known)


def _apply(
    crm: App,
    db: Connection,
    sheet: Table,
    decision: Decision,
    settings: Settings,
    done: list[tuple[Table, Decision, Plan]],
) -> None:
    """Let the rows of a table become what they are, and add it to what was done; rows of two kinds are read twice."""
    is_again = any(sheet is read for read, *_ in done)
    progress = _progress(crm, decision.rows)
    plan = apply.apply(db, sheet, decision, settings, progress=progress, is_again=is_again)
    done.append((sheet, decision, plan))


def _explain(crm: App, decided: Sequence[tuple[Table, Decision]], format: Format) -> None:
    """Write each column, what it became and by what; for people first how the file is written and what its rows are."""
    for sheet, decision in decided:
        for line in (f"{sheet.name}: {sheet.how}", *sheet.told, *explain.about(decision)):
            crm.remark(line)
    names = explain.HEADERS if len(decided) == 1 else ("kind", *explain.HEADERS)
    rows = [
        row if len(decided) == 1 else (decision.kind, *row)
        for _, decision in decided
        for row in explain.columns(decision)
    ]
    write(rows, [Column(name, name.capitalize()) for name in names], format, crm.stdout, screen=crm.screen)


def _check_rejected(crm: App, plan: Plan, *, hint: str) -> None:
    if plan.rejected:
        verb = "would be rejected" if crm.options.dry_run else "rejected"
        raise Partial(f"{plural(len(plan.rejected), 'row')} of {plan.rows:,} {verb}", hint=hint)


def _import_tables(
    crm: App, file: str, found: Opened, options: Options, settings: Settings, format: Format
) -> None:
    """Read several tables as one step; a whole export into a file without records is that file again."""
    sheets = _recognised(file, found)
    done: list[tuple[Table, Decision, Plan]] = []
    with crm.write(bulk=True) as db:
        uuid = parts.identity(found.paths)
        beside = parts.tables(db) if uuid else []
        found.left += parts.strangers(found.paths, beside) if uuid else []
        is_restoring = bool(uuid) and parts.is_empty(db)
        if uuid and is_restoring:
            parts.take_identity(db, uuid)
        added: dict[str, int] = {}
        left: dict[str, int] = {}
        first = parts.come_first(beside)
        late = [table for table in beside if table not in first]
        _read_parts(db, found.paths, first, added, left, is_restoring=is_restoring)
        for known, sheet in sheets:
            try:
                decision = _decided(crm, sheet, known, options, fields.find(db, known.kind))
            except UsageError as error:
                raise UsageError(f"{sheet.name}: {error.message}", hint=error.hint) from None
            _apply(crm, db, sheet, decision, settings, done)
            search.refresh(db)  # the next sheet looks names up
        _read_parts(db, found.paths, late, added, left, is_restoring=is_restoring)
    whole = Plan.of([plan for _, _, plan in done])
    remarks = [f"{table}: {plural(count, 'row')} added" for table, count in added.items()]
    if left:
        remarks.append(parts.left_out(left))
    remarks += _not_read(found.left + found.missed)
    _answer_tables(crm, done, whole, remarks, format)
    _check_rejected(crm, whole, hint="import that file alone with --rejects FILE to keep them")
    if found.missed:
        tables = len({sheet.name for sheet, *_ in done}) + len(found.missed)
        raise Partial(f"{plural(len(found.missed), 'table')} of {tables} not read")


def _not_read(names: Sequence[str]) -> list[str]:
    return [f"not read: {', '.join(names)}"] if names else []


def _recognised(file: str, found: Opened) -> list[tuple[Known, Table]]:
    """The tables and what their rows are, so ordered that rows find what they name; what has no kind is noted."""
    recognised: list[tuple[Known, Table]] = []
    for table in found.tables:
        try:
            recognised += [(one, table) for one in recognise(table.name, table.headers, (), table.kind)]
        except UsageError as error:
            is_meant = len(table.headers) > 1 and opening.is_meant(table.name)
            reason = error.message.replace(f"the headers of {table.name}", "its headers").partition(":")[0]
            (found.missed if is_meant else found.left).append(f"{table.name} ({reason})")
    if not recognised:
        raise UsageError(
            f"`{file}` holds no table that says what its rows are"
            + "".join(f"; {line}" for line in _not_read(found.left + found.missed)),
            hint="name the kind of a single file: crm import FILE --as contacts",
        )
    places = [*KINDS]
    return sorted(recognised, key=lambda one: (places.index(one[0].kind), one[1].name))


def _read_parts(
    db: Connection,
    paths: Mapping[str, Path],
    tables: Sequence[schema.Table],
    added: dict[str, int],
    left: dict[str, int],
    *,
    is_restoring: bool,
) -> None:
    for table in tables:
        new, out = parts.read(db, paths, table, is_restoring=is_restoring)
        if new:
            added[table.name] = new
        if out:
            left[table.name] = out


def _answer_tables(
    crm: App,
    done: Sequence[tuple[Table, Decision, Plan]],
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


def _answer(
    crm: App, sheet: Table, decision: Decision, plan: Plan, left: Sequence[str], format: Format
) -> None:
    """Write what became of the rows; for people also how the file was understood, for programs that is a remark."""
    first = summary.first_line(plan, decision, is_dry=crm.options.dry_run)
    _give(crm, plan, [first, *summary.details(sheet, decision, plan), *_not_read(left)], format)


def _give(crm: App, plan: Plan, told: Sequence[str], format: Format) -> None:
    if format.is_screen:
        from crm_cli.core.text import safe

        if not crm.options.quiet:
            crm.stdout.write("".join(safe(line) + "\n" for line in told))
    elif format.has_objects:
        whole = summary.structure(plan, crm.step, is_dry=crm.options.dry_run)
        shown = [Column(name, name.capitalize()) for name in whole]
        write_one((*whole.values(),), shown, format, crm.stdout, screen=crm.screen)
    else:
        figures = summary.counts(plan)
        made = {f"linked_{name}": count for name, count in plan.linked.items()}
        step = {} if crm.options.dry_run else {"command": crm.step}
        names = [*figures, *made, *step]
        write_one(
            (*figures.values(), *made.values(), *step.values()),
            [Column(name, name.capitalize(), "integer") for name in names],
            format,
            crm.stdout,
            screen=crm.screen,
        )
    crm.without_occasion()
    after(crm, *(() if format.is_screen else told))


def _custom_fields(crm: App, kind: str) -> list[fields.CustomField]:
    try:
        return fields.find(crm.read(), kind)
    except CrmError:
        return []  # the file is made by this import, or the write will say what is wrong with it


def _map(text: str) -> tuple[str, str]:
    header, equals, field = text.rpartition("=")
    if not equals or not header.strip() or not field.strip():
        raise UsageError(f"`{text}` maps nothing", hint="like this: --map Seller=owner")
    return header.strip(), field.strip()


def _one_of(option: str, text: str | None, allowed: tuple[str, ...]) -> str | None:
    if text is not None and text not in allowed:
        raise UsageError(f"{option} is one of {' '.join(allowed)}, not `{text}`")
    return text


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (text or "").split(",") if word.strip())


def _progress(crm: App, rows: int) -> Callable[[int], None]:
    """Count the rows on stderr in a terminal, on one line."""
    if not crm.stderr.isatty() or crm.options.quiet or rows < 5000:
        return lambda count: None

    def tell(count: int) -> None:
        crm.stderr.write(f"\r{count:,} of {rows:,}" + ("\r\x1b[K" if count + 1000 > rows else ""))
        crm.stderr.flush()

    return tell
