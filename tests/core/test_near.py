"""Whom somebody may have meant: typos, other spellings, other scripts, joined words, nicknames."""

from __future__ import annotations

import pytest

from crm_cli.core.near import is_slip, nearest
from crm_cli.core.nicknames import forms_alike
from crm_cli.core.sound import bones, spelled
from crm_cli.core.text import fold, index_text


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("acme", "acne", True),
        ("acme", "acmee", True),
        ("acme", "amce", True),
        ("acme", "came", True),
        ("acme corp", "acmecorp", True),
        ("ромашка", "рамашка", True),
        ("acme", "acme", False),
        ("acme", "acnee", False),
        ("bob", "rob", False),
        ("shop 12", "shop 13", False),
        ("shop 1", "shop 12", False),
        ("abcd", "badc", False),
    ],
)
def test_names_one_slip_apart_are_near(a: str, b: str, near: bool) -> None:
    assert is_slip(a, b) is near
    assert is_slip(b, a) is near


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ольга", "Olga"),
        ("Юлия", "Yulia"),
        ("Юлия", "Julia"),
        ("Müller", "Mueller"),
        ("Müller", "Muller"),
        ("Schmidt", "Shmidt"),
        ("Шмидт", "Schmidt"),
        ("Наталья", "Natalya"),
        ("Евгений", "Yevgeny"),
        ("Айгүл", "Aygul"),
        ("Құдайберген", "Kudaibergen"),
        ("Қайрат", "Qairat"),
        ("Щербаков", "Shcherbakov"),
        ("Catherine", "Katherine"),
        ("Γιώργος", "Giorgos"),
        ("Bjørn", "Bjoern"),
        ("Wagner", "Vagner"),
    ],
)
def test_one_name_spelt_in_two_ways_sounds_alike(a: str, b: str) -> None:
    assert spelled(fold(a)) == spelled(fold(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("علی", "Ali"),
        ("علی", "Али"),
        ("رضا", "Reza"),
        ("محمد", "Mohammad"),
        ("حسین", "Hossein"),
        ("فاطمه", "Fatemeh"),
        ("کریمی", "Karimi"),
        ("نوروزی", "Norouzi"),
        ("نوید", "Navid"),
        ("جواد", "Javad"),
        ("قاسم", "Ghasem"),
        ("علیرضا", "Alireza"),
        ("جمشید", "Jamshid"),
    ],
)
def test_a_name_without_its_vowels_is_known_by_its_consonants(a: str, b: str) -> None:
    assert bones(fold(a)) & bones(fold(b))


def test_many_words_sound_as_each_of_them_does() -> None:
    words = ["ольга", "mueller", "shmidt", "anna"]
    assert spelled("\n".join(words)).split("\n") == [spelled(word) for word in words]


@pytest.mark.parametrize(
    ("name", "nickname"),
    [
        pair.split()
        for pair in (
            "Александр Саша,Александра Саша,Алексей Лёша,Анастасия Настя,Владимир Вова,Дмитрий Дима,Евгения Женя,"
            "Екатерина Катя,Михаил Миша,Николай Коля,Ольга Оля,Татьяна Таня,Фёдор Федя,Robert Bob,William Bill,"
            "Margaret Peggy,Elizabeth Liz,Michael Mike,Johannes Hans,Wilhelm Willi,Katharina Käthe,Ursula Uschi,"
            "Francisco Paco,José Pepe,Ignacio Nacho,Guadalupe Lupe,Нұрлан Нұреке,Айгүл Гуля,Ержан Ереке,John Джон,"
            "Michael Михаил,Николай Nick"
        ).split(",")
    ],
)
def test_a_nickname_is_known_by_its_name_and_the_name_by_it(name: str, nickname: str) -> None:
    assert spelled(fold(nickname)) in forms_alike(fold(name))
    assert spelled(fold(name)) in forms_alike(fold(nickname))


NAMES = (
    "Jane Doe",
    "Anna Schmidt",
    "Ольга Петрова",
    "Müller",
    "Mary-Ann Smith",
    "Maryann Jones",
    "Robert Brown",
    "علی رضایی",
    "C++",
    "Çelik",
    "Shop 12",
    "Александр Ли",
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Jnae", ["Jane Doe"]),
        ("Jane Dow", ["Jane Doe"]),
        ("doee jane", ["Jane Doe"]),
        ("Shmidt", ["Anna Schmidt"]),
        ("Ann Shmitt", ["Anna Schmidt", "Mary-Ann Smith"]),
        ("Rbert Brwn", ["Robert Brown"]),
        ("Ane Schmidt", ["Anna Schmidt"]),
        ("Olga", ["Ольга Петрова"]),
        ("petrova olga", ["Ольга Петрова"]),
        ("mueller", ["Müller"]),
        ("maryann", ["Maryann Jones", "Mary-Ann Smith"]),
        ("Mary Ann Jones", ["Maryann Jones"]),
        ("Bob", ["Robert Brown"]),
        ("Ali", ["علی رضایی"]),
        ("petrovna olga", ["Ольга Петрова"]),
        ("Саша Ли", ["Александр Ли"]),
        ("Sasha", ["Александр Ли"]),
        ("c", ["C++", "Çelik"]),
        ("C#", ["C++"]),
        ("Shop 13", []),
        ("Zed", []),
        ("", []),
    ],
)
def test_the_nearest_names_have_each_typed_word_in_some_form(typed: str, found: list[str]) -> None:
    near = nearest(typed, [index_text(name) for name in NAMES], are_people=True)
    assert [NAMES[place] for place in sorted(near, key=lambda place: (near[place], place))] == found


def test_only_people_have_nicknames() -> None:
    assert nearest("bob", ["robert brown"]) == {}


def test_of_no_names_none_is_near() -> None:
    assert nearest("bob", []) == {}
