"""The choices that a file keeps: name → value."""

from __future__ import annotations

from sqlite3 import Connection


def stored(db: Connection) -> dict[str, str]:
    """What the file keeps: name → value."""
    return dict(db.execute("SELECT name, value FROM settings"))


def put(db: Connection, name: str, value: str) -> bool:
    """Keep a choice in the file; returns whether it differs from what was there."""
    before = db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    if before == (value,):
        return False
    db.execute(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
    return True


def drop(db: Connection, name: str) -> bool:
    """Forget the file's choice; returns whether there was one."""
    return db.execute("DELETE FROM settings WHERE name = ?", (name,)).rowcount > 0
