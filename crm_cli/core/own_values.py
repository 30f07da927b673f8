"""The values of the user's own fields, out of the JSON object in which a record keeps them all."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from crm_cli.core.fields import Raw


def own_values(kept: str, parse_float: Callable[[str], Any] | None = None) -> dict[str, Raw]:
    """Name → value, as SQLite's `json_extract` gives it; what is no object, written by another program, has none.

    parse_float: what makes a number with a fraction of its text.
    """
    if kept == "{}":
        return {}
    import json

    values = json.loads(kept, parse_float=parse_float)
    if not isinstance(values, dict):
        return {}
    is_whole = "\\u" not in kept
    return {
        name: value if is_whole and type(value) is str else _plain(value) for name, value in values.items()
    }


def _plain(value: Any) -> Raw:
    """A value as a column holds it: yes and no are 1 and 0, what has parts is JSON, half a sign is a question mark."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict | list):
        import json

        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=float)
    return value  # type: ignore[no-any-return]
