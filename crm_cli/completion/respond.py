"""The answer to a shell that asks: what `_CRM_COMPLETE=bash` and the like have `crm` print. Quick, and never an error."""

from __future__ import annotations

from crm_cli.completion import stand_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

VARIABLE = "_CRM_COMPLETE"
"""The variable by which a shell asks; its value is the shell."""


def respond(env: Mapping[str, str], out: TextIO) -> int:
    """Print what the word at the cursor may become, as the shell reads it; nothing where anything is wrong."""
    try:
        stand_in.install()
        out.write(_answer(env[VARIABLE], env))
        out.flush()
    except (Exception, KeyboardInterrupt):
        pass  # whoever presses Tab has no use for an error: the command, once run, will tell it
    return 0


def _answer(shell: str, env: Mapping[str, str]) -> str:
    from crm_cli.completion.answer import found

    if shell == "complete_bash":  # what scripts of older versions ask, which take a candidate a line
        from crm_cli.completion import earlier

        line = earlier.read(env)
        return earlier.answer(found(line, env))
    if shell not in ("bash", "zsh", "fish"):
        return ""
    if shell == "bash":
        from crm_cli.completion import bash as asking
    elif shell == "zsh":
        from crm_cli.completion import zsh as asking
    else:
        from crm_cli.completion import fish as asking
    line = asking.read(env)
    return asking.answer(line, found(line, env), env)
