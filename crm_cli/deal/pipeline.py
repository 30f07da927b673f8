"""How a deal moves: through the stages of its pipeline, to won or lost, and back by reopening only."""

from __future__ import annotations

from crm_cli.core import shell
from crm_cli.core.errors import Conflict
from crm_cli.core.record import record
from crm_cli.core.text import plural
from crm_cli.db import table
from crm_cli.deal import pipelines
from crm_cli.deal.records import TABLE, deals, get
from crm_cli.kinds.draft import Draft

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection

    from crm_cli.core.fields import Raw
    from crm_cli.deal.pipelines import Stage
    from crm_cli.deal.records import Deal


@record
class When:
    """The moment of a move: its UTC instant and the user's day then."""

    at: str
    on: str


@record
class Moved:
    """What a move came to: the deal now, whether it moved, and the words that tell of it.

    said: what happened, or that it is so already. remark: what else had to change for it, or "".
    """

    deal: Deal
    is_moved: bool
    said: str
    remark: str = ""


def move(
    db: Connection,
    id: int,
    stage: str | None,
    when: When,
    values: Mapping[str, Raw],
    *,
    seen: Deal,
    pipeline_id: int | None = None,
) -> Moved:
    """Put an open deal into the stage a person means, its own pipeline's first; Conflict for a closed one.

    stage: a name as typed; None is the first stage. values: further columns to change on the way (amount,
    expected close). pipeline_id: look for the stage there only.
    """
    deal = _unchanged(db, id, seen)
    target = _target(db, stage, deal, pipeline_id)
    if deal.status != "open":
        raise Conflict(
            f"`{deal.title}` is {deal.status}: a closed deal does not move",
            hint=shell.line(["crm", "deal", "reopen", str(id), "--stage", target.name]),
        )
    is_other = target.pipeline_id != deal.pipeline_id
    place = f"{target.name} of {pipelines.get(db, target.pipeline_id).name}" if is_other else target.name
    if target.id == deal.stage_id:
        deals.update(db, id, Draft(dict(values)), at=when.at, on=when.on)
        return Moved(get(db, id), False, f"{deal.title} is in {place} already")
    remark = _note_move(db, deal, when, to_stage=target.id, to_status="open")
    columns = {**values, "stage_id": target.id, "pipeline_id": target.pipeline_id}
    deals.update(db, id, Draft(dict(columns)), at=when.at, on=when.on)
    return Moved(get(db, id), True, f"Moved {deal.title} to {place}", remark)


def _target(db: Connection, stage: str | None, deal: Deal, pipeline_id: int | None) -> Stage:
    wanted = deal.pipeline_id if pipeline_id is None else pipeline_id
    if stage is None:
        return pipelines.first_stage(db, wanted)
    return pipelines.stage_named(db, stage, wanted, elsewhere=pipeline_id is None)


def win(db: Connection, id: int, when: When, values: Mapping[str, Raw], *, seen: Deal) -> Moved:
    """Close an open deal as won; it keeps its stage. Conflict for a lost one."""
    return _close(db, id, "won", when, values, seen)


def lose(db: Connection, id: int, when: When, values: Mapping[str, Raw], *, seen: Deal) -> Moved:
    """Close an open deal as lost; it keeps its stage. Conflict for a won one."""
    return _close(db, id, "lost", when, values, seen)


def _close(db: Connection, id: int, status: str, when: When, values: Mapping[str, Raw], seen: Deal) -> Moved:
    deal = _unchanged(db, id, seen)
    if deal.status == status:
        deals.update(db, id, Draft(dict(values)), at=when.at, on=when.on)
        return Moved(get(db, id), False, f"{deal.title} is {status} already, since {deal.closed_on}")
    if deal.status != "open":
        raise Conflict(f"`{deal.title}` is {deal.status}, not open", hint=f"crm deal reopen {id}")
    remark = _note_move(db, deal, when, to_stage=deal.stage_id, to_status=status)
    columns: dict[str, Raw] = {"status": status, "closed_on": when.on}
    if deal.opened_on and deal.opened_on > when.on:
        columns["opened_on"] = when.on
        opened = f"it was opened on {deal.opened_on}, after that day; opened_on is {when.on} now"
        remark = "; ".join(filter(None, (opened, remark)))
    table.update(db, TABLE, id, columns)
    deals.update(db, id, Draft(dict(values)), at=when.at, on=when.on)
    return Moved(get(db, id), True, f"{status.capitalize()} {deal.title}", remark)


def reopen(
    db: Connection, id: int, when: When, values: Mapping[str, Raw], *, seen: Deal, stage: str | None = None
) -> Moved:
    """Make a closed deal open again: in the stage named, else its last one, else the pipeline's first."""
    deal = _unchanged(db, id, seen)
    if deal.status == "open":
        deals.update(db, id, Draft(dict(values)), at=when.at, on=when.on)
        return Moved(get(db, id), False, f"{deal.title} is open already")
    if stage is not None:
        target = pipelines.stage_named(db, stage, deal.pipeline_id)
    elif deal.stage_id is not None:
        target = pipelines.stage(db, deal.stage_id)
    else:
        target = pipelines.first_stage(db, deal.pipeline_id)
    remark = _note_move(db, deal, when, to_stage=target.id, to_status="open")
    columns: dict[str, Raw] = {"status": "open", "closed_on": None, "lost_reason": None}
    columns |= {"stage_id": target.id, "pipeline_id": target.pipeline_id}
    table.update(db, TABLE, id, columns)
    deals.update(db, id, Draft(dict(values)), at=when.at, on=when.on)
    return Moved(get(db, id), True, f"Reopened {deal.title} in {target.name}", remark)


def _unchanged(db: Connection, id: int, seen: Deal) -> Deal:
    """The deal as it is now; Conflict where somebody has moved it since it was shown."""
    deal = get(db, id)
    if (deal.status, deal.stage_id) != (seen.status, seen.stage_id):
        raise Conflict(f"`{deal.title}` has been moved meanwhile", hint=f"crm deal show {id}")
    return deal


def _note_move(db: Connection, deal: Deal, when: When, *, to_stage: int | None, to_status: str) -> str:
    """Keep the move with its moment, behind those that were before it; returns a remark, or "".

    A deal is often closed in the books after it was closed: earlier moves that were noted for a later day count from
    the day it closed, since none can come after. Conflict for another move that would lie before an earlier one.
    """
    moves = db.execute(
        "SELECT id, moved_at, moved_on FROM stage_moves WHERE deal_id = ? ORDER BY moved_at, id", (deal.id,)
    ).fetchall()
    later = [move for move in moves if move[2] > when.on]
    if later and to_status == "open":
        last = moves[-1][2]
        raise Conflict(
            f"`{deal.title}` moved on {last}; what comes after cannot lie before, on {when.on}",
            hint=f"--on {last}",
        )
    at = max([when.at, *[move[1] for move in moves if move not in later]])
    for id, _, _ in later:
        table.update(db, "stage_moves", id, {"moved_at": at, "moved_on": when.on})
    row: dict[str, Raw] = {
        "deal_id": deal.id,
        "from_stage_id": deal.stage_id,
        "to_stage_id": to_stage,
        "from_status": deal.status,
        "to_status": to_status,
        "moved_at": at,
        "moved_on": when.on,
    }
    table.insert(db, "stage_moves", row)
    remarks = []
    if later:
        days = ", ".join(dict.fromkeys(day for _, _, day in later))
        many = plural(len(later), "move")
        remarks.append(
            f"{many} noted for {days} {'counts' if len(later) == 1 else 'count'} from {when.on}, too"
        )
    if deal.archived_at is not None:
        remarks.append(f"{deal.title} is archived; crm deal unarchive {deal.id} shows it again")
    return "; ".join(remarks)
