"""The answer to a shell that asks: what `_CRM_COMPLETE=bash` and the like have `crm` print. Quick, and never an error."""

from __future__ import annotations

from crm_cli.completion import later, stand_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

VARIABLE = "_CRM_COMPLETE"
"""The variable by which a shell asks."""

SHELLS = {"bash": "bash", "zsh": "zsh", "fish": "fish", "complete_bash": "earlier"}
"""What it may say → the module that reads that shell's line and writes the answer."""


def respond(env: Mapping[str, str], out: TextIO) -> int:
    """Print what the word at the cursor may become, as the shell reads it; nothing where anything is wrong."""
    try:
        stand_in.install()
        later.install()
        out.write(_answer(env[VARIABLE], env))
        out.flush()
    except (Exception, KeyboardInterrupt):
        pass  # whoever presses Tab has no use for an error: the command, once run, will tell it
    return 0


def _answer(shell: str, env: Mapping[str, str]) -> str:
    from crm_cli.completion.answer import found

    if shell not in SHELLS:
        return ""
    asking = __import__(
        f"crm_cli.completion.{SHELLS[shell]}", fromlist=["read"]
    )  # importlib costs as much again
    line = asking.read(env)
    answer: str = asking.answer(line, found(line, env), env)
    return answer
