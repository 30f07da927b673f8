"""Amounts of several currencies as amounts of one, inside a query, by the rate of each one's day."""

from __future__ import annotations

from crm_cli.core import money

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

    from crm_cli.kinds.rates import Rates


class Conversion:
    """Gives a connection `at_rate(amount, currency, day)` and `at_rate_currency(currency, day)`.

    The first is minor units of the base, or NULL where no rate is known; the second the base, or there the
    currency itself. A rate is looked up once a currency and day. missing: the currencies that lacked one.
    """

    def __init__(self, db: Connection, rates: Rates) -> None:
        self.rates = rates
        self.missing: set[str] = set()
        self._known: dict[tuple[str, str | None], tuple[int, int] | None] = {}
        db.create_function("at_rate", 3, self._amount)
        db.create_function("at_rate_currency", 2, self._currency)

    def _ratio(self, currency: str, day: str | None) -> tuple[int, int] | None:
        at = (currency, day)
        if at not in self._known:
            rate = self.rates(currency, day)
            if rate is None or self.rates.base is None:
                self.missing.add(currency)
                self._known[at] = None
            else:
                self._known[at] = money.minor_ratio(currency, self.rates.base, rate)
        return self._known[at]

    def _amount(self, amount: int | None, currency: str | None, day: str | None) -> int | None:
        ratio = self._ratio(currency, day) if amount is not None and currency else None
        return (
            None if ratio is None or amount is None else money.divide_half_away(amount * ratio[0], ratio[1])
        )

    def _currency(self, currency: str, day: str | None) -> str | None:
        return currency if self._ratio(currency, day) is None else self.rates.base
