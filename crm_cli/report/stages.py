"""The stages in the order of their pipelines."""

from __future__ import annotations

from sqlite3 import Connection


def in_order(db: Connection) -> list[str]:
    """Names of all stages, pipeline by pipeline."""
    rows = db.execute(
        "SELECT s.name FROM stages s JOIN pipelines p ON p.id = s.pipeline_id ORDER BY p.position, p.id, s.position, s.id"
    )
    return list(dict.fromkeys(row[0] for row in rows))
