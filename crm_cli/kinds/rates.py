"""Exchange rates as reports and queries use them: the latest on or before a day."""

from __future__ import annotations

from decimal import Decimal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


class Rates:
    """Rates to one currency; remembers which days it had to reach back for."""

    def __init__(self, db: Connection, base: str | None, today: str) -> None:
        self.db = db
        self.base = base
        self.today = today
        self.used: set[tuple[str, str]] = set()

    def __call__(self, currency: str, day: str | None) -> Decimal | None:
        """Units of the base for one unit of a currency on a day, or None."""
        on = day or self.today
        row = self.db.execute(
            "SELECT rate, rate_on, 0 FROM exchange_rates WHERE from_currency = ? AND to_currency = ? AND rate_on <= ?"
            " UNION ALL"
            " SELECT rate, rate_on, 1 FROM exchange_rates WHERE to_currency = ? AND from_currency = ? AND rate_on <= ?"
            " ORDER BY rate_on DESC LIMIT 1",
            (currency, self.base, on, currency, self.base, on),
        ).fetchone()
        if row is None:
            return None
        self.used.add((currency, row[1]))
        return 1 / Decimal(row[0]) if row[2] else Decimal(row[0])


def in_base(rates: Rates, amount: int | None, currency: str | None, day: str | None) -> int | None:
    """Minor units of the base currency for an amount of a day; None where no rate is known."""
    from crm_cli.core import money

    if amount is None or currency is None or rates.base is None:
        return None
    if currency == rates.base:
        return amount
    rate = rates(currency, day)
    return None if rate is None else money.convert(amount, currency, rates.base, rate)
