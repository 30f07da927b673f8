"""Pipelines and their stages: find them by name, add, rename, reorder and delete them."""

from __future__ import annotations

from crm_cli.core.errors import Ambiguous, Candidate, Conflict, NotFound, UsageError
from crm_cli.core.record import record
from crm_cli.core.text import begins, fold, nearest, plural, same
from crm_cli.db import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from crm_cli.core.fields import Raw


STANDARD = ("Lead", 1_000, 14), ("Qualified", 3_000, 14), ("Proposal", 5_000, 21), ("Negotiation", 7_500, 30)
"""Stages of a pipeline nobody has described: name, probability in basis points, days until stale."""

CLOSED = {"won": "win", "closed won": "win", "lost": "lose", "closed lost": "lose"}
"""Names that say how a deal ended, folded: no stages, but the commands named beside them."""


@record
class Pipeline:
    """A row of `pipelines`."""

    id: int
    name: str
    position: int
    created_at: str
    archived_at: str | None


@record
class Stage:
    """A row of `stages`; `probability` in basis points."""

    id: int
    pipeline_id: int
    name: str
    position: int
    probability: int | None
    rotting_days: int | None


if TYPE_CHECKING:
    from typing import TypeVar

    Named = TypeVar("Named", Pipeline, Stage)


def find(db: Connection) -> list[Pipeline]:
    """All pipelines in their order; the first is the usual one."""
    return table.select(db, Pipeline, "pipelines", "WHERE t.archived_at IS NULL ORDER BY t.position, t.id")


def default(db: Connection, at: str) -> Pipeline:
    """The usual pipeline; where there is none, `Sales` with the standard stages is made."""
    row = db.execute(
        "SELECT id FROM pipelines WHERE archived_at IS NULL ORDER BY position, id LIMIT 1"
    ).fetchone()
    return get(db, row[0] if row else add(db, "Sales", STANDARD, at=at))


def get(db: Connection, id: int) -> Pipeline:
    """The pipeline with this id; NotFound where there is none."""
    return table.get(db, Pipeline, "pipelines", id)


def stages(db: Connection, pipeline_id: int) -> list[Stage]:
    """The stages of a pipeline in their order."""
    return table.select(
        db, Stage, "stages", "WHERE t.pipeline_id = ? ORDER BY t.position, t.id", (pipeline_id,)
    )


def first_stage(db: Connection, pipeline_id: int) -> Stage:
    """Where a deal begins; Conflict where the pipeline has no stage."""
    found = stages(db, pipeline_id)
    if not found:
        name = get(db, pipeline_id).name
        from crm_cli.core import shell

        raise Conflict(
            f"the pipeline `{name}` has no stage",
            hint=shell.line(["crm", "pipeline", "stage", "add", "Lead", "--pipeline", name]),
        )
    return found[0]


def stage(db: Connection, id: int) -> Stage:
    """The stage with this id; NotFound where there is none."""
    return table.get(db, Stage, "stages", id)


def open_deals(db: Connection, stage_id: int) -> int:
    """How many open deals stand in a stage; archived ones do not count."""
    sql = "SELECT count(*) FROM deals WHERE stage_id = ? AND status = 'open' AND archived_at IS NULL"
    count: int = db.execute(sql, (stage_id,)).fetchone()[0]
    return count


def named(db: Connection, typed: str) -> Pipeline:
    """The pipeline a person means: its number, its whole name, or words that begin its words."""
    pipelines = find(db)
    fits = _fitting(typed, pipelines)
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise Ambiguous(
            f"`{typed}` fits {len(fits)} pipelines",
            hint=f"name it by its number: {fits[0].id}",
            candidates=[Candidate("pipeline", each.id, each.name) for each in fits],
        )
    there = ", ".join(each.name for each in pipelines)
    raise NotFound(
        f"there is no pipeline `{typed}`" + (f"; there is {there}" if there else ""), hint="crm pipeline list"
    )


def stage_named(db: Connection, typed: str, pipeline_id: int | None, *, elsewhere: bool = True) -> Stage:
    """The stage a person means: of this pipeline first, then (`elsewhere`) of all the others.

    Raises NotFound listing the stages, and Ambiguous where several fit alike.
    """
    own = stages(db, pipeline_id) if pipeline_id is not None else []
    fits = _fitting(typed, own)
    others: list[Stage] = []
    if not fits and elsewhere:
        others = [
            each for pipeline in find(db) if pipeline.id != pipeline_id for each in stages(db, pipeline.id)
        ]
        fits = _fitting(typed, others)
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise Ambiguous(
            f"`{typed}` fits {len(fits)} stages",
            hint="type more of its name, or name its --pipeline",
            candidates=[Candidate("stage", s.id, s.name, get(db, s.pipeline_id).name) for s in fits],
        )
    if fold(typed) in CLOSED:
        raise NotFound(
            f"`{typed}` is no stage but how a deal ends; the stages are {_listed(own or others)}",
            hint=f"crm deal {CLOSED[fold(typed)]} DEAL",
        )
    near = nearest(typed, [each.name for each in (*own, *others)], limit=1)
    from crm_cli.core import shell

    raise NotFound(
        f"there is no stage `{typed}`; there is {_listed(own or others)}",
        hint=f"did you mean {near[0]}?" if near else shell.line(["crm", "pipeline", "stage", "add", typed]),
    )


def _fitting(typed: str, among: Sequence[Named]) -> list[Named]:
    """Those of the best rank that fits: number, whole name, then words of the name in any order."""
    digits = typed.strip().removeprefix("#")
    ranks = [
        [each for each in among if same(each.name) == same(typed)],
        [each for each in among if type(each) is Pipeline and digits == str(each.id)],
        [each for each in among if begins(each.name, typed)],
    ]
    return next((rank for rank in ranks if rank), [])


def _listed(stages: Sequence[Stage]) -> str:
    return ", ".join(dict.fromkeys(each.name for each in stages)) or "none yet"


def add(
    db: Connection, name: str, described: Sequence[tuple[str, int | None, int | None]], *, at: str
) -> int:
    """Add a pipeline behind the others, with stages (name, probability, rotting days); returns its id."""
    name = _free_name(name, "pipeline", find(db))
    position = db.execute("SELECT coalesce(max(position), 0) + 1 FROM pipelines").fetchone()[0]
    id = table.insert(db, "pipelines", {"name": name, "position": position, "created_at": at})
    for stage_name, probability, rotting_days in described:
        add_stage(db, id, stage_name, probability=probability, rotting_days=rotting_days)
    return id


def rename(db: Connection, id: int, name: str) -> bool:
    """Give a pipeline another name; returns whether it differed."""
    return table.update(db, "pipelines", id, {"name": _free_name(name, "pipeline", find(db), but=id)})


def delete(db: Connection, id: int) -> None:
    """Delete a pipeline and its stages; Conflict with the count where deals are in it."""
    count = db.execute("SELECT count(*) FROM deals WHERE pipeline_id = ?", (id,)).fetchone()[0]
    if count:
        name = get(db, id).name
        from crm_cli.core import shell

        raise Conflict(
            f"the pipeline `{name}` has {plural(count, 'deal')}",
            hint=shell.line(["crm", "deal", "list", f'pipeline:"{name}"']),
        )
    table.delete(db, "pipelines", id)


def add_stage(
    db: Connection,
    pipeline_id: int,
    name: str,
    *,
    probability: int | None = None,
    rotting_days: int | None = None,
    position: int | None = None,
) -> int:
    """Add a stage at a place (from 1), else behind the others; returns its id."""
    there = stages(db, pipeline_id)
    name = _free_name(name, "stage", there)
    if fold(name) in CLOSED:
        raise UsageError(
            f"`{name}` is no stage but how a deal ends",
            hint=f"crm deal {CLOSED[fold(name)]} DEAL",
        )
    values: dict[str, Raw] = {"pipeline_id": pipeline_id, "name": name, "position": len(there) + 1}
    id = table.insert(db, "stages", {**values, "probability": probability, "rotting_days": rotting_days})
    if position is not None:
        place_stage(db, id, position)
    return id


def update_stage(db: Connection, id: int, values: dict[str, Raw]) -> bool:
    """Change a stage's name, probability or rotting days; returns whether anything differed."""
    before = stage(db, id)
    if "name" in values:
        name = _free_name(str(values["name"]), "stage", stages(db, before.pipeline_id), but=id)
        values = {**values, "name": name}
    return table.update(db, "stages", id, values)


def place_stage(db: Connection, id: int, position: int) -> bool:
    """Put a stage at a place of its pipeline, from 1; returns whether anything moved."""
    moved = stage(db, id)
    order = [each.id for each in stages(db, moved.pipeline_id) if each.id != id]
    order.insert(min(max(position, 1), len(order) + 1) - 1, id)
    changed = [table.update(db, "stages", each, {"position": at}) for at, each in enumerate(order, start=1)]
    return any(changed)


def delete_stage(db: Connection, id: int, *, unlink: bool = False) -> None:
    """Delete a stage; Conflict with the counts where deals stand in it.

    unlink: won and lost deals stay without their stage; open ones need one.
    """
    gone = stage(db, id)
    counts = dict(db.execute("SELECT status, count(*) FROM deals WHERE stage_id = ? GROUP BY status", (id,)))
    if counts and (not unlink or "open" in counts):
        said = ", ".join(
            f"{counts[status]} {status}" for status in ("open", "won", "lost") if status in counts
        )
        from crm_cli.core import shell

        raise Conflict(
            f"deals stand in the stage `{gone.name}`: {said}",
            hint=shell.line(["crm", "deal", "move", "--where", f'stage:"{gone.name}" status:open', "STAGE"])
            if "open" in counts
            else "--unlink",
        )
    table.delete(db, "stages", id, unlink=True)
    for position, each in enumerate(stages(db, gone.pipeline_id), start=1):
        table.update(db, "stages", each.id, {"position": position})


def _free_name(
    name: str, what: str, there: Sequence[Pipeline] | Sequence[Stage], *, but: int | None = None
) -> str:
    name = " ".join(name.split())
    if not fold(name):
        raise UsageError(f"a {what} needs a name")
    if any(same(each.name) == same(name) and each.id != but for each in there):
        raise Conflict(f"there is a {what} `{name}` already", hint="crm pipeline list")
    return name
