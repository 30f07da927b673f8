"""What the fields typed as options mean for a record: columns, custom values, points, tags and links."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from sqlite3 import Connection

from crm_cli.app.context import App
from crm_cli.core.errors import Ambiguous, Candidate, CrmError, UsageError
from crm_cli.core.fields import TAG, Field, Raw, normal_name
from crm_cli.kinds import points
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.kinds.points import Point
from crm_cli.verbs import resolve


@dataclass
class Changes:
    """What to write to one record.

    columns: column → stored form; None empties. custom: the same for custom fields.
    points: to add, each made the first of its kind; dropped: (kind, value); cleared: kinds to empty.
    new_company: the name of a company to be made and linked.
    """

    columns: dict[str, Raw] = field(default_factory=dict)
    custom: dict[str, Raw] = field(default_factory=dict)
    points: list[Point] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    new_company: str = ""

    def __bool__(self) -> bool:
        return any(
            (self.columns, self.custom, self.points, self.dropped, self.cleared, self.tags, self.new_company)
        )


def as_option(name: str) -> str:
    """A field's name as an option: `job_title` → `job-title`."""
    return name.replace("_", "-")


def settable(crm: App | None, kind: str) -> list[Field]:
    """The fields of a kind that `add` and `edit` take: stored ones, custom ones, points and tags."""
    fields: tuple[Field, ...] = importlib.import_module(KINDS[kind].module).FIELDS
    own = [f for f in fields if (f.column and f.name not in _FIXED) or _is_point(f) or f.type is TAG]
    return own + (_custom(crm, kind) if crm is not None else [])


_FIXED = {"id", "uid", "created_at", "archived_at", "status"}


def _is_point(field: Field) -> bool:
    return bool(field.ask) and not field.many


def _custom(crm: App, kind: str) -> list[Field]:
    try:
        return Catalogue(crm.read()).custom(kind)
    except CrmError:
        return []  # no file yet, so no fields of the user's own


def option(crm: App, kind: str, asked: str) -> str:
    """The name of the field that an option means (`drop-email` of the point to drop), or ""."""
    if asked.startswith("drop-"):
        found = next((f for f in settable(None, kind) if _is_point(f) and f.name == asked[5:]), None)
        return asked if found else ""
    found = _settable_named(settable(None, kind), asked) or _settable_named(_custom(crm, kind), asked)
    return found.name if found else ""


def _settable_named(fields: Sequence[Field], asked: str) -> Field | None:
    name = normal_name(asked)
    return next(
        (f for f in fields if name == normal_name(f.name) or name in map(normal_name, f.aliases)), None
    )


def option_names(crm: App, kind: str) -> list[str]:
    """All options that stand for fields of a kind."""
    fields = settable(crm, kind)
    names = [as_option(f.name) for f in fields]
    names += [f"drop-{f.name}" for f in fields if _is_point(f)]
    return names + [alias.replace("_", "-") for f in fields for alias in f.aliases]


def read(
    crm: App,
    kind: str,
    typed: Sequence[tuple[str, str]],
    *,
    clear: str | None = None,
    force: bool = False,
    currency: str | None = None,
) -> Changes:
    """Understand typed fields, resolving links; asks and refuses before anything is written.

    clear: names of fields to empty. currency: what amounts are in where none is written.
    """
    fields = settable(crm, kind)
    changes = Changes()
    default = next((text for name, text in typed if name == "currency" and text.strip()), None)
    if default is not None:
        from crm_cli.core import money

        if not money.is_code(default.strip().upper()):
            raise UsageError(f"`{default}` is not a currency code", hint="--currency EUR")
        currency = default.strip().upper()
    for name, text in typed:
        if name.startswith("drop-"):
            changes.dropped.append((name[5:], text))
            continue
        found = _settable_named(fields, name)
        if found is None:
            raise UsageError(f"{KINDS[kind].plural} have no field `{name}`", hint=f"crm field list {kind}")
        _put(
            crm,
            kind,
            changes,
            found,
            text.strip() if found.type.family != "text" else text,
            force=force,
            currency=currency,
        )
    for name in (clear or "").split(","):
        if name.strip():
            found = _settable_named(fields, name.strip())
            if found is None:
                from crm_cli.core.text import nearest

                near = nearest(name, [f.name for f in fields], limit=2)
                raise UsageError(
                    f"{KINDS[kind].plural} have no field `{name.strip()}` that could be emptied",
                    hint=f"did you mean {' or '.join(near)}?" if near else f"crm field list {kind}",
                )
            _empty(changes, found)
    return changes


def _empty(changes: Changes, field: Field) -> None:
    if _is_point(field):
        changes.cleared.append(field.name)
    elif field.is_custom:
        changes.custom[field.name] = None
    elif field.type is TAG:
        raise UsageError("tags are taken off with untag", hint="crm contact untag WHO TAG")
    else:
        changes.columns[field.column] = None


def _put(
    crm: App, kind: str, changes: Changes, field: Field, text: str, *, force: bool, currency: str | None
) -> None:
    if not text.strip() and field.type is not TAG:
        _empty(changes, field)
    elif _is_point(field):
        region = crm.setting("phone_region") or None if field.name == "phone" else None
        changes.points.append(points.checked(field.name, text, region))
    elif field.type is TAG:
        changes.tags += [tag.strip() for tag in text.split(",") if tag.strip()]
    elif field.linked:
        _link(crm, changes, field, text, force=force)
    elif field.currency:
        from crm_cli.core import money

        amount = money.parse(text, currency=currency or crm.setting("currency") or None)
        if amount.minor < 0:
            raise UsageError(
                f"`{text}` is less than nothing", hint=f"--{as_option(field.name)} {text.lstrip('-')}"
            )
        changes.columns[field.column] = amount.minor
        changes.columns["currency"] = amount.currency
    elif field.name == "currency":
        changes.columns.setdefault("currency", text.strip().upper())
    else:
        value = parsed(crm, field, text)
        if field.is_custom:
            from crm_cli.kinds.custom import as_number

            changes.custom[field.name] = as_number(str(value)) if field.type.name == "number" else value
        else:
            changes.columns[field.column] = value


def parsed(crm: App, field: Field, text: str) -> Raw:
    """The stored form of a typed value; UsageError naming the field and what it allows."""
    if field.choices:
        from crm_cli.core.text import fold

        for choice in field.choices:
            if fold(choice) == fold(text):
                return choice
        raise UsageError(f"{field.name} is one of {', '.join(field.choices)}, not `{text}`")
    try:
        value = field.type.parse(text, crm.conventions)
    except UsageError as error:
        raise UsageError(f"--{as_option(field.name)}: {error.message}", hint=error.hint) from error
    if isinstance(value, int) and abs(value) >= 2**63:
        raise UsageError(f"--{as_option(field.name)}: `{text}` is too large")
    return value


def _link(crm: App, changes: Changes, field: Field, text: str, *, force: bool) -> None:
    from crm_cli.core.errors import NotFound

    try:
        found = resolve.one(crm, field.linked, text)
    except NotFound:
        if field.name != "company" or text.isdigit() or text == "@" or text.startswith("company/"):
            raise
        if not force:
            refuse_near(crm, "company", text)
        changes.new_company = text.removeprefix("name:").strip()
        return
    changes.columns[field.column] = found.id


def refuse_near(crm: App, kind: str, name: str) -> None:
    """Refuse a new name that is one letter off an existing one: Ambiguous with the candidates."""
    from crm_cli.db import search

    near = search.near_names(crm.read(), kind, name)
    if near:
        candidates = resolve.describe(crm, [(kind, id) for id, _ in near[:5]])
        raise Ambiguous(
            f"there is no {kind} `{name}`, but one that is nearly the same",
            hint=f"name it {kind}/{candidates[0].id}, or add --force to make a new one",
            candidates=candidates,
        )


def title(text: str, kind: str) -> str:
    """A name or title as it is kept: outer white space goes; UsageError where nothing is left."""
    kept = text.strip()
    if not kept:
        raise UsageError(f"the {KINDS[kind].title} of the {kind} is empty")
    return kept


def amount(crm: App, text: str | None, currency: str | None = None) -> dict[str, Raw]:
    """The columns that a typed amount of money means: `amount` in minor units and `currency`."""
    if text is None:
        return {}
    from crm_cli.core import money

    read = money.parse(text, currency=currency or crm.setting("currency") or None)
    if read.minor < 0:
        raise UsageError(f"`{text}` is less than nothing")
    return {"amount": read.minor, "currency": read.currency}


def linked(changes: Changes, column: str) -> int | None:
    """The id that a link column is about to get."""
    id = changes.columns.get(column)
    return id if isinstance(id, int) else None


def preview(crm: App, kind: str, found: Sequence[Candidate], changes: Changes) -> list[str]:
    """Say for the first few records what would become of them: `Jane: city Oslo → Almaty`."""
    from crm_cli.db import table
    from crm_cli.verbs.change import SAMPLE

    lines = []
    for record in found[:SAMPLE]:
        row = table.row_as_dict(crm.read(), KINDS[kind].table, record.id)
        parts = [
            f"{column.removesuffix('_id')} {_shown(row.get(column))} → {_shown(value)}"
            for column, value in changes.columns.items()
            if row.get(column) != value
        ]
        parts += [f"{name} → {_shown(value)}" for name, value in changes.custom.items()]
        parts += [f"company → {changes.new_company}"] if changes.new_company else []
        parts += [f"+ {point.kind} {point.value}" for point in changes.points]
        parts += [f"- {point_kind} {value}" for point_kind, value in changes.dropped]
        parts += [f"no {point_kind}" for point_kind in changes.cleared]
        parts += [f"+ tag {tag}" for tag in changes.tags]
        lines.append(f"{record.name}: {', '.join(parts) or 'is so already'}")
    return lines


def _shown(value: Raw) -> str:
    return "(none)" if value is None else str(value)


def make_company(db: Connection, changes: Changes, *, at: str, owner: str | None = None) -> str:
    """Make the company that a link names, inside the transaction; returns a remark, or ""."""
    if not changes.new_company:
        return ""
    from crm_cli.company import records

    # another process may have made it while this one waited
    same = records.same(db, changes.new_company)
    if same:
        changes.columns["company_id"] = same[0]
        return ""
    id = records.add(db, {"name": changes.new_company, "owner": owner}, at=at)
    changes.columns["company_id"] = id
    return f"made company {changes.new_company} (company/{id})"


def put_parts(db: Connection, crm: App, kind: str, id: int, changes: Changes) -> None:
    """Write what a record owns beside its columns: points and tags."""
    from crm_cli.kinds import tags

    region = crm.setting("phone_region") or None
    for point_kind in changes.cleared:
        points.clear(db, kind, id, point_kind)
    for point_kind, value in changes.dropped:
        points.drop(db, kind, id, point_kind, value, region)
    points.add(db, kind, id, changes.points, first=True)
    if changes.tags:
        tags.add(db, kind, id, changes.tags)


def with_custom(changes: Changes, before: str) -> Mapping[str, Raw]:
    """The columns to write, the `custom` one among them where a custom value changes."""
    from crm_cli.kinds.custom import merged

    return (
        {**changes.columns, "custom": merged(before, changes.custom)} if changes.custom else changes.columns
    )
