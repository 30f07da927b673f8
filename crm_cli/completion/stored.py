"""What the file keeps besides records: tags, segments, stages, pipelines, steps, and the values its fields have."""

from __future__ import annotations

from crm_cli.alias import known
from crm_cli.completion import names, numbers
from crm_cli.completion.candidate import LIMIT, Candidate, begun, is_clean
from crm_cli.core.errors import CrmError
from crm_cli.core.fields import normal_name
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.completion.ask import Ask
    from crm_cli.completion.world import World
    from crm_cli.core.fields import Field

LOOKED = 5_000
"""So many of the latest records are looked at for the values that a field has."""


def tags(ask: Ask) -> list[Candidate]:
    """Tags; to put on a record, those not typed yet, to take off, those it carries."""
    path, values = ask.place.path, ask.place.values
    if path[-1] == "untag" and values and (kind := ask.kind):
        rows = ask.world.rows(
            f"SELECT g.name FROM taggings x JOIN tags g ON g.id = x.tag_id WHERE x.{kind}_id = ? ORDER BY g.normal",
            (names.meant(ask, kind, values[0]) or 0,),
        )
    else:
        rows = ask.world.rows("SELECT name FROM tags ORDER BY normal")
    return _those(ask, rows, but=values[1:] if path[-1] in {"tag", "untag"} else ())


def segments(ask: Ask) -> list[Candidate]:
    """Segments, with their queries; of a kind where only those can be meant."""
    kinds = ask.of or [*KINDS]
    marks = ", ".join("?" * len(kinds))
    rows = ask.world.rows(
        f"SELECT name, query, CAST(id AS TEXT) FROM segments WHERE archived_at IS NULL AND kind IN ({marks}) ORDER BY normal",
        kinds,
    )
    return _those(ask, rows)


def views(ask: Ask) -> list[Candidate]:
    """Views, with the lists that they are."""
    rows = ask.world.rows(
        "SELECT substr(name, 6), value FROM settings WHERE name GLOB 'view.*' ORDER BY name"
    )
    return _those(ask, rows)


def aliases(ask: Ask) -> list[Candidate]:
    """Aliases, with what they stand for; of all, those of the user's configuration, too, where a command is meant."""
    found = aliases_of(ask.world)
    if ask.place.path:
        found = {name: one for name, one in found.items() if one.origin == known.FILE}
    return begun([(name, one.shown) for name, one in sorted(found.items())], ask.typed)


def aliases_of(world: World) -> dict[str, known.Alias]:
    """All aliases by name; without those of a configuration that cannot be read."""
    rows = world.rows("SELECT substr(name, 7), value FROM settings WHERE name GLOB 'alias.*'")
    found = {
        name: known.Alias(name, text, known.FILE) for name, text in rows if not text.startswith(known.SHELL)
    }
    try:
        return {**found, **known.of_config(world.env)}
    except CrmError:
        return found


def stages(ask: Ask) -> list[Candidate]:
    """Stages in their order: of the pipeline of the deal that is named, or of the one that is, else of all."""
    named = ask.place.value("--pipeline")
    return _stages(ask, _pipeline_named(ask, named) if named else _pipeline_of_deal(ask))


def every_stage(ask: Ask) -> list[Candidate]:
    """Stages of all pipelines, each name once."""
    return list({each.text: each for each in _stages(ask, None)}.values())


def _stages(ask: Ask, pipeline: int | None) -> list[Candidate]:
    where = "p.id = ?" if pipeline is not None else "TRUE"
    rows = ask.world.rows(
        "SELECT s.name, p.name FROM stages s JOIN pipelines p ON p.id = s.pipeline_id"
        f" WHERE {where} ORDER BY p.position, s.position",
        [] if pipeline is None else [pipeline],
    )
    several = len({pipeline for _, pipeline in rows}) > 1
    return _those(ask, [(stage, home if several else "") for stage, home in rows])


def _pipeline_named(ask: Ask, name: str) -> int | None:
    from crm_cli.core.text import fold

    rows = ask.world.rows("SELECT id, name FROM pipelines")
    return next((id for id, found in rows if fold(found) == fold(name) or str(id) == name), None)


def _pipeline_of_deal(ask: Ask) -> int | None:
    """The pipeline of the one deal that the command names."""
    if ask.kind != "deal" or ask.place.path[-1] == "add" or not ask.place.values:
        return None
    found = names.meant(ask, "deal", ask.place.values[0])
    rows = ask.world.rows("SELECT pipeline_id FROM deals WHERE id = ?", (found,)) if found is not None else []
    return rows[0][0] if rows else None


def pipelines(ask: Ask) -> list[Candidate]:
    """Pipelines in their order."""
    return _those(ask, ask.world.rows("SELECT name, '', CAST(id AS TEXT) FROM pipelines ORDER BY position"))


def relations(ask: Ask) -> list[Candidate]:
    """What records are to each other, as it was said before."""
    return _those(ask, ask.world.rows("SELECT DISTINCT kind FROM relations ORDER BY kind LIMIT ?", [LIMIT]))


def labels(ask: Ask) -> list[Candidate]:
    """What days matter for, as it was said before."""
    return _those(
        ask, ask.world.rows("SELECT DISTINCT label FROM important_dates ORDER BY label LIMIT ?", [LIMIT])
    )


def steps(ask: Ask) -> list[Candidate]:
    """The latest steps that are not undone, with the commands as they were typed."""
    where = "t.role IN ('do', 'foreign') AND t.undone_by_id IS NULL"
    rows = ask.world.rows(
        f"SELECT CAST(t.id AS TEXT), t.words FROM _commands t WHERE {where} AND CAST(t.id AS TEXT) GLOB ?"
        " ORDER BY t.id DESC LIMIT ?",
        [f"{ask.typed if ask.typed.isdigit() else ''}*", LIMIT],
    )
    found = _those(ask, rows)
    return [*found, *numbers.apart(ask.world, "_commands", where, found, ask.typed)]


def custom_fields(ask: Ask) -> list[Candidate]:
    """The user's own fields of the kind named before."""
    rows = ask.world.rows(
        "SELECT name, type FROM custom_fields WHERE record_kind = ? ORDER BY name", ask.place.values[:1]
    )
    return _those(ask, rows)


def value(ask: Ask) -> list[Candidate]:
    """Values of a field that is an option of the command: of its own, or of the record it is about."""
    kind = ask.kind
    asked = normal_name(ask.of[0] if ask.of else "")
    if not kind:
        return []
    fields = [*KINDS[kind].fields, *ask.world.catalogue.custom(kind)]
    field = next((each for each in fields if each.is_named(asked)), None)
    if field is None:
        return []
    if field.linked:
        return names.linked(ask, field.linked)
    return values(ask, field, kind)


def values(ask: Ask, field: Field, kind: str) -> list[Candidate]:
    """Values a field may have: its choices, yes and no, days, what is in use, or what records have now."""
    from crm_cli.completion import fixed

    family = field.type.family
    if field.choices_sql:
        return _those(ask, ask.world.rows(field.choices_sql))
    if field.choices:
        return begun(field.choices, ask.typed)
    if field.type.name == "tag":
        return tags(ask)
    if family == "flag":
        return begun(("yes", "no"), ask.typed)
    if family in {"day", "instant"}:
        return fixed.when(ask)
    if field.reading == "currency":
        return fixed.currencies(ask)
    if field.name == "timezone":
        return fixed.timezones(ask)
    is_kept = family == "text" and (field.column or field.is_custom) and not field.is_needed
    if not is_kept or field.type.name == "long text":
        return []
    rows = ask.world.rows(
        f"SELECT DISTINCT v FROM (SELECT {field.sql} AS v FROM {KINDS[kind].table} t ORDER BY t.id DESC LIMIT ?)"
        " WHERE v IS NOT NULL ORDER BY v",
        [LOOKED],
    )
    found = _those(ask, [(text,) for (text,) in rows if isinstance(text, str)])
    return [*found[:LIMIT], *found[LIMIT:][-1:]]


def _those(ask: Ask, rows: Iterable[Sequence[str]], but: Sequence[str] = ()) -> list[Candidate]:
    """What begins as typed, of rows of a name, what is told of it, and its number where that names it, too.

    A name that may not stand on a shell's line, or would be taken for an option, is called by its number.
    """
    found = []
    for name, about, number in ((*row, "", "")[:3] for row in rows):
        if is_clean(name) and not name.startswith("-"):
            found.append((name, about or ""))
        elif number:
            found += [(number, name)] if begun([name, number], ask.typed) else []
    begins = {each.text for each in begun(found, ask.typed)}
    return [
        Candidate(*pair) for pair in found if pair[0] not in but and (pair[0] in begins or pair[0].isdigit())
    ]
