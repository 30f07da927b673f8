"""Whom somebody may have meant where nothing fits: suggested by name and number, never chosen."""

from __future__ import annotations

from crm_cli.db import search
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate


SHOWN = 3
"""So many are suggested at most."""


def nearest(crm: App, kinds: Sequence[str], typed: str, *, limit: int = SHOWN) -> list[Candidate]:
    """The records of the kinds whose names are nearest to what was typed, the nearest first, archived ones last."""
    from crm_cli.core import near
    from crm_cli.verbs.resolve import describe, present_first

    found: list[tuple[int, int, int, str, int]] = []  # how far off, which kind, how much longer, kind, id
    for place, kind in enumerate(sorted(kinds, key=lambda kind: not KINDS[kind].is_person)):
        names = search.all_names(crm.read(), kind)
        folded = [*names.values()]
        ids = [*names]
        for at, far in near.nearest(typed, folded, are_people=KINDS[kind].is_person).items():
            found.append((far, place, abs(len(folded[at]) - len(typed)), kind, ids[at]))
    least = min((far for far, *_ in found), default=0)
    likely = sorted(each for each in found if each[0] <= least + 1)[: 10 * limit]
    return present_first(crm, describe(crm, [(kind, id) for *_, kind, id in likely]))[:limit]


def listed(found: Sequence[Candidate], between: str = ", ") -> str:
    """Records by name and number: `Anna Lee (contact/2), Anna Li (contact/7)`."""
    return between.join(f"{one.name} ({one.kind}/{one.id})" for one in found)
