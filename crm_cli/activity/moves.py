"""The deal that a line moves: the one it names, or the one open deal of whom it is about."""

from __future__ import annotations

from crm_cli.activity import records
from crm_cli.app import prompts
from crm_cli.core.errors import Ambiguous, NotFound
from crm_cli.core.record import record
from crm_cli.deal import pipeline
from crm_cli.deal import records as deals
from crm_cli.deal.moving import moment
from crm_cli.deal.pipeline import When
from crm_cli.verbs import resolve
from crm_cli.verbs.parts import Part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.core.fields import Raw
    from crm_cli.deal.records import Deal


@record
class Move:
    """A deal that is to move: as it was seen, and the stage as typed."""

    deal: Candidate
    seen: Deal
    stage: str


def planned(
    crm: App, stage: str, whos: Sequence[Candidate], named: Sequence[Candidate]
) -> dict[Candidate, Move]:
    """For each record that a line is about, the deal that moves: each deal once."""
    found: dict[Candidate, Move] = {}
    for who in whos:
        deal = _deal(crm, who, named)
        if all(move.deal != deal for move in found.values()):
            found[who] = Move(deal, deals.get(crm.read(), deal.id), stage)
    return found


def _deal(crm: App, who: Candidate, named: Sequence[Candidate]) -> Candidate:
    """The one deal that is meant: NotFound where there is none; of several a choice, else Ambiguous."""
    if who.kind == "deal":
        candidates = [who]
    elif named:
        candidates = [*named]
    else:
        open_ones = records.open_deals(crm.read(), who.kind, who.id)
        candidates = resolve.describe(crm, [("deal", id) for id in open_ones])
    if not candidates:
        raise NotFound(
            f"{who.name} has no open deal to move",
            hint=f"crm deal add TITLE --{who.kind} {who.kind}/{who.id}",
        )
    if len(candidates) == 1:
        return candidates[0]
    chosen = prompts.choose(crm, "which deal moves?", candidates)
    if chosen is None:
        said = "the line names" if named else f"{who.name} has"
        raise Ambiguous(
            f"{said} {len(candidates)} deals, and one moves",
            hint=f"name it: --deal {candidates[0].id}",
            candidates=candidates,
        )
    return chosen


def write(crm: App, move: Move, values: Mapping[str, Raw]) -> tuple[list[Part], str]:
    """Move the deal, in the open transaction, at the moment of the activity; where it stands there, a remark."""
    on = str(values["occurred_on"])
    when = When(str(values["occurred_at"]), on) if values["occurred_at"] else moment(crm, on)
    moved = pipeline.move(crm.read(), move.deal.id, move.stage, when, {}, seen=move.seen)
    if not moved.is_moved:
        return [], moved.said
    return [Part("moved", "deal", move.deal.id)], moved.remark
