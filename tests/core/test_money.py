"""Money: what people write, what it means, and arithmetic that loses nothing."""

from __future__ import annotations

import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core import money, money_sql, numbers
from crm_cli.core.errors import UsageError
from crm_cli.core.money import Money

pytestmark = pytest.mark.smoke

LOCALE_SUITE = Path(__file__).parents[3] / "shared/data/suites/locale"

CURRENCIES = ["USD", "EUR", "RUB", "KZT", "KGS", "IRR", "JPY", "KWD", "CLF", "CAD", "PLN", "TRY"]
LOCALES = [
    "en",
    "de_DE.UTF-8",
    "ru",
    "kk",
    "ky-KG",
    "fa_IR",
    "fr",
    "de_CH",
    "pt_BR",
    "pt_PT",
    "nl",
    "es_MX",
    "C",
    "",
]

AMOUNTS = st.builds(Money, st.integers(-(2**63) + 1, 2**63 - 1), st.sampled_from(CURRENCIES))


@pytest.mark.parametrize(
    ("written", "minor", "currency"),
    [
        ("1250", 125000, "EUR"),
        ("+1250.5", 125050, "EUR"),
        (".5", 50, "EUR"),
        ("0,125k", 12500, "EUR"),
        ("12.5k", 1250000, "EUR"),
        ("2m", 200000000, "EUR"),
        ("1 250,50", 125050, "EUR"),
        ("1\u00a0250,50", 125050, "EUR"),
        ("1\u202f250,50", 125050, "EUR"),
        ("1'250.50", 125050, "EUR"),
        ("1’250.50", 125050, "EUR"),
        ("1,250,000", 125000000, "EUR"),
        ("12,34,567.80", 123456780, "EUR"),
        ("€1.250,50", 125050, "EUR"),
        ("450 000 ₸", 45000000, "KZT"),
        ("$22,700.00", 2270000, "USD"),
        ("-$5", -500, "USD"),
        ("$-5", -500, "USD"),
        ("−5", -500, "EUR"),
        ("(1,250.00)", -125000, "EUR"),
        ("$(1,250.00)", -125000, "USD"),
        ("1250 USD", 125000, "USD"),
        ("1250usd", 125000, "USD"),
        ("EUR 12", 1200, "EUR"),
        ("US$5", 500, "USD"),
        ("$5 CAD", 500, "CAD"),
        ("2,5 млн ₸", 250000000, "KZT"),
        ("500 тыс. руб.", 50000000, "RUB"),
        ("5k€", 500000, "EUR"),
        ("100 сом", 10000, "KGS"),
        ("100 с", 10000, "KGS"),
        ("5 лв.", 500, "BGN"),
        ("5,50 zł", 550, "PLN"),
        ("₺5", 500, "TRY"),
        ("£5", 500, "GBP"),
        ("Rs 5 INR", 500, "INR"),
        ("۱٬۲۳۴٬۵۶۷٫۸۹", 123456789, "EUR"),
        ("\u200e−\u200e€۵٫۵۰", -550, "EUR"),
        ("۱۲۵۰ ﷼", 1250, "IRR"),
        ("JPY 100.00", 100, "JPY"),
        ("¥1,250", 1250, "JPY"),
        ("1.250 JPY", 1250, "JPY"),
        ("1.2500", 125, "EUR"),
        ("0.5000 KWD", 500, "KWD"),
        ("9223372036854775807 JPY", 2**63 - 1, "JPY"),
    ],
)
def test_an_amount_is_read_as_people_write_it(written: str, minor: int, currency: str) -> None:
    assert money.parse(written, currency="EUR") == Money(minor, currency)


@pytest.mark.parametrize(
    ("written", "default", "currency"),
    [
        ("$5", "AUD", "AUD"),
        ("$5", "EUR", "USD"),
        ("$5", None, "USD"),
        ("¥5", "CNY", "CNY"),
        ("¥5", "EUR", "JPY"),
        ("5 kr", "NOK", "NOK"),
        ("£5", "EGP", "EGP"),
        ("5", "kzt", "KZT"),
    ],
)
def test_a_shared_sign_means_the_users_own_currency(written: str, default: str | None, currency: str) -> None:
    assert money.parse(written, currency=default).currency == currency


@pytest.mark.parametrize(
    ("written", "decimal", "minor"),
    [
        ("1,250", ".", 125000),
        ("1,250", ",", 125),
        ("1.500", ".", 150),
        ("1.500", ",", 150000),
        ("1,5", ",", 150),
    ],
)
def test_a_settled_mark_leaves_one_reading(written: str, decimal: str, minor: int) -> None:
    assert money.parse(written, currency="EUR", decimal=decimal).minor == minor


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("1,250", "`1,250` has two readings: 1250 and 1.25", "write `1250` or `1.25`"),
        ("$1.234", "`$1.234` has two readings: 1.2340 and 1234", "write `$1.2340` or `$1234`"),
        ("-12,500k", "`-12,500k` has two readings: 12500 and 12.5", "write `-12500k` or `-12.5k`"),
        ("5 kr", "`5 kr` may be SEK, NOK, DKK or ISK", "write the currency's code, like `1250 SEK`"),
    ],
)
def test_an_amount_with_two_meanings_is_refused_with_both(written: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        money.parse(written, currency="EUR")
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    "written",
    "12x|nan|inf|1e5|0x10|| |--5|-+5|5-|(5|5)|5.|1 50|12,34,56|0,125,000|1,2500,000|1 250'000|1.2.3,4"
    "|5 %|5²|½|5 5|€|five|$5x|x$5|1_000|1250–1500".split("|"),
)
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(UsageError) as caught:
        money.parse(written, currency="EUR")
    assert caught.value.message == f"`{written}` is not an amount"


@pytest.mark.parametrize(
    ("written", "decimal", "message"),
    [
        ("1,5", ".", "`1,5` is not an amount when the decimal mark is `.`"),
        ("1.2345", None, "`1.2345` has more decimals than EUR, which has 2"),
        ("0.5 JPY", None, "`0.5 JPY` has more decimals than JPY, which has none"),
        ("$5 EUR", None, "`$5 EUR` names two currencies"),
        (
            "1e19".replace("e19", "0" * 19),
            None,
            f"`1{'0' * 19}` is more than an amount can be, {2**63 - 1} minor units",
        ),
    ],
)
def test_a_refusal_says_why(written: str, decimal: str | None, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        money.parse(written, currency="EUR", decimal=decimal)
    assert caught.value.message == message


def test_without_any_currency_the_hint_is_the_setting() -> None:
    with pytest.raises(UsageError) as caught:
        money.parse("1250", currency=None)
    assert (caught.value.message, caught.value.hint) == (
        "`1250` names no currency",
        "crm config set currency EUR",
    )


def test_decimals_are_rounded_only_when_asked_to() -> None:
    assert money.parse("957.5775", currency="USD", exact=False) == Money(95758, "USD")
    assert money.parse("-0.0050", currency="USD", exact=False) == Money(-1, "USD")


@given(AMOUNTS, st.sampled_from(LOCALES))
def test_what_is_written_for_people_is_read_back(amount: Money, locale: str) -> None:
    mark = "," if numbers.marks_of(locale)[1] == "," else "."
    shown = money.format_human(amount, locale)
    assert money.parse(shown, currency=None, decimal=mark) == amount
    assert money.parse(money.format_plain(amount), currency=amount.currency, decimal=".") == amount


@given(st.text() | st.text("0123456789.,' -()$€kmKr٫٬۵%"), st.sampled_from([None, "EUR", "JPY"]))
def test_reading_an_amount_fails_in_words_only(written: str, currency: str | None) -> None:
    for read in (
        lambda: money.parse(written, currency=currency),
        lambda: money.parse_number(written),
        lambda: money.parse_probability(written),
    ):
        try:
            read()
        except UsageError as error:
            assert error.message


@pytest.mark.parametrize(
    ("amount", "locale", "shown"),
    [
        (Money(125000, "USD"), "en", "$1,250.00"),
        (Money(-550, "USD"), "en_US.UTF-8", "-$5.50"),
        (Money(123456789, "EUR"), "de", "1.234.567,89\u00a0€"),
        (Money(125050, "KZT"), "ru_KZ", "1\u00a0250,50\u00a0₸"),
        (Money(125050, "KZT"), "kk", "1\u00a0250,50\u00a0₸"),
        (Money(123456789, "IRR"), "fa", "۱۲۳٬۴۵۶٬۷۸۹\u00a0IRR"),
        (Money(125000, "CAD"), "en", "1,250.00\u00a0CAD"),
        (Money(125000, "KGS"), "en", "1,250.00\u00a0сом"),
        (Money(125000, "EUR"), "nl", "€\u00a01.250,00"),
        (Money(1250, "JPY"), "xx", "¥1,250"),
        (Money(1250, "KWD"), "en", "1.250\u00a0KWD"),
        (Money(0, "EUR"), "", "€0.00"),
    ],
)
def test_an_amount_is_shown_as_the_language_writes_it(amount: Money, locale: str, shown: str) -> None:
    assert money.format_human(amount, locale) == shown


def test_the_plain_form_has_all_the_currencys_digits() -> None:
    shown = [money.format_plain(Money(-1250, currency)) for currency in ("EUR", "JPY", "KWD", "CLF")]
    assert shown == ["-12.50", "-1250", "-1.250", "-0.1250"]
    assert Money(125000, "EUR").decimal == Decimal("1250.00")


def test_codes_signs_and_digits_are_known() -> None:
    assert [money.is_code(code) for code in ("EUR", "KZT", "eur", "XYZ", "EURO", "")] == [
        True,
        True,
        *[False] * 4,
    ]
    assert [money.symbol(code) for code in ("USD", "KZT", "CAD")] == ["$", "₸", "CAD"]
    assert [money.digits(code) for code in ("EUR", "UZS", "JPY", "IRR", "IQD", "XYZ")] == [2, 2, 0, 0, 3, 2]


@pytest.mark.skipif(not LOCALE_SUITE.exists(), reason="the shared data is not here")
def test_digits_and_marks_are_those_of_cldr() -> None:
    facts = json.loads((LOCALE_SUITE / "currency_formatting.json").read_text("utf-8"))
    assert {code: money.digits(code) for code in facts["digits"]} == facts["digits"]
    for case in facts["cases"]:
        if case["agree"]:
            mark = "," if numbers.marks_of(case["locale"])[1] == "," else "."
            minor = round(case["amount"] * 10 ** money.digits(case["currency"]))
            assert money.parse(case["icu"], currency=case["currency"], decimal=mark) == (
                minor,
                case["currency"],
            )


@pytest.mark.skipif(not LOCALE_SUITE.exists(), reason="the shared data is not here")
def test_numbers_are_read_at_least_as_well_as_babel_reads_them() -> None:
    for case in json.loads((LOCALE_SUITE / "number_parsing.json").read_text("utf-8"))["cases"]:
        expected = case["babel_parse_decimal"]
        known = Decimal("1234567.89") if expected.startswith("error") else Decimal(expected)
        assert money.parse_number(case["text"]) == known


@pytest.mark.parametrize(
    ("written", "number"),
    [("1250", "1250"), ("-12,50", "-12.50"), ("- 5", "-5"), ("1 250,5", "1250.5"), ("007", "7"), ("-0", "0")],
)
def test_a_number_is_read_with_the_same_marks(written: str, number: str) -> None:
    assert str(money.parse_number(written)) == number.lstrip("+")


@pytest.mark.parametrize(
    "written", ["", "12k", "5 %", "$5", "1e5", "NaN", "Infinity", "0x1", "1_000", "9" * 41]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="is not a number"):
        money.parse_number(written)


@given(st.decimals(-(10**12), 10**12, places=4), st.sampled_from(LOCALES))
def test_a_number_written_in_a_language_is_read_back(number: Decimal, locale: str) -> None:
    mark = "," if numbers.marks_of(locale)[1] == "," else "."
    assert money.parse_number(money.format_number(number, locale), decimal=mark) == number


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("40%", 4000),
        ("40 %", 4000),
        ("%40", 4000),
        ("٤٠٪", 4000),
        ("0.4", 4000),
        ("0,4", 4000),
        ("40", 4000),
        ("1", 10000),
        ("1%", 100),
        ("1.5", 150),
        ("12.500", 1250),
        ("12.34%", 1234),
        ("0", 0),
        ("100%", 10000),
    ],
)
def test_a_probability_is_basis_points(written: str, points: int) -> None:
    assert money.parse_probability(written) == points


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("101", "`101` is not between 0% and 100%"),
        ("-1%", "`-1%` is not between 0% and 100%"),
        ("12.345%", "`12.345%` is finer than a hundredth of a per cent"),
        ("likely", "`likely` is not a probability"),
        ("%40%", "`%40%` is not a probability"),
        ("", "`` is not a probability"),
    ],
)
def test_what_is_no_probability_is_refused(written: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        money.parse_probability(written)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("values", "marks", "decimal", "differs"),
    [
        (["1250", "", "n/a"], {".", ","}, ".", ""),
        (["$1,250", "22,700.50"], {"."}, ".", ""),
        (["1.250 €", "3,5"], {","}, ",", ""),
        (["1,250", "2,500,000"], {"."}, ".", ""),
        (["1 250,500"], {","}, ",", ""),
        (["۱٬۲۵۰٫۵"], {".", ","}, ".", ""),
        (["7", "$1,250", "22,700"], {".", ","}, None, "$1,250"),
        (["1,250.50", "1.250,50"], set(), None, ""),
        ([], {".", ","}, ".", ""),
    ],
)
def test_a_column_settles_its_decimal_mark(
    values: list[str], marks: set[str], decimal: str | None, differs: str
) -> None:
    found = numbers.settle_marks(values)
    assert found.possible == marks
    assert (found.decimal, found.differs, found.is_settled) == (decimal, differs, not differs)


def test_a_column_left_open_says_what_its_first_value_can_mean() -> None:
    found = numbers.settle_marks(["tbd", "€1.234"])
    assert (found.differs, found.meanings, found.unreadable) == ("€1.234", ("1.2340", "1234"), "tbd")
    assert numbers.settle_marks(["1.2.3,4"]).unreadable == "1.2.3,4"


@pytest.mark.parametrize(
    ("numerator", "denominator", "quotient"),
    [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (5, 3, 2), (-4, 3, -1), (0, 7, 0), (7, 1, 7)],
)
def test_half_goes_away_from_zero(numerator: int, denominator: int, quotient: int) -> None:
    assert money.divide_half_away(numerator, denominator) == quotient


@given(st.integers(-(2**63), 2**63 - 1), st.integers(1, 10**6))
def test_sql_divides_as_python_does(numerator: int, denominator: int) -> None:
    with sqlite3.connect(":memory:") as db:
        found = db.execute(
            f"SELECT {money_sql.divide_half_away_sql('?1', denominator)}", [numerator]
        ).fetchone()
    db.close()
    assert found == (money.divide_half_away(numerator, denominator),)


@given(st.integers(-(10**14), 10**14), st.integers(0, 10_000))
def test_sql_weighs_as_python_does(minor: int, basis_points: int) -> None:
    with sqlite3.connect(":memory:") as db:
        found = db.execute(f"SELECT {money_sql.weighted_sql('?1', '?2')}", [minor, basis_points]).fetchone()
    db.close()
    assert found == (money.weighted(minor, basis_points),)


@pytest.mark.parametrize(
    ("minor", "pair", "rate", "converted"),
    [
        (10000, ("EUR", "USD"), "1.1", 11000),
        (100, ("USD", "JPY"), "150.5", 151),
        (-1, ("EUR", "USD"), "0.5", -1),
        (1000, ("JPY", "KWD"), "0.002", 2000),
    ],
)
def test_conversion_knows_both_currencies_digits(
    minor: int, pair: tuple[str, str], rate: str, converted: int
) -> None:
    assert money.convert(minor, *pair, Decimal(rate)) == converted
