"""What the fields typed as options mean for a record: a draft of it, with links resolved."""

from __future__ import annotations

from crm_cli.core import shell
from crm_cli.core.errors import Ambiguous, CrmError, UsageError
from crm_cli.core.fields import chosen, normal_name
from crm_cli.core.text import fold, holds_signs, same
from crm_cli.kinds import points, tags
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.kinds.draft import Draft
from crm_cli.verbs import defaults, resolve
from crm_cli.verbs.parts import Part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.core.fields import Field, Raw


SAMPLE = 3
"""So many of the records of a bulk change are shown before it asks."""


def as_option(name: str) -> str:
    """A field's name as an option: `job_title` → `job-title`."""
    return name.replace("_", "-")


def settable(crm: App | None, kind: str) -> list[Field]:
    """The fields of a kind that `add` and `edit` take: stored ones, custom ones, points, tags, and links kept elsewhere."""
    own = [
        field
        for field in KINDS[kind].fields
        if (field.column and not field.is_fixed) or field.reading in {"point", "tags", "link"}
    ]
    return own + (_custom(crm, kind) if crm is not None else [])


def _custom(crm: App, kind: str) -> list[Field]:
    try:
        return Catalogue(crm.read()).custom(kind)
    except CrmError:
        return []  # no file yet, so no fields of the user's own


def option(crm: App, kind: str, asked: str) -> str:
    """The name of the field that an option means (`drop-email` of the point to drop), or ""."""
    if asked.startswith("drop-"):
        found = next((f for f in settable(None, kind) if f.reading == "point" and f.name == asked[5:]), None)
        return asked if found else ""
    found = _named(settable(None, kind), asked) or _named(_custom(crm, kind), asked)
    return found.name if found else ""


def _named(fields: Sequence[Field], asked: str) -> Field | None:
    name = normal_name(asked)
    return next((field for field in fields if field.is_named(name)), None)


def option_names(crm: App, kind: str) -> list[str]:
    """All options that stand for fields of a kind."""
    fields = settable(crm, kind)
    names = [as_option(f.name) for f in fields]
    names += [f"drop-{f.name}" for f in fields if f.reading == "point"]
    return names + [as_option(alias) for f in fields for alias in f.aliases]


def read(
    crm: App,
    kind: str,
    typed: Sequence[tuple[str, str]],
    *,
    title: str | None = None,
    clear: str | None = None,
    force: bool = False,
    currency: str | None = None,
) -> Draft:
    """Understand typed fields, resolving links; asks and refuses before anything is written.

    title: what the record is to be called. clear: names of fields to empty. currency: what amounts are in where
    none is written.
    """
    draft = Draft()
    if title is not None:
        draft.columns[KINDS[kind].title] = named(kind, title)
    fields = settable(crm, kind)
    currency = _currency(typed) or currency
    for name, text in typed:
        if name.startswith("drop-"):
            draft.dropped.append(points.read(name[5:], text, _region(crm, name[5:])))
            continue
        found = _named(fields, name)
        if found is None:
            raise UsageError(f"{KINDS[kind].plural} have no field `{name}`", hint=f"crm field list {kind}")
        _put(
            crm,
            draft,
            found,
            text.strip(),
            force=force,
            currency=currency,
        )
    for name in (clear or "").split(","):
        if name.strip():
            _empty(kind, draft, _to_empty(kind, fields, name.strip()))
    return draft


def named(kind: str, text: str) -> str:
    """A name or title as it is kept: outer white space goes; UsageError where nothing is left."""
    kept = text.strip()
    if not kept:
        raise UsageError(f"the {KINDS[kind].title} of the {kind} is empty")
    return kept


def _currency(typed: Sequence[tuple[str, str]]) -> str | None:
    """The currency that is typed beside the amounts."""
    text = next((text for name, text in typed if name == "currency" and text.strip()), None)
    if text is None:
        return None
    from crm_cli.core import money

    code = text.strip().upper()
    if not money.is_code(code):
        raise UsageError(f"`{text}` is not a currency code", hint="--currency EUR")
    return code


def _region(crm: App, kind: str) -> str | None:
    return crm.setting("phone_region") or None if kind == "phone" else None


def _to_empty(kind: str, fields: Sequence[Field], name: str) -> Field:
    found = _named(fields, name)
    if found is None:
        from crm_cli.core.text import nearest

        own = _named(KINDS[kind].fields, name)
        if own is not None:
            why = "is never empty" if own.is_needed else "cannot be emptied: it follows from others"
            raise UsageError(f"the {own.name} of a {kind} {why}", hint=f"crm {KINDS[kind].command} --help")
        near = nearest(name, [f.name for f in fields], limit=2)
        raise UsageError(
            f"{KINDS[kind].plural} have no field `{name}` that could be emptied",
            hint=f"did you mean {' or '.join(near)}?" if near else f"crm field list {kind}",
        )
    return found


def _empty(kind: str, draft: Draft, field: Field) -> None:
    if field.reading == "point":
        draft.cleared.append(field.name)
    elif field.is_custom:
        draft.custom[field.name] = None
    elif field.reading == "tags":
        raise UsageError("tags are taken off with untag", hint=f"crm {KINDS[kind].command} untag WHO TAG")
    elif field.column:
        draft.columns[field.column] = None
    else:
        draft.parts[field.name] = None


def _put(crm: App, draft: Draft, field: Field, text: str, *, force: bool, currency: str | None) -> None:
    if not text.strip() and field.reading != "tags":
        _empty("", draft, field)
    elif field.reading == "point":
        draft.points.append(points.checked(field.name, text, _region(crm, field.name)))
    elif field.reading == "tags":
        labels = [tag.strip() for tag in text.split(",") if tag.strip()]
        tags.check_new(crm.read(), labels, hint=f"--tag {shell.quoted(_as_words(labels))}")
        draft.tags += labels
    elif field.linked:
        _link(crm, draft, field, text, force=force)
    elif field.currency:
        draft.columns |= amount(crm, text, currency, column=field.column)
    elif field.reading == "currency":
        draft.columns.setdefault("currency", text.strip().upper())
    else:
        value = parsed(crm, field, text)
        if field.is_custom:
            from crm_cli.kinds.custom import as_number

            draft.custom[field.name] = as_number(str(value)) if field.type.name == "number" else value
        else:
            draft.columns[field.column] = value


def parsed(crm: App, field: Field, text: str) -> Raw:
    """The stored form of a typed value; UsageError naming the field and what it allows."""
    if field.choices:
        return chosen(field.name, field.choices, text)
    try:
        value = field.type.parse(text, crm.conventions)
    except UsageError as error:
        raise UsageError(f"--{as_option(field.name)}: {error.message}", hint=error.hint) from error
    if isinstance(value, int) and abs(value) >= 2**63:
        raise UsageError(f"--{as_option(field.name)}: `{text}` is too large")
    return value


def amount(crm: App, text: str, currency: str | None = None, *, column: str = "amount") -> dict[str, Raw]:
    """The columns that a typed amount of money means: in minor units, and its `currency`."""
    from crm_cli.core import money

    read = money.parse(text, currency=currency or crm.setting("currency") or None)
    return {column: read.minor, "currency": read.currency}


def _link(crm: App, draft: Draft, field: Field, text: str, *, force: bool) -> None:
    """Find what a link names; one that no column of the record keeps is among its parts, under the field's name."""
    if not field.column:
        draft.parts[field.name] = resolve.one(crm, field.linked, text).id
        return
    kind, name = field.linked, text.removeprefix("name:").strip()
    if field.name != kind or not KINDS[kind].is_made_by_option or not resolve.is_name(text):
        draft.columns[field.column] = resolve.one(crm, kind, text).id
        return
    # what may be made goes by its very name: `C` and `C++` are two, though one is found by the other
    fits = [one for one in resolve.fitting(crm, [kind], text) if not _differs_in_signs(one.name, name)]
    if fits and not any(fold(one.name) == fold(name) and same(one.name) != same(name) for one in fits):
        draft.columns[field.column] = resolve.chosen(crm, [kind], text, fits).id
        return
    if not force:
        refuse_near(crm, kind, name)
    draft.makes[field.column] = name


def _differs_in_signs(there: str, typed: str) -> bool:
    """Whether two names are alike but for signs that tell names apart (C and C#, not `Acme, Inc.` and Acme Inc)."""
    is_alike = fold(there).replace(" ", "") == fold(typed).replace(" ", "")
    return is_alike and not (holds_signs(there, typed) and holds_signs(typed, there))


def _as_words(labels: Sequence[str]) -> str:
    """Tags in one word, those that are numbers as what cannot be taken for a record."""
    return ",".join(f"tag {label}" if label.isdigit() else label for label in labels)


def nearly_the_same(crm: App, kind: str, name: str) -> list[Candidate]:
    """The records whose names are a letter, spaces, commas or points off a new one."""
    from crm_cli.db import search

    db = crm.read()
    near = [id for id, _ in search.near_names(db, kind, name)] + search.named_without_spaces(db, kind, name)
    found = resolve.describe(crm, [(kind, id) for id in near])
    return [one for one in found if same(one.name) != same(name) and not _differs_in_signs(one.name, name)]


def refuse_near(crm: App, kind: str, name: str) -> None:
    """Refuse a new name that is nearly an existing one: Ambiguous with the candidates."""
    if candidates := nearly_the_same(crm, kind, name)[:5]:
        raise Ambiguous(
            f"there is no {kind} `{name}`, but one that is nearly the same",
            hint=f"name it {kind}/{candidates[0].id}, or add --force to make a new one",
            candidates=candidates,
        )


def make_linked(crm: App, kind: str, draft: Draft) -> list[Part]:
    """Make the records that a draft links and that are not there, inside the transaction; returns them."""
    made = []
    for column, name in draft.makes.items():
        other = next(field.linked for field in KINDS[kind].fields if field.column == column and field.linked)
        rules, wanted = KINDS[other].records, Draft({KINDS[other].title: name})
        same = rules.same(crm.read(), wanted)  # another process may have made it while this one waited
        if same:
            draft.columns[column] = same[0]
        else:
            given = defaults.of_occasion(crm, other, wanted)
            id = draft.columns[column] = rules.add(crm.read(), given, at=crm.at, on=crm.today)
            made.append(Part("made", other, id))
    draft.makes.clear()
    return made


def preview(crm: App, kind: str, found: Sequence[Candidate], draft: Draft) -> list[str]:
    """Say for the first few records what would become of them: `Jane: city Oslo → Almaty`."""
    from crm_cli.db import table

    lines = []
    for record in found[:SAMPLE]:
        row = table.row_as_dict(crm.read(), KINDS[kind].table, record.id)
        parts = [
            f"{column.removesuffix('_id')} {_shown(row.get(column))} → {_shown(value)}"
            for column, value in draft.columns.items()
            if row.get(column) != value
        ]
        parts += [f"{name} → {_shown(value)}" for name, value in draft.custom.items()]
        parts += [f"{column.removesuffix('_id')} → {name}" for column, name in draft.makes.items()]
        parts += [f"+ {point.kind} {point.value}" for point in draft.points]
        parts += [f"- {point.kind} {point.value}" for point in draft.dropped]
        parts += [f"no {point_kind}" for point_kind in draft.cleared]
        parts += [f"+ tag {tag}" for tag in draft.tags]
        lines.append(f"{record.name}: {', '.join(parts) or 'is so already'}")
    return lines


def _shown(value: Raw) -> str:
    return "(none)" if value is None else str(value)
