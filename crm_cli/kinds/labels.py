"""What other programs, in many languages, call the fields of records: the words of `profiles/generic.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

GENERIC = Path(__file__).parents[1] / "exchange" / "profiles" / "generic.toml"


@cache
def generic() -> dict[str, Any]:
    """The whole file, as it stands."""
    import tomllib

    return tomllib.loads(GENERIC.read_text(encoding="utf-8"))


def words(text: str) -> list[str]:
    """The words of a list with bars between."""
    return [word.strip() for word in text.split("|") if word.strip()]


def labels(kind: str, field: str) -> list[tuple[str, str]]:
    """What a field of a kind is called, and what a point under that name is for, or "".

    What is said of the kind stands before what is said of any.
    """
    found = []
    for part in (kind, "any"):
        for word in words(generic().get(part, {}).get("fields", {}).get(field, "")):
            name, _, label = word.partition("=")
            found.append((name.strip(), label.strip()))
    return found
