"""What is known of currencies: the codes of ISO 4217, their minor digits, and the signs people write."""

from __future__ import annotations

CODES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
    CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP
    GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
    KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN
    NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD
    SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW
    UZS VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XUA YER ZAR
    ZMW ZWG
    """.split()
)
"""ISO 4217, list one; BGN, withdrawn in 2026, stays because files still hold it."""

_DIGITS = {
    **dict.fromkeys(
        """
        AFN ALL BIF CLP DJF GNF IRR ISK JPY KMF KPW KRW LAK LBP MGA MMK PYG RWF SOS SYP UGX UYI VND VUV
        XAF XOF XPF YER
        """.split(),
        0,
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
"""Where it is not 2: CLDR's supplemental currency data (which knows how amounts are written: the rial has
no minor unit left), but IQD and RSD as in ISO 4217, because prices are still written with fils and para."""

_SYMBOLS = {
    "AMD": "֏", "AZN": "₼", "BGN": "лв", "BRL": "R$", "CRC": "₡", "CZK": "Kč", "EUR": "€",
    "GBP": "£", "GEL": "₾", "GHS": "₵", "HUF": "Ft", "ILS": "₪", "INR": "₹", "JPY": "¥",
    "KGS": "сом", "KHR": "៛", "KRW": "₩", "KZT": "₸", "LAK": "₭", "MNT": "₮", "NGN": "₦",
    "PHP": "₱", "PLN": "zł", "PYG": "₲", "RUB": "₽", "THB": "฿", "TRY": "₺", "UAH": "₴",
    "USD": "$", "VND": "₫",
}  # fmt: skip

_DOLLARS = (
    "USD AUD CAD NZD SGD HKD TWD MXN ARS CLP COP UYU BBD BMD BND BSD BZD CVE CUP DOP FJD GYD JMD KYD LRD NAD "
    "NIO SBD SRD TTD XCD"
)

_MEANINGS = {
    sign: tuple(codes.split())
    for sign, codes in {
        "$": _DOLLARS,
        "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD NIO", "ca$": "CAD", "nz$": "NZD", "s$": "SGD",
        "hk$": "HKD", "nt$": "TWD", "mx$": "MXN", "r$": "BRL",
        "€": "EUR", "euro": "EUR", "евро": "EUR",
        "£": "GBP EGP LBP SYP SDG FKP GIP SHP SSP",
        "¥": "JPY CNY", "￥": "JPY CNY", "円": "JPY", "元": "CNY TWD HKD", "cn¥": "CNY", "jp¥": "JPY",
        "₽": "RUB", "руб": "RUB", "р": "RUB", "рублей": "RUB",
        "₸": "KZT", "тг": "KZT", "тенге": "KZT", "теңге": "KZT",
        "с": "KGS", "сом": "KGS", "⃀": "KGS", "сум": "UZS", "сўм": "UZS", "so'm": "UZS", "som": "UZS KGS",
        "﷼": "IRR SAR QAR OMR YER", "ریال": "IRR SAR QAR OMR YER",
        "₺": "TRY", "tl": "TRY", "₴": "UAH", "грн": "UAH", "₼": "AZN", "֏": "AMD", "₾": "GEL",
        "zł": "PLN", "kč": "CZK", "ft": "HUF", "лв": "BGN", "fr": "CHF",
        "₹": "INR", "₪": "ILS", "₫": "VND", "₦": "NGN", "₱": "PHP", "₩": "KRW KPW", "원": "KRW",
        "₵": "GHS", "₡": "CRC", "₲": "PYG", "₮": "MNT", "₭": "LAK", "៛": "KHR", "฿": "THB", "r": "ZAR",
    }.items()
}  # fmt: skip
"""What a sign means, the first unless the user's own currency is another of them."""

_SHARED = {
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "br": ("BYN", "ETB"),
    "lei": ("RON", "MDL"),
    "rs": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
    "₨": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
}
"""Signs that no one currency can claim: read only where the user's own is one of them."""


def is_code(text: str) -> bool:
    """Tell whether the text is a currency code of ISO 4217, in capitals."""
    return text in CODES


def digits(currency: str) -> int:
    """Count the digits after the decimal mark of an amount: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency, 2)


def symbol(currency: str) -> str:
    """Give the sign that means this currency and no other, or its code: "€", "₸", "CAD"."""
    return _SYMBOLS.get(currency, currency)


def meanings(written: str) -> tuple[str, ...]:
    """Give the currencies a code or sign in any case can mean, none where it is unknown.

    The first is meant where nothing else speaks for another, unless `is_shared`.
    """
    if (code := written.upper()) in CODES:
        return (code,)
    word = written.casefold().rstrip(".")
    return _MEANINGS.get(word) or _SHARED.get(word, ())


def is_shared(written: str) -> bool:
    """Tell whether a sign belongs to several currencies equally, as `kr` does."""
    return written.casefold().rstrip(".") in _SHARED
