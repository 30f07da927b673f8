"""The board: the open deals of each pipeline, stage by stage, with what they come to."""

from __future__ import annotations

from crm_cli.core.money import Money, divide_half_away
from crm_cli.core.record import record
from crm_cli.deal import pipelines
from crm_cli.deal.kind import CHANCE, LATE, ROTTING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from sqlite3 import Connection

    from crm_cli.core.fields import Raw
    from crm_cli.deal.pipelines import Pipeline, Stage


@record
class Entry:
    """A deal as the board shows it; `chance` in basis points. is_late: it should have closed."""

    id: int
    title: str
    amount: Money | None
    chance: int | None
    company: str | None
    contact: str | None
    expected_close_on: str | None
    is_late: bool
    is_rotting: bool


@record
class Lane:
    """A stage and the deals in it."""

    pipeline: Pipeline
    stage: Stage
    deals: Sequence[Entry]


def totals(deals: Iterable[Entry]) -> list[Money]:
    """The sum of the amounts, one for each currency, the largest count of deals first."""
    return [Money(sum(d.amount.minor for d in same if d.amount), code) for code, same in _by_currency(deals)]


def weighted(deals: Iterable[Entry]) -> list[Money]:
    """The sums weighted by probability, rounded once each; a deal without a probability adds nothing."""
    sums = []
    for code, same in _by_currency(deals):
        known = [(d.amount.minor, d.chance) for d in same if d.amount and d.chance is not None]
        if known:
            sums.append(Money(divide_half_away(sum(minor * chance for minor, chance in known), 10_000), code))
    return sums


def _by_currency(deals: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    found: dict[str, list[Entry]] = {}
    for deal in deals:
        if deal.amount is not None:
            found.setdefault(deal.amount.currency, []).append(deal)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))


def lanes(
    db: Connection, condition: str, values: Sequence[Raw], order: str, *, pipeline_id: int | None = None
) -> list[Lane]:
    """The stages with the open deals that a condition over `t` selects; an empty stage is a lane, too.

    order: what follows ORDER BY. Without `pipeline_id`: the usual pipeline and those with such a deal.
    """
    rows = db.execute(
        f"SELECT t.stage_id, t.id, t.title, t.amount, t.currency, {CHANCE},"
        " (SELECT m.name FROM companies m WHERE m.id = t.company_id),"
        " (SELECT c.name FROM contacts c WHERE c.id = t.contact_id), t.expected_close_on,"
        f" {LATE} IS NOT NULL, coalesce({ROTTING}, 0)"
        f" FROM deals t WHERE t.status = 'open' AND ({condition}) ORDER BY {order}",
        values,
    )
    found: dict[int, list[Entry]] = {}
    for stage_id, id, title, amount, currency, chance, company, contact, close, is_late, is_rotting in rows:
        money = None if amount is None else Money(amount, currency)
        entry = Entry(id, title, money, chance, company, contact, close, bool(is_late), bool(is_rotting))
        found.setdefault(stage_id, []).append(entry)
    board = []
    for number, pipeline in enumerate(pipelines.find(db)):
        stages = pipelines.stages(db, pipeline.id)
        is_usual = pipeline_id is None and (number == 0 or any(stage.id in found for stage in stages))
        if is_usual or pipeline.id == pipeline_id:
            board += [Lane(pipeline, stage, found.get(stage.id, [])) for stage in stages]
    return board
