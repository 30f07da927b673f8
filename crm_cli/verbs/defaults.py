"""What a new record gets where nobody says: whose it is, and what the occasion says of all that is added."""

from __future__ import annotations

from crm_cli.core.text import same
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.app.context import App
    from crm_cli.kinds.draft import Draft


def give(crm: App, kind: str, wanted: Draft) -> Draft:
    """Fill in the owner, and tags and source of the occasion; what was typed goes before."""
    if KINDS[kind].has_owner and "owner" not in wanted.columns:
        wanted.columns["owner"] = crm.owner
    return of_occasion(crm, kind, wanted)


def of_occasion(crm: App, kind: str, wanted: Draft) -> Draft:
    """Fill in tags and source of the occasion."""
    occasion = crm.occasion
    has_source = any(field.column == "source" for field in KINDS[kind].fields)
    if occasion and occasion.source and has_source and "source" not in wanted.columns:
        wanted.columns["source"] = occasion.source
        occasion.use(f"source {occasion.source}")
    return tagged(crm, kind, wanted)


def tagged(crm: App, kind: str, wanted: Draft) -> Draft:
    """Add the tags of the occasion: also to whoever was known before, and is met again."""
    occasion = crm.occasion
    if occasion and KINDS[kind].has_tags:
        for tag in occasion.tags:
            if same(tag) not in map(same, wanted.tags):
                wanted.tags.append(tag)
            occasion.use(f"+{tag}")
    return wanted
