"""How this user writes dates, money and phone numbers: what every parser is told."""

from __future__ import annotations

from dataclasses import dataclass

from crm_cli.core.dates import Calendar


@dataclass(frozen=True, slots=True)
class Conventions:
    """What is needed to read what a person typed.

    currency: ISO 4217 code meant when none is written, or None where none is known.
    region: ISO 3166 code of phone numbers written without a country code, or None.
    decimal: "." or "," where the decimal mark is settled (a column of an import), else None.
    """

    calendar: Calendar
    currency: str | None = None
    region: str | None = None
    decimal: str | None = None
