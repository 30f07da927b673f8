"""The program: `crm` and `python -m crm_cli`, with the few answers given before the tree is built."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # `typing` costs a tenth of the quickest answers
if TYPE_CHECKING:
    from collections.abc import Sequence


FEW_COLLECTIONS = 50_000
"""Objects made before circles among them are looked for: modules are full of them, and none goes before the end."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns its exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        is_utf8 = (stream.encoding or "").lower().replace("-", "") == "utf8"
        if not is_utf8 or stream.errors == "strict":  # a path may have bytes that are not UTF-8
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    code = _at_once(words)
    if code is None:
        from crm_cli.cli import boundary

        gc.set_threshold(FEW_COLLECTIONS)
        code = boundary.run(words)
    gc.freeze()  # nor are circles looked for when all goes
    return code if _is_told() else code or 1


def _at_once(words: Sequence[str]) -> int | None:
    """Answer what needs neither the world of a command nor the tree; None for all else."""
    if "_CRM_COMPLETE" in os.environ:
        from crm_cli.completion import respond

        gc.set_threshold(FEW_COLLECTIONS)
        return respond.respond(os.environ, sys.stdout)
    if words == ["--version"]:
        from crm_cli import __version__

        print(f"crm {__version__}")  # noqa: T201
        return 0
    if "remind" not in words:
        return None
    from crm_cli.cli import quick

    try:
        return quick.answer_at_once(words, os.environ, sys.stdout)
    except (AttributeError, OSError, ValueError):
        return None  # no stdout, a closed or a full one: the tree knows what to say
    except KeyboardInterrupt:
        return 130


def _open_closed_streams() -> None:
    """Give what was closed (`>&-`) to nowhere: what a command does and how it ends stay the same."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")


def _is_told() -> bool:
    """Send off what was said; what nobody can take (a full disk) is dropped, so that the end is quiet, too."""
    is_told = True
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError) as error:
            is_told = is_told and (stream is sys.stderr or isinstance(error, BrokenPipeError))
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return is_told


if __name__ == "__main__":
    sys.exit(main())
