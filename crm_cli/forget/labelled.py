"""What is held on a person as one JSON text that says, section by section, what it is."""

from __future__ import annotations

from collections.abc import Iterable

from crm_cli.forget.holdings import Section
from crm_cli.output.json import json_text, quoted


def as_json(sections: Iterable[Section]) -> str:
    """Write an object: a key for each section, with `meaning` and `held`; a row of a list on a line of its own."""
    return "{\n" + ",\n".join(map(_section, sections)) + "\n}\n"


def _section(section: Section) -> str:
    if isinstance(section.rows, list) and section.rows:
        held = "[\n" + ",\n".join(f"    {json_text(row)}" for row in section.rows) + "\n  ]"
    elif isinstance(section.rows, dict):
        held = (
            "{\n" + ",\n".join(f"    {quoted(k)}: {json_text(v)}" for k, v in section.rows.items()) + "\n  }"
        )
    else:
        held = json_text(section.rows)
    return f"{quoted(section.key)}: {{\n  {quoted('meaning')}: {quoted(section.meaning)},\n  {quoted('held')}: {held}\n}}"
