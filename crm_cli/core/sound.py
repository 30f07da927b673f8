"""How a word sounds, written in Latin letters: one form for Ольга and Olga, Müller and Mueller, Schmidt and Shmidt.

Both forms are coarse on purpose: they only suggest whom somebody may have meant, and never decide.
"""

from __future__ import annotations

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "ї": "i", "є": "e",
    "ґ": "g", "ў": "u", "ј": "i", "љ": "l", "њ": "n", "ћ": "ch", "ђ": "zh", "џ": "zh", "ҳ": "h", "ҷ": "zh", "ӣ": "i",
    "ӯ": "u",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i", "φ": "f",
    "χ": "h", "ψ": "ps", "ω": "o",
}  # fmt: skip
_GEORGIAN = {
    "ა": "a", "ბ": "b", "გ": "g", "დ": "d", "ე": "e", "ვ": "v", "ზ": "z", "თ": "t", "ი": "i", "კ": "k", "ლ": "l",
    "მ": "m", "ნ": "n", "ო": "o", "პ": "p", "ჟ": "zh", "რ": "r", "ს": "s", "ტ": "t", "უ": "u", "ფ": "p", "ქ": "k",
    "ღ": "g", "ყ": "k", "შ": "sh", "ჩ": "ch", "ც": "ts", "ძ": "z", "წ": "ts", "ჭ": "ch", "ხ": "h", "ჯ": "zh",
    "ჰ": "h",
}  # fmt: skip
_LATIN = str.maketrans(_CYRILLIC | _GREEK | _GEORGIAN)

_SPELLINGS = tuple(
    pair.split(">")
    for pair in "shch>S tsch>C tch>C sch>S ch>C sh>S dzh>J zh>J dj>J cz>C kh>h gh>g ph>f th>t ck>k qu>k q>k x>ks"
    " ce>se ci>si cy>si c>k w>v ts>c tz>c ae>a oe>o ue>u ou>u oo>u ee>i ye>e je>e y>i j>i".split()
)
"""What is written for one sound, the longer first: S is sh, C is ch, J is zh, c is ts."""

_BONES = {
    "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "J", "چ": "C", "د": "d", "ذ": "z", "ر": "r", "ز": "z", "ژ": "J",
    "س": "s", "ش": "S", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "غ": "k", "ف": "f", "ق": "k", "ک": "k", "گ": "k",
    "ل": "l", "م": "m", "ن": "n", "و": "v",
}  # fmt: skip
_OPENING = "اآأإعئ"  # letters of the Arabic script that open a word with a vowel
_ARABIC = range(0x0600, 0x0780)


def is_arabic(word: str) -> bool:
    """Whether a word is in the Arabic script, which leaves most vowels out."""
    return not word.isascii() and any(ord(sign) in _ARABIC for sign in word)


def spelled(words: str) -> str:
    """How folded words sound; what is between them (spaces, line ends) stays, so that many can be asked at once."""
    sound = words if words.isascii() else words.translate(_LATIN)
    for written, one in _SPELLINGS:
        sound = sound.replace(written, one)
    return _single(sound)


def bones(word: str) -> frozenset[str]:
    """The consonants of one folded word, as Arabic letters and others have them alike; several readings of `و`.

    `a` comes first where the word opens with a vowel. Both `علی` and `ali` come to `al`, `نوروزی` and `norouzi` to `nrz`.
    """
    if is_arabic(word):
        kept = "".join(_BONES.get(sign, "") for sign in word)
        forms = {kept, kept.replace("v", ""), kept[:1] + kept[1:].replace("v", "")}
        opens = word[0] in _OPENING
    else:
        sound = spelled(word.replace("j", "zh"))
        forms = {"".join(sign for sign in sound.replace("g", "k").replace("c", "ts") if sign not in "aeiouh")}
        opens = sound[:1] in tuple("aeou") or word[:1] == "i"
    return frozenset(f"{'a' if opens else ''}{_single(form)}" for form in forms)


def _single(sound: str) -> str:
    """Write doubled letters once."""
    for letter in "aeioukglmnprstvfbdzhcSCJ":
        while letter * 2 in sound:
            sound = sound.replace(letter * 2, letter)
    return sound
