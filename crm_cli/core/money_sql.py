"""Divisions of money as SQL, the same to the cent as in Python; apart, since fields need no more of money than this."""

from __future__ import annotations


def divide_half_away_sql(numerator: str, denominator: int) -> str:
    """Give the same division as an SQL expression over whole numbers; the numerator's SQL stands in it twice.

    SQLite divides towards zero and its remainder has the numerator's sign, so the remainder over
    half the denominator, rounded up, is -1, 0 or 1: what is missing.
    """
    half = (denominator + 1) // 2
    return f"(({numerator}) / {denominator} + ({numerator}) % {denominator} / {half})"


def weighted_sql(minor: str, basis_points: str) -> str:
    """Give `weighted` as an SQL expression, exact while the product stays below 2^63.

    Of a group the sum is divided, once: divide_half_away_sql("sum(amount * probability)", 10_000).
    """
    return divide_half_away_sql(f"({minor}) * ({basis_points})", 10_000)
