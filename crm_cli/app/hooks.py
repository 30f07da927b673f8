"""Programs of the user's own that see every write: `hooks/pre-write` may refuse it, `hooks/post-write` is told what was done.

They stand in the folder of the user's configuration, never in the data file, and run while no transaction is open.
"""

from __future__ import annotations

import os

from crm_cli.app import settings
from crm_cli.core.errors import CrmError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from crm_cli.app.context import App

PRE, POST = "pre-write", "post-write"

GUARD = "CRM_HOOK"
"""The variable that says which hook runs: what a hook itself runs calls none."""

MOST = 100
"""So many of the records that a line names are told."""


def folder(env: Mapping[str, str]) -> str:
    """Where hooks stand, "" where there is no home."""
    own = settings.config_folder(env)
    return os.path.join(own, "hooks") if own else ""


def wanted(crm: App, event: str) -> str:
    """The program to run before or after a write, "" where there is none; a remark of one that cannot be run."""
    if crm.options.dry_run or crm.env.get(GUARD):
        return ""
    place = folder(crm.env)
    path = os.path.join(place, event) if place else ""
    if not path or not os.path.isfile(path):
        return ""
    if not os.access(path, os.X_OK):
        crm.remark(f"the hook {path} is not executable, and left out: chmod +x makes it so")
        return ""
    return path


def before(crm: App) -> None:
    """Ask `pre-write` whether a command may write; CrmError with its words where it may not. Once a command."""
    if crm.is_hooked or not (path := wanted(crm, PRE)):
        return
    crm.is_hooked = True
    named = list(dict.fromkeys(crm.named))
    records = [{"kind": each.kind, "id": each.id, "name": each.name} for each in named[:MOST]]
    code, said = _run(crm, path, PRE, {"kind": _kind(crm), "records": records, "count": len(named)})
    if code is None:
        raise CrmError(
            f"the hook {path} took longer than {_limit(crm):g} s and was stopped; nothing was written",
            hint=f"give it more time: {settings.SETTINGS['hook_timeout'].variable}=60",
        )
    if code != 0:
        raise CrmError(said or f"the hook {path} ended with {code}; nothing was written")
    if said:
        crm.remark(said)


def after(crm: App, path: str, step: int, changes: list[dict[str, Any]]) -> None:
    """Tell `post-write` what a step did. What it says is a remark, and so is that it failed: the write is made."""
    code, said = _run(crm, path, POST, {"kind": _kind(crm), "step": step, "changes": changes})
    if said:
        crm.remark(said)
    if code is None:
        crm.remark(f"the hook {path} took longer than {_limit(crm):g} s and was stopped")
    elif code != 0:
        crm.remark(f"the hook {path} ended with {code}")


def _kind(crm: App) -> str | None:
    """The kind of record that a command is about by its name."""
    from crm_cli.kinds.catalogue import KINDS

    first = crm.spelled[0] if crm.spelled else ""
    return next((kind.name for kind in KINDS.values() if kind.command == first), None)


def _limit(crm: App) -> float:
    text = crm.setting("hook_timeout")
    try:
        return max(0.1, float(text))
    except ValueError:
        return float(settings.SETTINGS["hook_timeout"].default)


def _run(crm: App, path: str, event: str, told: dict[str, Any]) -> tuple[int | None, str]:
    """Run a hook; returns how it ended, None where it took too long, and what it said on stdout and stderr.

    It has files for its streams, not pipes: who reads nothing blocks nobody, and what it leaves running is not waited for.
    """
    import json
    import subprocess
    import tempfile

    limit = _limit(crm)
    crm.forget_reading()
    body = {"event": event, "words": [*crm.spelled], "file": os.path.abspath(crm.path), "at": crm.at, **told}
    env = {"PATH": os.defpath, **crm.env, "CRM_DB": body["file"], GUARD: event}
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out:
        stdin.write(json.dumps(body, ensure_ascii=False, default=str).encode() + b"\n")
        stdin.seek(0)
        try:
            running = subprocess.Popen(
                [path], stdin=stdin, stdout=out, stderr=out, env=env, start_new_session=True
            )
        except OSError as error:
            raise CrmError(
                f"the hook {path} cannot be run: {(error.strerror or str(error)).lower()}"
            ) from error
        try:
            code: int | None = running.wait(limit)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            if running.poll() is None:
                _end(running.pid)
                running.wait()
        out.seek(0)
        return code, out.read(10_000).decode("utf-8", "replace").strip()


def _end(pid: int) -> None:
    """End a process and all that it has started."""
    import signal

    try:
        if hasattr(os, "killpg"):
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        pass
