"""Whether two names may be those of one person or company, and which words of them stand for each other.

Names agree that are the same; of which one has all the words of the other (`Frost`, `Jon Frost`); whose words are in
another order, script or spelling (`Frost, Jon`; `Ольга`, `Olga`; `Müller`, `Mueller`), a nickname or an initial. A
slip of the fingers is no agreement: `Petrov` and `Petrova` are two people. It is a word beside other evidence, such as
an e-mail that both have: by itself `Ann` does not tell who somebody is.
"""

from __future__ import annotations

from functools import cache

from crm_cli.core import sound
from crm_cli.core.text import compact, fold, holds_signs, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Way = str
    """How two words stand for each other: `same`, `spelling`, `script`, `nickname`, `initial`; "" where they do not."""


_TITLES = frozenset(
    "mr mrs ms miss mister dr doctor prof professor herr frau dipl ing med sir dame mme mlle monsieur madame senor"
    " senora sr sra sig don dona г гн госпожа господин mag".split()
)
"""Words before a name that belong to nobody's name."""

_FORMS = frozenset(
    "gmbh mbh ggmbh ohg kgaa gbr inc incorporated llc llp ltd limited corp corporation plc pty pte pvt sarl sasu eurl"
    " srl srls spa snc ltda eirl oyj aps asa uab doo sro zrt kft bvba nvsa sapi eood ood ead jsc pjsc ojsc cjsc tov"
    " ооо оао зао пао ао нао тоо тдо ип чп тов пат прат чуп одо осоо жшс жшс ақ ак"
    " 株式会社 有限会社 有限公司 股份有限公司".split()
)
"""What companies are by law, as one folded word, that is no word of anybody's name."""

_SHORT_FORMS = frozenset(
    "ag kg se sa as ab oy bv nv co ug eg ev ek sl sc sas sia oü ou lp pt tbk ao ad dd yk hf".split()
)
"""Forms that may also be somebody's name (Sá, Co): they count only where it is known that a company is meant."""

_BETWEEN = frozenset("& + and und et y и і und e".split())
"""What stands between the words of a company's name or its form."""


def agree(one: str, other: str, *, is_person: bool | None = None) -> bool:
    """Whether two names may be those of one person or company; a name that is empty contradicts none.

    is_person: a person's nickname, initial and title count, a company's form by law does not; None where it is not
    known which they are: both, but for forms that are surnames, too.
    """
    if not one.strip() or not other.strip() or same(one) == same(other):
        return True
    if not (holds_signs(one, other) and holds_signs(other, one)):
        return False
    mine, yours = words(one, is_person=is_person), words(other, is_person=is_person)
    if not mine or not yours:
        return False
    if "".join(mine) == "".join(yours):
        return True
    fewer, more = sorted((mine, yours), key=lambda each: (len(each), each))
    found = pairs(fewer, more, is_person=is_person is not False)
    if len(found) < len(fewer) or all(way == "initial" for *_, way in found):
        return False
    matched = {at for _, at, _ in found}
    return not any(any(map(str.isdigit, word)) for at, word in enumerate(more) if at not in matched)


def words(name: str, *, is_person: bool | None = None) -> list[str]:
    """The folded words of a name that tell whose it is: without titles, or what a company is by law."""
    parts = [fold(part) for part in name.replace(",", " ").split()]
    if is_person is not True:
        parts = _bare(parts, _FORMS | _SHORT_FORMS if is_person is False else _FORMS)
    found = [word for part in parts for word in part.split()]
    if is_person is not False:
        named = [word for word in found if word not in _TITLES]
        found = named if any(len(word) > 1 for word in named) else found
    return found


def _bare(parts: list[str], forms: frozenset[str]) -> list[str]:
    """The parts without the forms at either end; as they are where nothing else is left."""
    kept = [part for part in parts if any(map(str.isalnum, part))]
    while kept and _is_form(kept[-1], forms):
        kept.pop()
        while kept and kept[-1] in _BETWEEN:
            kept.pop()
    while kept and _is_form(kept[0], forms):
        kept.pop(0)
    return kept or parts


def _is_form(part: str, forms: frozenset[str]) -> bool:
    return compact(part) in forms


def pairs(fewer: Sequence[str], more: Sequence[str], *, is_person: bool = True) -> list[tuple[int, int, Way]]:
    """Words of one name with those of the other that stand for them, each used once: (place, place, how).

    The surest ways are taken first, so `J Jon` and `Jon James` are Jon and Jon, J and James.
    """
    found: list[tuple[int, int, Way]] = []
    mine, yours = [*range(len(fewer))], [*range(len(more))]
    for wanted, holds in _WAYS if is_person else _WAYS[:3]:
        for place in tuple(mine):
            at = next((at for at in yours if holds(fewer[place], more[at])), None)
            if at is not None:
                found.append((place, at, wanted))
                mine.remove(place)
                yours.remove(at)
        if not mine or not yours:
            break
    return found


_spelled = cache(sound.spelled)


def way(one: str, other: str, *, is_person: bool = True) -> Way:
    """The surest way in which one word of a name stands for another, or ""."""
    for name, holds in _WAYS if is_person else _WAYS[:3]:
        if holds(one, other):
            return name
    return ""


def _is_spelt(one: str, other: str) -> bool:
    """Whether two words sound alike, in whatever script; one letter is no word."""
    return min(len(one), len(other)) > 1 and _spelled(one) == _spelled(other)


def _is_of_other_script(one: str, other: str) -> bool:
    """Whether one of two words is in the Arabic script, and both have the same consonants."""
    if sound.is_arabic(one) == sound.is_arabic(other) or min(len(one), len(other)) < 2:
        return False
    return bool(sound.bones(one) & sound.bones(other))


def _is_nickname(one: str, other: str) -> bool:
    from crm_cli.core.nicknames import forms_alike

    return min(len(one), len(other)) > 1 and _spelled(other) in forms_alike(one)


def _is_initial(one: str, other: str) -> bool:
    """Whether one of two words is the letter that the other begins with, in its own or another script."""
    short, long = sorted((one, other), key=len)
    if len(short) != 1 or not short.isalpha() or len(long) < 2:
        return False
    if short.isascii() == long.isascii():
        return long.startswith(short)
    return sound.spelled(long).startswith(sound.spelled(short) or "\0")


_WAYS: tuple[tuple[Way, Callable[[str, str], bool]], ...] = (
    ("same", lambda one, other: one == other),
    ("spelling", _is_spelt),
    ("script", _is_of_other_script),
    ("nickname", _is_nickname),
    ("initial", _is_initial),
)
