"""How the program is called by whoever runs it: `crm` where the PATH has it, else the way it was called just now.

What to run next is told so that it can be run: `.venv/bin/crm undo` to whoever has typed `.venv/bin/crm`.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "crm"


def called(env: Mapping[str, str], script: str, python: str) -> str:
    """The program as a shell takes it. script: the program that runs, as it was called. python: what runs it."""
    folder, name = os.path.split(script)
    if name == "__main__.py" and os.path.basename(folder) == "crm_cli":
        script = os.path.join(os.path.dirname(python), NAME)
        if not os.path.isfile(script):
            return f"{_quoted(python)} -m crm_cli"
    elif os.path.splitext(name)[0] != NAME or not os.path.isfile(script):
        return NAME  # another program runs us, and knows itself what it is
    return NAME if _is_same(_on_path(env.get("PATH", os.defpath)), script) else _quoted(script)


def spelled(text: str, program: str) -> str:
    """A hint, with the program in it called as it can be."""
    if program == NAME or NAME not in text:
        return text
    import re

    return re.sub(
        rf"(^|[:;,|] |\bor |\bthen |`|\$\(){NAME} (?=[a-z-])",
        lambda found: f"{found[1]}{program} ",
        text,
        flags=re.MULTILINE,
    )


def on_file(program: str, db: str | None) -> str:
    """The program as it is called for the file that `--db` names, where it does."""
    return f"{program} --db {_quoted(db)}" if db else program


def _on_path(path: str) -> str:
    """The program that a shell would run as `crm`; "" where it would find none."""
    for folder in path.split(os.pathsep):
        for name in (NAME, f"{NAME}.exe"):
            found = os.path.join(folder or ".", name)
            if os.path.isfile(found) and os.access(found, os.X_OK):
                return found
    return ""


def _is_same(one: str, other: str) -> bool:
    try:
        return bool(one) and os.path.samefile(one, other)
    except OSError:
        return False


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(path)
