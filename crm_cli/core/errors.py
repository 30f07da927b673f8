"""Every failure a user can cause: what it says, what to run instead, and its exit code.

Every answer loads it, so neither enum nor typing: an exit code is a plain number under its name.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class ExitCode:
    """What a shell script can rely on."""

    DONE = 0
    FAILED = 1  # any other refusal, or an unexpected failure
    USAGE = 2  # unknown command or option; unreadable query, date, amount or input file
    NOT_FOUND = 3  # the named record, stage, pipeline, product or segment does not exist
    AMBIGUOUS = 4  # a name fits several records
    CONFLICT = 5  # duplicate, changed since, forbidden move, depended upon, nothing to undo
    REFUSED = 6  # declined, or a question was needed and there is no terminal
    FILE = 7  # the CRM's file is missing, foreign, newer, locked, read-only, full or damaged
    PARTIAL = 8  # rows rejected on import, records kept on undo or skipped in bulk
    DUE = 10  # only on request: something is due
    INTERRUPTED = 130  # 128 + SIGINT


class Candidate:
    """A record that what the user typed could have meant; equal to another of the same four."""

    __slots__ = ("detail", "id", "kind", "name")

    def __init__(self, kind: str, id: int, name: str, detail: str = "") -> None:
        self.kind = kind
        self.id = id
        self.name = name
        self.detail = detail

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Candidate) and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)

    def __repr__(self) -> str:
        return f"Candidate{self._told}"

    @property
    def _told(self) -> tuple[str, int, str, str]:
        return self.kind, self.id, self.name, self.detail


class CrmError(Exception):
    """A failure in words: one lower-case sentence, and where it helps a command to run."""

    code = "failed"
    exit = ExitCode.FAILED

    def __init__(self, message: str, *, hint: str = "", candidates: Sequence[Candidate] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.candidates = tuple(candidates)


class UsageError(CrmError):
    """What was typed, or an input file, cannot be read."""

    code, exit = "usage", ExitCode.USAGE


class NotFound(CrmError):
    """The named thing does not exist."""

    code, exit = "not_found", ExitCode.NOT_FOUND


class Ambiguous(CrmError):
    """A name fits several records."""

    code, exit = "ambiguous", ExitCode.AMBIGUOUS


class Conflict(CrmError):
    """What is there already forbids it."""

    code, exit = "conflict", ExitCode.CONFLICT


class Refused(CrmError):
    """Declined, or a question was needed and nobody could answer."""

    code, exit = "refused", ExitCode.REFUSED


class FileError(CrmError):
    """The CRM's own file cannot be used."""

    code, exit = "file", ExitCode.FILE


class Partial(CrmError):
    """Done in part; the answer has been given and counts what was left out."""

    code, exit = "partial", ExitCode.PARTIAL


class Finished(Exception):
    """All is said and nothing is left to do: the command ends here, and well."""
