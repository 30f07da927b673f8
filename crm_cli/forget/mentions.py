"""Where the file names a person outside the person's own record, and which words of the name tell that it does.

A word of a name may be an ordinary word (Price, Will): one that nobody and nothing else bears tells, unless texts write
it in small letters more often than within a sentence like a name. Of the rest a reader decides.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Literal, NamedTuple

from crm_cli.core.text import fold
from crm_cli.db.schema import Table, fact_tables, kind_of
from crm_cli.forget.cleaning import Cleaner, flat, texts_in
from crm_cli.forget.free_text import ELSEWHERE, QUERIES, is_free, is_name, is_short
from crm_cli.forget.identity import Identity

Mode = Literal["clean", "keep", "all"]
"""What becomes of single words of the name in texts: gone where they tell, left alone, or gone wherever they stand."""

FEW = 20
"""A word that does not tell and stands in more texts than this is an ordinary word: they are not listed."""

LEAST_SIGNS = 3
"""A shorter word never tells by itself."""

_SENTENCE_ENDS = ".!?:;–—-\n\"'(«“„[/"


class Mention(NamedTuple):
    """A text that names the person, or may: `row` of `table`, where it stands there, and the text as it is."""

    table: str
    row: int
    column: str
    text: str

    @property
    def record(self) -> tuple[str, int]:
        """The row as answers name it."""
        return kind_of(self.table), self.row


@dataclass(slots=True)
class Found:
    """All that names the person. telling: words that only mean the person. few: others, in so few texts that they are told."""

    mentions: list[Mention] = field(default_factory=list)
    telling: frozenset[str] = frozenset()
    few: frozenset[str] = frozenset()


def find(db: Connection, who: Identity, *, alone: Collection[int] = ()) -> Found:
    """Look through every text of the file. alone: activities about the person alone, which go with the record."""
    any_word = who.likely

    def names_them(value: object) -> bool:
        if isinstance(value, str) and value[:1] == "{" and "\\u" in value:  # JSON as other programs write it
            with suppress(ValueError):
                return any(map(any_word.is_in, texts_in(json.loads(value))))
        return isinstance(value, str) and any_word.is_in(value)

    db.create_function("names_them", 1, names_them)
    mentions: list[Mention] = []
    borne: set[str] = set()
    try:
        for mention in _all(db, who, alone):
            place = (mention.table, mention.column)
            if is_free(*place) or mention.table == "custom_fields":
                mentions.append(mention)
                continue
            without = mention.text if is_name(*place) else who.certain.clean(mention.text)
            if place not in ELSEWHERE:
                borne |= set(flat(without).split()) & who.hints
            if without != mention.text:
                mentions.append(mention)
    finally:
        db.create_function("names_them", 1, None)
    small, like_a_name, texts = _counted(mentions, who)
    telling = frozenset(
        word
        for word in who.hints - borne
        if len(word) >= LEAST_SIGNS
        and not word.isdigit()
        and (not small[word] or like_a_name[word] > small[word])
    )
    few = frozenset(word for word in who.hints - telling if 0 < texts[word] <= FEW)
    return Found(mentions, telling, few)


def _all(db: Connection, who: Identity, alone: Collection[int]) -> Iterator[Mention]:
    """Every text with any word of the name, an e-mail or a phone in it, but for the person's own rows."""
    own = ", ".join(map(str, who.ids))
    gone = ", ".join(map(str, alone))
    for one in fact_tables(db):
        for column in one.columns:
            place = (one.name, column)
            if place not in ELSEWHERE and not any(holds(*place) for holds in (is_free, is_short, is_name)):
                continue
            rows = db.execute(
                f"SELECT id, {column} FROM {one.name} WHERE {column} <> '{{}}' AND names_them({column})"
                f"{_but_own(one, own)}"
                + (f" AND id NOT IN ({gone})" if one.name == "activities" and gone else "")
            )
            for row, text in rows.fetchall():
                if column != "custom" or any(who.likely.is_in(part) for part in texts_in(json.loads(text))):
                    yield Mention(one.name, row, column, text)


def _but_own(one: Table, own: str) -> str:
    if one.name == "contacts":
        return f" AND id NOT IN ({own})"
    if "contact_id" in one.belongs_to:
        return f" AND (contact_id IS NULL OR contact_id NOT IN ({own}))"
    return ""


def _counted(mentions: list[Mention], who: Identity) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How often each word of the name stands in small letters, and like a name within a sentence; and in how many texts."""
    words = Cleaner(who.hints)
    certain = who.certain
    small: Counter[str] = Counter()
    like_a_name: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    for mention in mentions:
        parts = texts_in(json.loads(mention.text)) if mention.column == "custom" else [mention.text]
        there: set[str] = set()
        for part in map(certain.clean, parts):
            for start, end in words.found(part):
                word = fold(part[start:end])
                there.add(word)
                if (mention.table, mention.column) in QUERIES or mention.table == "tags":
                    continue  # small letters are the rule there
                if part[start].upper() == part[start] != part[start].lower():
                    like_a_name[word] += not _begins(part, start)
                else:
                    small[word] += 1
        texts.update(there)
    return small, like_a_name, texts


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins there, where any word has a capital."""
    before = text[:at].rstrip(" \t\xa0")
    return not before or before[-1] in _SENTENCE_ENDS
