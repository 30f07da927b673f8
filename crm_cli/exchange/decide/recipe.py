"""Recipes: what was decided of a file, kept as TOML, so that the next file of its sort is decided alike."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crm_cli.core.errors import UsageError
from crm_cli.core.text import compact
from crm_cli.exchange.decide.decision import Column, Decision, Options
from crm_cli.exchange.decide.profiles import Heads, Rows, all_rows
from crm_cli.exchange.decide.recognise import Known
from crm_cli.kinds.catalogue import KINDS

LEFT_OUT = "-"


@dataclass(frozen=True, slots=True)
class Recipe:
    """The decisions about one sort of rows.

    kind: of the rows; profile: what the profile that knows them calls them, or "". columns: header → field as `--map`
    takes it, `-` of one left out. orders, decimals: header → how its dates and figures are read.
    """

    kind: str
    profile: str
    columns: Mapping[str, str]
    orders: Mapping[str, str]
    decimals: Mapping[str, str]

    def known(self, headers: Sequence[str], name: str) -> Known:
        """What the rows of a table are by this recipe; UsageError where it is of another sort of table."""
        there = {compact(header) for header in headers}
        if not there & {compact(header) for header in self.columns}:
            raise UsageError(
                f"{name} has none of the columns of the recipe: {', '.join(list(self.columns)[:10])}"
            )
        return Known(self.kind, self._rows(headers), "the recipe says so")

    def _rows(self, headers: Sequence[str]) -> Rows | None:
        heads = Heads(headers)
        fits = [rows for rows in all_rows() if rows.called == self.profile and rows.kind == self.kind]
        return max(fits, key=lambda rows: rows.fit(heads), default=None)

    def options(self, options: Options, headers: Sequence[str]) -> Options:
        """What the user settled, and what the recipe does beside that."""
        there = {compact(header) for header in headers}
        told = {compact(header) for header, _ in options.maps}
        maps = [
            (header, field)
            for header, field in self.columns.items()
            if compact(header) in there - told and field != LEFT_OUT
        ]
        return replace(
            options,
            maps=(*options.maps, *maps),
            orders={compact(header): order for header, order in self.orders.items()},
            decimals={compact(header): mark for header, mark in self.decimals.items()},
            left_out=frozenset(compact(header) for header, field in self.columns.items() if field == LEFT_OUT)
            - told,
        )


def read(path: Path) -> list[Recipe]:
    """The recipes of a file; UsageError where it is none."""
    import tomllib

    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return [_recipe(one) for one in told["rows"]]
    except OSError as error:
        raise UsageError(f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"`{path}` is no recipe: {str(error) or type(error).__name__}",
            hint="one is written with --save-recipe FILE",
        ) from None


def _recipe(told: Mapping[str, Any]) -> Recipe:
    kind = str(told["kind"])
    if kind not in KINDS:
        raise ValueError(f"there is no kind {kind}")
    parts = [dict(told.get(part, {})) for part in ("columns", "dates", "decimals")]
    if any(not isinstance(value, str) for part in parts for value in part.values()):
        raise ValueError("what a column is is a text")
    return Recipe(kind, str(told.get("profile", "")), *parts)


def write(decisions: Sequence[Decision]) -> str:
    """What was decided of a file, as the text of a recipe."""
    lines = ["# What `crm import` decided of a file: `crm import FILE --recipe THIS` decides alike.", ""]
    for decision in decisions:
        lines += ["[[rows]]", f"kind = {_quoted(decision.kind)}"]
        if decision.profile and decision.profile.called:
            lines.append(f"profile = {_quoted(decision.profile.called)}")
        told = [column for column in decision.columns if column.header]
        settled = [column for column in told if column.is_settled]
        fields = {column.header: field for column in told if (field := _field(column))}
        lines += _part("columns", fields | dict.fromkeys(decision.ignored, LEFT_OUT))
        lines += _part("dates", {column.header: column.order for column in settled if column.order})
        lines += _part("decimals", {column.header: column.decimal for column in settled if column.decimal})
        lines.append("")
    return "\n".join(lines)


def _field(column: Column) -> str:
    """What a column is as `--map` takes it, with what a point is for; "" where that is not known, or is the profile's."""
    if column.custom:
        return f"custom.{column.custom}"
    if not column.target:
        return ""
    numbered = f"{column.target}_{column.number}" if column.number > 1 else column.target
    return f"{numbered} = {column.label}" if column.label else numbered


def _part(name: str, told: Mapping[str, str]) -> list[str]:
    return (
        [f"[rows.{name}]", *(f"{_quoted(key)} = {_quoted(value)}" for key, value in told.items())]
        if told
        else []
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
