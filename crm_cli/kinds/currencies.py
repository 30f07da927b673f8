"""The currencies in use in the file, with the digits their amounts are kept in."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


def note_currency(db: Connection, code: str) -> None:
    """Write down a currency the first time an amount in it is kept, so that the bare file explains its amounts."""
    from crm_cli.core import money

    if db.execute("SELECT 1 FROM currencies WHERE code = ?", (code,)).fetchone() is None:
        db.execute(
            "INSERT INTO currencies (code, digits, symbol) VALUES (?, ?, ?)",
            (code, money.digits(code), money.symbol(code)),
        )
