"""Version 2: no copy of the words, no index over what is missing, segments of any kind, links and external ids in less room."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from sqlite3 import Connection
from typing import Any

from crm_cli.db.migrations import helpers

TABLES = "m002_tables.sql"
"""The tables as this version has them, whatever later ones make of them."""

NEW = ("_search_kinds", "_search_versions", "_search_text", "_search", "_search_trigrams", "_sources")

_BY_DIGEST = re.compile(r"([0-9a-f]{24})-([0-9]+)")
"""How a row without an id was known: by its digest, and its number among equal rows. An id elsewhere may look like it."""


def m002_words_without_text(db: Connection) -> None:
    """Make the search index in its new shape, still empty: the runner fills it when the views are there again.

    The folded copy of all words and the indexes over their beginnings were half of a large file. The other
    indexes that changed are no part of this: the runner makes all indexes as they are defined. The table of segments
    names no kinds any more: which of them have segments they say themselves.
    """
    for table in ("_search_trigrams", "_search", "_search_text"):
        db.execute(f"DROP TABLE {table}")
    tables = helpers.definitions(TABLES)
    for table in NEW:
        db.execute(tables[table])
    helpers.change(db, "segments", sql=tables["segments"])
    _count_moments(db, tables["activity_links"])
    _shorten_external_ids(db, tables["external_ids"])


def _count_moments(db: Connection, sql: str) -> None:
    """Tell the instants of links, by which only indexes order, in seconds since 1970: a fifth of the room of texts."""
    seconds = "ifnull(CAST(strftime('%s', {}) AS INTEGER), 0)"
    db.execute(f"UPDATE activity_links SET occurred_at = {seconds.format('occurred_at')}")
    before = seconds.format("json_extract(before, '$.occurred_at')")
    db.execute(
        f"UPDATE _changes SET before = json_set(before, '$.occurred_at', {before})"
        " WHERE table_name = 'activity_links' AND json_type(before, '$.occurred_at') IS NOT NULL"
    )
    helpers.change(db, "activity_links", rename={"occurred_at": "moment"}, types={"moment": int}, sql=sql)


def _shorten_external_ids(db: Connection, sql: str) -> None:
    """Tell system and object by a number, digests in half as many signs, and those of rows without an id once.

    The images in the log follow; of one that tells a system without its object, or the other way round, which only
    another program can have made, that half is gone.
    """
    told = "table_name = 'external_ids' AND before IS NOT NULL"
    db.execute(
        "INSERT INTO _sources (name, object) SELECT system, object FROM external_ids UNION"
        " SELECT json_extract(before, '$.system'), json_extract(before, '$.object') FROM _changes"
        f" WHERE {told} AND json_type(before, '$.system') IS NOT NULL AND json_type(before, '$.object') IS NOT NULL"
    )
    sources = {(name, kind): id for id, name, kind in db.execute("SELECT id, name, object FROM _sources")}

    def image(before: str) -> str:
        return json.dumps(_renewed(json.loads(before), sources), ensure_ascii=False, separators=(",", ":"))

    db.create_function("renewed", 1, image, deterministic=True)
    row = "json_object('system', system, 'object', object, 'external_id', external_id, 'digest', digest)"
    db.execute("CREATE TEMP TABLE _renewed (id INTEGER PRIMARY KEY, image TEXT)")
    db.execute(f"INSERT INTO temp._renewed SELECT id, renewed({row}) FROM external_ids")
    db.execute("ALTER TABLE external_ids ADD COLUMN source_id INTEGER")
    db.execute(
        "UPDATE external_ids SET (source_id, external_id, digest) ="
        " (SELECT json_extract(image, '$.source_id'), json_extract(image, '$.external_id'),"
        " ifnull(json_extract(image, '$.digest'), '') FROM temp._renewed r WHERE r.id = external_ids.id)"
    )
    db.execute("DROP TABLE temp._renewed")
    helpers.change(db, "external_ids", sql=sql)
    db.execute("UPDATE external_ids SET digest = NULL WHERE digest = ''")
    db.execute(f"UPDATE _changes SET before = renewed(before) WHERE {told}")
    db.create_function("renewed", 1, None)


def _renewed(image: dict[str, Any], sources: dict[tuple[str, str], int]) -> dict[str, Any]:
    """What is known of a row of external_ids, as this version keeps it."""
    new = {name: value for name, value in image.items() if name not in {"system", "object"}}
    if source := sources.get((image.get("system", ""), image.get("object", ""))):
        new = {"source_id": source, **new}
    if re.fullmatch("[0-9a-f]{24}", image.get("digest") or ""):
        new["digest"] = _signs(image["digest"])
    by_digest = _BY_DIGEST.fullmatch(image.get("external_id", ""))
    if by_digest and image.get("digest", by_digest[1]) == by_digest[1]:
        digest, number = by_digest.groups()
        new["external_id"] = _signs(digest) + (f"-{number}" if number != "1" else "")
        if "digest" in new:
            new["digest"] = None
    return new


def _signs(digest: str) -> str:
    return urlsafe_b64encode(bytes.fromhex(digest))[:12].decode()
