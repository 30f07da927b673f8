"""What an import of mail or meetings answers: sentences for people, figures for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_cli.app.context import App
from crm_cli.core.text import safe
from crm_cli.output import Column, write_one
from crm_cli.output.formats import Format
from crm_cli.verbs.answers import after


def give(
    crm: App, format: Format, figures: Mapping[str, Any], told: Sequence[str], objects: Mapping[str, Any]
) -> None:
    """Write what became of it all. objects: what formats know that nest."""
    if format.is_screen:
        if not crm.options.quiet:
            crm.stdout.write("".join(safe(line) + "\n" for line in told))
    else:
        whole = {**figures, **(objects if format.has_objects else {}), "command": crm.step}
        shown = [Column(name, name.capitalize(), "integer" if name in figures else "text") for name in whole]
        write_one((*whole.values(),), shown, format, crm.stdout, screen=crm.screen)
    crm.without_occasion()
    after(crm, *(() if format.is_screen else told))
