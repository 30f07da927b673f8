"""What proves that two records are one: sorts of values, and how much it tells that two have one in common.

Everything is counted in bits, of which each doubles the odds: a value that one stranger in a thousand has tells ten.
How rare a value is, is counted in the file itself; `rare` says what holds where the file knows nothing yet. What
`differs` costs is small where people have several of a sort or change them, and great where they keep it all their lives.
"""

from __future__ import annotations

from crm_cli.core.record import record


@record
class Sort:
    """One sort of value that two records may have in common.

    rare: the chance that two strangers have the same. differs: bits where both have one and none is the same.
    is_telling: it belongs to few enough to tell who somebody is; a name and a town do not.
    is_shared: families and companies have it together, so it tells less where the names differ.
    is_text: words, in which a slip of the fingers counts as nearly the same.
    """

    rare: float
    differs: float
    is_telling: bool = False
    is_shared: bool = False
    is_text: bool = False


SORTS = {
    "email": Sort(1e-5, -1, is_telling=True),
    "phone": Sort(1e-4, -0.5, is_telling=True, is_shared=True),
    "url": Sort(1e-4, 0, is_telling=True),
    "messenger": Sort(1e-5, -0.5, is_telling=True),
    "social": Sort(1e-5, -0.5, is_telling=True),
    "birthday": Sort(5e-5, -7, is_telling=True),
    "domain": Sort(1e-4, -2, is_telling=True, is_shared=True),
    "employer": Sort(0.01, -1.5, is_shared=True),
    "street": Sort(1e-4, -1.5, is_telling=True, is_shared=True, is_text=True),
    "postal_code": Sort(0.001, -1, is_shared=True, is_text=True),
    "city": Sort(0.005, -1, is_shared=True, is_text=True),
    "region": Sort(0.1, -1, is_shared=True, is_text=True),
    "country": Sort(0.3, -1, is_shared=True, is_text=True),
    "own": Sort(0.002, 0, is_text=True),
}
"""`own`: a field that the user added, of which nothing is known but how rare its values are."""

WORD = 0.004
"""The chance that a stranger has a given word in the name."""

SAME = 0.85
"""How often records of one person have the same value where both have one: the others changed, or were mistyped."""

STRANGERS = 200
"""So many people nobody has entered stand beside those of the file when it is counted how rare a value is."""

FEWEST = 1000
"""A smaller file is looked at as if it had so many records: two of them are one in a case of so many."""

PUBLIC_MAIL = frozenset(
    "gmail.com googlemail.com yahoo.com hotmail.com outlook.com live.com msn.com icloud.com me.com aol.com proton.me"
    " protonmail.com gmx.de gmx.net web.de t-online.de mail.ru bk.ru inbox.ru list.ru yandex.ru ya.ru yandex.kz"
    " rambler.ru orange.fr free.fr libero.it wp.pl qq.com 163.com 126.com naver.com ukr.net mail.kz".split()
)
"""Where everybody may have an address: it is no company's domain."""

OFFICES = frozenset(
    "info office mail contact hello sales admin support team service help accounts accounting billing post kontakt"
    " inbox enquiries reception hr jobs zakaz buero buro".split()
)
"""What stands before the `@` of an address that is nobody's own."""
