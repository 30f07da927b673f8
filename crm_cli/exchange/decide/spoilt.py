"""Cells a spreadsheet has spoilt: what it could not compute, show or keep in full."""

from __future__ import annotations

import re

_ERRORS = "#N/A #NAME? #REF! #VALUE! #DIV/0! #NULL! #NUM! #SPILL! #CALC! #FIELD! #BEZUG! #WERT! #ИМЯ? #Н/Д #ССЫЛКА! #ЗНАЧ!".split()
_SHORT = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+\d{2,}")


def is_spoilt(text: str) -> bool:
    """Whether a cell holds no longer what somebody entered: `#N/A`, `########`, `9.19E+11`."""
    if text[:1] == "#":
        return text.upper() in _ERRORS or (len(text) > 2 and not text.strip("#"))
    return "E+" in text and _SHORT.fullmatch(text) is not None


def may_be(joined: str) -> bool:
    """Whether some cells put together can hold a spoilt one: a quick look before each is looked at."""
    return "#" in joined or "E+" in joined
