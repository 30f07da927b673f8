"""Questions to a person: confirm, choose, edit a text; refused where nobody can answer. All go to stderr."""

from __future__ import annotations

from crm_cli.core.errors import Refused, UsageError
from crm_cli.core.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate


ASK_FROM = 3
"""A change of so many records asks first."""


def confirm(crm: App, question: str) -> None:
    """Ask yes or no; Refused where the answer is no, or where nobody can be asked and --yes is not given."""
    if crm.options.yes or crm.options.dry_run:
        return
    if not crm.is_interactive:
        raise Refused(f"{question} needs a yes", hint="--yes")
    crm.stderr.write(safe(f"{question}? [y/N] "))
    crm.stderr.flush()
    if crm.stdin.readline().strip().casefold() not in {"y", "yes", "д", "да", "иә", "ооба", "بله"}:
        raise Refused("nothing was changed")


def choose(crm: App, question: str, candidates: Sequence[Candidate]) -> Candidate | None:
    """Offer a choice; None where nobody can be asked or nothing was chosen."""
    if not crm.is_interactive:
        return None
    place = _picked(crm, question, [listed(candidate, crm.stderr) for candidate in candidates])
    return None if place is None else candidates[place]


def pick(crm: App, question: str, lines: Sequence[str]) -> int | None:
    """Offer lines to choose from; the place of the one chosen, None where nobody can be asked or none was chosen."""
    return _picked(crm, question, [*map(safe, lines)]) if crm.is_interactive else None


def _picked(crm: App, question: str, lines: Sequence[str]) -> int | None:
    """Offer harmless lines."""
    for number, line in enumerate(lines, start=1):
        crm.stderr.write(f"  {number}  {line}\n")
    crm.stderr.write(safe(f"{question} [1-{len(lines)}] "))
    crm.stderr.flush()
    answer = crm.stdin.readline().strip()
    if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(lines):
        return int(answer) - 1
    return None


def listed(candidate: Candidate, err: TextIO) -> str:
    """A candidate as a line: `kind/id  name  what tells it apart`, right-to-left ones in their place on a terminal."""
    parts = [f"{candidate.kind}/{candidate.id}", safe(candidate.name), safe(candidate.detail)]
    if err.isatty():
        from crm_cli.output.cells import in_order

        parts = [*map(in_order, parts)]
    return "  ".join(filter(None, parts))


def edit(crm: App, text: str, *, suffix: str = ".txt") -> str:
    """Let the user edit a text in $VISUAL or $EDITOR and return it; Refused where there is no terminal."""
    import os
    import shlex
    import subprocess
    import tempfile
    from pathlib import Path

    if not crm.is_interactive:
        raise UsageError("there is no text, and no terminal to write one in", hint="- reads it from stdin")
    editor = crm.env.get("VISUAL") or crm.env.get("EDITOR") or "vi"
    handle, name = tempfile.mkstemp(prefix="crm-", suffix=suffix)
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        try:
            code = subprocess.run([*shlex.split(editor), name], check=False).returncode
        except (OSError, ValueError) as error:  # ValueError: a quote that nothing closes
            told = (getattr(error, "strerror", None) or str(error)).lower()
            raise Refused(
                f"the editor `{editor}` cannot be started: {told}", hint="export EDITOR=nano"
            ) from error
        if code != 0:
            raise Refused(f"the editor ended with {code}; nothing was changed")
        try:
            written = path.read_bytes()
        except FileNotFoundError as error:
            raise Refused("the editor left no text; nothing was changed") from error
    finally:
        path.unlink(missing_ok=True)
    try:
        return written.decode()
    except UnicodeDecodeError as error:
        raise Refused(
            f"the editor `{editor}` saved text that is not UTF-8; nothing was changed",
            hint="export EDITOR=nano",
        ) from error
