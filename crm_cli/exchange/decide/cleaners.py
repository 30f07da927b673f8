"""What programs wrap around the texts of cells, taken off: functions by the names that profiles use."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from crm_cli.core.text import fold


def entities(text: str) -> str:
    """`Acme &quot;East&quot;` → `Acme "East"`."""
    return html.unescape(text) if "&" in text else text


def module(text: str) -> str:
    """`Accounts::::Acme Ltd` → `Acme Ltd`."""
    _, mark, rest = text.partition("::::")
    return rest.strip() if mark else text


def listed(text: str) -> str:
    """`red |##| blue` → `red; blue`."""
    return text.replace(" |##| ", "; ")


def prefixed_id(text: str) -> str:
    """`zcrm_5361160000000123456` → the number alone."""
    return text.removeprefix("zcrm_")


def no_lookup(text: str) -> str:
    """Take an id of noughts, which means that there is no link, for a blank."""
    return "" if text.startswith("000000000000000") else text


def owner(text: str) -> str:
    """`2077441;jane@acme.example` → `jane@acme.example`; `Jane - Deleted` → `Jane`."""
    return re.sub(r"^\d+;", "", text).removesuffix(" - Deleted")


def exchange(text: str) -> str:
    """Take an address inside an Exchange server (`/o=…/cn=…`) for a blank."""
    return "" if text.lower().startswith(("/o=", "/ou=")) else text


def own_group(text: str) -> str:
    """Take the group that holds every contact of an address book off a list of groups."""
    parts = [part.strip() for part in re.split(r":::|;", text)]
    return "; ".join(part.strip("* ") for part in parts if fold(part) not in {"mycontacts", "starred", ""})


def markup(text: str) -> str:
    """`<p>Hello<br>you</p>` → its words, a line each."""
    if "<" not in text:
        return entities(text)
    lines = re.sub(r"(?i)<\s*(br|/p|/div|/li|/tr|/h\d)\b[^>]*>", "\n", text)
    bare = html.unescape(re.sub(r"<[^<>]*>", "", lines)).replace("\xa0", " ")
    return "\n".join(line.strip() for line in bare.splitlines() if line.strip())


CLEANERS: dict[str, Callable[[str], str]] = {
    cleaner.__name__: cleaner
    for cleaner in (entities, module, listed, prefixed_id, no_lookup, owner, exchange, own_group, markup)
}
