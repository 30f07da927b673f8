"""What was decided of a table, and by what: for `--explain`."""

from __future__ import annotations

from collections.abc import Iterator

from crm_cli.exchange.decide.decision import Column, Decision
from crm_cli.kinds.catalogue import KINDS

_SAID = {
    "external_id": "id there",
    "id": "id here",
    "uid": "id of an export",
    "link": "name",
    "link_id": "id",
    "point": "text",
    "label": "text",
    "code": "word",
    "choice": "word",
    "flag": "yes or no",
    "moment": "date",
    "day": "date",
    "instant": "date and time",
    "monthday": "date",
    "percent": "probability",
}
"""How cells are read, for people, where the program's own word does not say it."""

HEADERS = ("column", "field", "read", "why")


def about(decision: Decision) -> Iterator[str]:
    """What the rows are, whose ids they have, what each of them is beside its cells."""
    yield f"{KINDS[decision.kind].plural}: {decision.why}"
    if decision.id_system:
        yield f"ids of {decision.system or decision.id_system}"
    for link in decision.links:
        named = [column.header for column in (link.name, link.id, link.email) if column]
        if len(named) > 1:
            yield f"{link.target} is named by {', '.join(named)} together"
    rows = decision.profile
    if rows:
        for field, value in rows.given.items():
            yield f"{field} is {value} of every row"
        for header, cells in (*rows.only.items(), *rows.left_out.items()):
            column = next((one.header for one in decision.columns if one.header and _is(one, header)), "")
            if column:
                verb = "only rows" if header in rows.only else "no rows"
                yield f"{verb} whose {column} is {' or '.join(sorted(cells))}"


def columns(decision: Decision) -> Iterator[tuple[str, str, str, str]]:
    """Each column: its header, what it became, how its cells are read, and by what that is known."""
    for column in decision.columns:
        if column.header or column.custom or column.target:
            yield column.header or f"column {column.index + 1}", column.what, _read(column), _why(column)


def _read(column: Column) -> str:
    """How the cells are read."""
    if not column.target and not column.custom:
        return ""
    said = [column.custom_type or _SAID.get(column.reading, column.reading)]
    if column.is_persian:
        said.append("of the Persian calendar")
    elif column.order and column.is_settled:
        said.append(column.order)
    if column.decimal and column.is_settled:
        said.append(f"decimal mark {column.decimal}")
    if column.currency:
        said.append(f"in {column.currency}")
    if column.reading == "percent":
        said.append("per cent" if column.is_percent else "a ratio")
    if column.separator:
        said.append(f"several, parted by {column.separator}")
    if column.clean:
        said.append(f"without {', '.join(column.clean)}")
    return ", ".join(said)


def _why(column: Column) -> str:
    return "; ".join(filter(None, (column.why, column.said)))


def _is(column: Column, header: str) -> bool:
    from crm_cli.core.text import compact

    return compact(column.header) == header
