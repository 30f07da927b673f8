"""How this user writes dates, money and phone numbers: what every parser is told."""

from __future__ import annotations

TYPE_CHECKING = False  # no dataclass: it costs a plain read more than the answer
if TYPE_CHECKING:
    from crm_cli.core.calendar import Calendar


class Conventions:
    """What is needed to read what a person typed.

    currency: ISO 4217 code meant when none is written, or None where none is known.
    region: ISO 3166 code of phone numbers written without a country code, or None.
    decimal: "." or "," where the decimal mark is settled (a column of an import), else None.
    """

    __slots__ = ("calendar", "currency", "decimal", "region")

    def __init__(
        self,
        calendar: Calendar,
        currency: str | None = None,
        region: str | None = None,
        decimal: str | None = None,
    ) -> None:
        self.calendar = calendar
        self.currency = currency
        self.region = region
        self.decimal = decimal
