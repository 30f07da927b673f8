"""A text that a person edits in $VISUAL or $EDITOR; where the command then fails, what they wrote is kept."""

from __future__ import annotations

from crm_cli.core.errors import Refused, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.app.context import App


def edit(crm: App, text: str, *, suffix: str = ".txt") -> str:
    """Let the user edit a text and return it; UsageError where there is no terminal, Refused where there is no text.

    What they made of it is `crm.draft` from then on, until the command ends well.
    """
    if not crm.is_interactive:
        raise UsageError(
            "there is no text, and no terminal to write one in",
            hint="from stdin it is read where - stands for it",
        )
    editor = crm.env.get("VISUAL") or crm.env.get("EDITOR") or "vi"
    written, code = _edited(editor, text, suffix)
    try:
        edited = written.decode()
    except UnicodeDecodeError as error:
        raise Refused(
            f"the editor `{editor}` saved text that is not UTF-8; nothing was changed",
            hint="export EDITOR=nano",
        ) from error
    if edited != text:
        crm.draft = (edited, suffix)
    if code != 0:
        raise Refused(f"the editor ended with {code}; nothing was changed")
    return edited


def _edited(editor: str, text: str, suffix: str) -> tuple[bytes, int]:
    """What an editor makes of a text in a private file, and the code it ends with."""
    import os
    import shlex
    import subprocess
    import tempfile
    from pathlib import Path

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
        try:
            return path.read_bytes(), code
        except FileNotFoundError as error:
            raise Refused("the editor left no text; nothing was changed") from error
    finally:
        path.unlink(missing_ok=True)


def below(crm: App, heading: str) -> str:
    """Let the user write a text below a heading, which is left out itself."""
    page = f"# {heading}. Write below this line; it is left out.\n"
    return edit(crm, page, suffix=".md").removeprefix(page.rstrip("\n")).strip()


def kept(crm: App) -> str:
    """Where a draft is kept of which nothing came, a private file; "" where there is none."""
    import os
    import tempfile

    if crm.draft is None:
        return ""
    text, suffix = crm.draft
    crm.draft = None
    try:
        handle, name = tempfile.mkstemp(prefix="crm-draft-", suffix=suffix)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return ""  # a full disk: the error that is told weighs more
    return name
