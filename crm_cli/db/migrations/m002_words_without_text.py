"""Version 2: the full-text index holds no text, indexes hold no rows that lack their value, segments are of any kind."""

from __future__ import annotations

from sqlite3 import Connection

from crm_cli.db.migrations import helpers


def m002_words_without_text(db: Connection) -> None:
    """Make the search index in its new shape, still empty: the runner fills it when the views are there again.

    The folded copy of all words and the indexes over their beginnings were half of a large file. The other
    indexes that changed are no part of this: the runner makes all indexes as they are defined. The table of segments
    names no kinds any more: which of them have segments they say themselves.
    """
    for table in ("_search_trigrams", "_search", "_search_text"):
        db.execute(f"DROP TABLE {table}")
    for table in ("_search_kinds", "_search_versions", "_search_text", "_search", "_search_trigrams"):
        helpers.add_table(db, table)
    helpers.change(db, "segments")
