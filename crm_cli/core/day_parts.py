"""The hours that parts of the day mean to the user: `morning=9:00 noon=12:00 afternoon=14:00 evening=18:00`."""

from __future__ import annotations

import re
from datetime import time
from functools import lru_cache

from crm_cli.core.calendar import DAY_PARTS
from crm_cli.core.errors import UsageError


@lru_cache(maxsize=4)
def parse_day_parts(text: str) -> dict[str, time]:
    """Read the setting `day_parts`; parts it leaves out have their usual hours. Raises UsageError."""
    found: dict[str, time] = {}
    for said in (DAY_PARTS, text):
        for part in said.replace(",", " ").split():
            match = re.fullmatch(r"(morning|noon|afternoon|evening|night)=(\d\d?)(?::([0-5]\d))?", part)
            if match is None or int(match[2]) > 23:
                raise UsageError(f"`{part}` is no part of the day with its hour", hint=f"type {DAY_PARTS}")
            found[match[1]] = time(int(match[2]), int(match[3] or 0))
    return found
