"""Fields of the kind that a command is about: for columns, orders, groups; each as often as it makes sense."""

from __future__ import annotations

from crm_cli.completion.candidate import Candidate, begun, is_clean
from crm_cli.core.fields import normal_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from crm_cli.completion.ask import Ask
    from crm_cli.core.fields import Field


def named(ask: Ask, kind: str, typed: str) -> list[Candidate]:
    """Fields of a kind by name, those of a record linked behind a dot; aliases where no name begins so."""
    return [
        Candidate(name, about, is_whole=not name.endswith("."))
        for name, about in offered(ask, kind, typed, lambda field: (field.name,))
        or offered(ask, kind, typed, lambda field: field.aliases)
    ]


def offered(
    ask: Ask, kind: str, typed: str, names: Callable[[Field], Sequence[str]]
) -> list[tuple[str, str]]:
    """Names of fields, of each the first that begins as typed, with what they are; a link ends in a dot, too."""
    first, dot, rest = typed.rpartition(".")
    if not kind or typed.startswith("-") or (rest and not normal_name(rest)):
        return []
    link = ask.world.catalogue.field(kind, first) if dot else None
    if link is not None and link.linked and link.column:
        return [(f"{first}.{name}", about) for name, about in offered(ask, link.linked, rest, names)]
    asked = normal_name(typed)
    found: dict[str, str] = {}
    links: dict[str, str] = {}
    for field in ask.world.catalogue.fields(kind):
        begun = (name for name in names(field) if is_clean(name) and normal_name(name).startswith(asked))
        if (name := next(begun, None)) and (typed or not field.is_hidden):
            found.setdefault(name, field.help)
            if field.linked and field.column:
                links.setdefault(f"{name}.", f"fields of the {field.linked}")
    return [*found.items(), *links.items()]


def field_names(ask: Ask) -> list[Candidate]:
    """One field."""
    return named(ask, ask.kind, ask.typed)


def field_list(ask: Ask) -> list[Candidate]:
    """Fields with commas between: each once."""
    return [*_listed(ask, ask.typed, "")]


def sorting(ask: Ask) -> list[Candidate]:
    """Fields with commas between, each with `-` before it for the greatest first."""
    last = ask.typed.rpartition(",")[2]
    return [*_listed(ask, ask.typed, "-" if last.startswith("-") else "")]


def _listed(ask: Ask, typed: str, sign: str) -> Iterator[Candidate]:
    kept, comma, last = typed.rpartition(",")
    there = {normal_name(name.removeprefix("-")) for name in kept.split(",")}
    for each in named(ask, ask.kind, last.removeprefix(sign)):
        if normal_name(each.text) not in there:
            yield each.after(kept + comma + sign)


def emptied(ask: Ask) -> list[Candidate]:
    """Fields that can be emptied, with commas between."""
    kind = ask.kind
    kept, comma, last = ask.typed.rpartition(",")
    names = [(f.name, f.help) for f in settable(ask, kind) if not f.is_needed] if kind else []
    return [each.after(kept + comma) for each in begun(names, last) if each.text not in kept.split(",")]


def settable(ask: Ask, kind: str) -> list[Field]:
    """The fields that `add` and `edit` take as options."""
    from crm_cli.verbs.draft import settable

    return [*settable(None, kind), *ask.world.catalogue.custom(kind)]


def groups(ask: Ask) -> list[Candidate]:
    """What a report counts by: periods, parts, fields that are no money; nothing."""
    from crm_cli.report.by import GRAINS
    from crm_cli.report.reports import REPORTS

    report = REPORTS.get(ask.place.path[1]) if ask.place.path[1:] else None
    if report is None:
        return []
    words: list[tuple[str, str]] = [(grain, "") for grain in GRAINS]
    words += [(share.names[0], "") for share in report.shares]
    words += [(name, field.help) for field in report.fields for name in (field.name, *field.aliases)]
    words += [
        (field.name, field.help)
        for field in ask.world.catalogue.fields(report.kind)
        if not field.currency and (ask.typed or not field.is_hidden)
    ]
    words += [("none", "one row for all")]
    seen: dict[str, str] = {}
    for word, about in words:
        seen.setdefault(word, about)
    return begun(seen.items(), ask.typed)
