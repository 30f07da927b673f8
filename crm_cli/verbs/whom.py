"""Whom a line is about: the longest run of its leading words whose words each match a different word of one name."""

from __future__ import annotations

from crm_cli.core import phones
from crm_cli.core.errors import NotFound
from crm_cli.core.text import either
from crm_cli.verbs import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate


def leading(crm: App, kinds: Sequence[str], words: Sequence[str]) -> tuple[Candidate, int]:
    """The record that the first words name, and how many words that are; NotFound, or Ambiguous for the longest run.

    A single word names a record in any way (a number, `@`, an e-mail, a part of a name); so do the groups of a phone
    number.
    """
    crm.refresh_search()
    used = _run(crm, kinds, words)
    run = " ".join(words[:used])
    if used > 1 and not phones.looks_like(run):
        return resolve.chosen(crm, kinds, run, resolve.with_words(crm, kinds, run)), used
    try:
        return resolve.one(crm, kinds, run), used
    except NotFound as error:
        raise _nearer(crm, kinds, words) or error from None


def _run(crm: App, kinds: Sequence[str], words: Sequence[str]) -> int:
    """How many words from the first on are in one name, one at least."""
    if not resolve.is_name(words[0]) and not words[0].isdigit():
        return 1
    figures = 1
    while figures < len(words) and phones.digits(" ".join(words[: figures + 1])):
        figures += 1
    if figures > 1 and phones.looks_like(" ".join(words[:figures])):
        return figures
    used = 1
    while (
        used < len(words)
        and any(map(str.isalnum, words[used]))
        and resolve.with_words(crm, kinds, " ".join(words[: used + 1]))
    ):
        used += 1
    return used


def _nearer(crm: App, kinds: Sequence[str], words: Sequence[str]) -> NotFound | None:
    """The same error about more words, where these are near a name: `Jnae Doe` rather than `Jnae`."""
    from crm_cli.verbs import near

    for used in range(min(len(words) - 1, 4), 1, -1):
        name = " ".join(words[:used])
        if found := near.nearest(crm, kinds, name):
            hint = f"did you mean {near.listed(found, ' or ')}?"
            return NotFound(f"no {either(kinds)} matches `{name}`", hint=hint)
    return None
