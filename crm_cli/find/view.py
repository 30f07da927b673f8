"""How `find` is answered: by words, by a phone number however it is written, or by a query of each kind."""

from __future__ import annotations

from crm_cli.core.errors import UsageError
from crm_cli.db.select import titles
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.output import Column, write
from crm_cli.verbs import listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.app.context import App
    from crm_cli.find.everywhere import Found

FOUND = [Column("record", "Record"), Column("name", "Name"), Column("words", "Words")]


def find(
    crm: App,
    words: Sequence[str],
    *,
    limit: int | None = None,
    archived: bool = False,
    format: str | None = None,
) -> None:
    """Write the records of all kinds that hold the words or fit the query."""
    from crm_cli.core import phones
    from crm_cli.core.query_words import join
    from crm_cli.find import everywhere

    chosen = crm.chosen_format(format)
    text = join(words)
    if not text.strip():
        raise UsageError("there is nothing to look for", hint="crm find WORDS")
    crm.refresh_search()
    typed = " ".join(words)
    is_figure = bool(phones.digits(typed))
    if _has_terms(text) and not is_figure:
        found: Iterable[Found] = _by_query(crm, words, archived=archived)
    else:
        found = everywhere.find(crm.read(), typed, limit=limit or 0, archived=archived)
    if is_figure:
        region = crm.setting("phone_region") or None
        numbers = everywhere.with_number(crm.read(), typed, region, archived=archived)
        found = {(hit.kind, hit.id): hit for some in (found, numbers) for hit in some}.values()
    shown = [hit for number, hit in enumerate(found) if not limit or number < limit]
    if chosen.is_data:
        columns = [Column("kind", "Kind"), Column("id", "ID", "id"), *FOUND[1:]]
        rows = [(hit.kind, hit.id, hit.name, hit.words) for hit in shown]
        write(rows, columns, chosen, crm.stdout, screen=crm.screen)
    elif not chosen.is_screen:
        lines = [(f"{hit.kind}/{hit.id}", hit.name, hit.words) for hit in shown]
        write(lines, FOUND, chosen, crm.stdout, screen=crm.screen)
    else:
        for kind in dict.fromkeys(hit.kind for hit in shown):
            lines = [(f"{hit.kind}/{hit.id}", hit.name, hit.words) for hit in shown if hit.kind == kind]
            write(lines, FOUND, chosen, crm.stdout, screen=crm.screen, title=KINDS[kind].plural.capitalize())
    if not shown:
        crm.remark(f"nothing has `{typed}`")
        if not is_figure and not _has_terms(text):
            _suggest(crm, typed)


def _suggest(crm: App, typed: str) -> None:
    """Where nothing was found, name those that may have been meant."""
    from crm_cli.verbs import near

    found = near.nearest(crm, KINDS.as_people_ask(), typed)
    if found:
        crm.remark(f"nearest: {near.listed(found)}")


def _has_terms(text: str) -> bool:
    return any(sign in text for sign in ':=<>~"(')


def _by_query(crm: App, words: Sequence[str], *, archived: bool) -> list[Found]:
    """Search each kind whose fields the query names; the first error where it names none's."""
    from crm_cli.core.text import words as split
    from crm_cli.find import everywhere

    catalogue = Catalogue(crm.read())
    errors: list[UsageError] = []
    found: list[Found] = []
    asked = [word for part in words if not _has_terms(part) for word in split(part)]
    for record in KINDS.values():
        kind = record.name
        try:
            condition, values = listing.conditions(crm, catalogue, kind, words, archived=archived)
        except UsageError as error:
            errors.append(error)
            continue
        rows = titles(crm.read(), record.table, record.title, where=condition, values=values)
        found += [everywhere.described(crm.read(), kind, id, asked) for id, *_ in reversed(rows)]
    if len(errors) == len(KINDS):
        raise errors[0]
    return found
