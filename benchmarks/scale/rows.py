"""Rows of an invented business, the same for the same size: people, talks, deals and reminders as CSV.

The first ten people have the same five activities at every size, so that a command on one of them
has the same answer in a small file and in a large one.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

GIVEN = [
    "Anna Bruno Clara Declan Elif Felix Greta Henrik Inês Jakub Katrin Lukas Marta Nils Olga Paula".split(),
    "Айгуль Борис Вера Глеб Дана Егор Жанна Захар Ирина Кирилл Лариса Марат Нина Олег Полина Руслан".split(),
    "آرش بهار پریسا ترانه جواد حمید داریوش رضا زهرا سارا شیرین عباس فرهاد کاوه لیلا مریم".split(),
]
BEGINNINGS = [
    "Ahl Berg Car Dahl Eich Fern Grün Holm Iver Jans Kraus Lind Mart Nor Ols Pet Ros Sand Thor Wal".split(),
    "Абд Бел Вол Гор Дав Ерм Жук Зай Иса Ковал Лебед Морд Нур Орл Петр Ром Соколь Токт Уваж Федор".split(),
    "آذر باقر پاک تهران جعفر حسین خان دل رحم زمان سلیم شریف صادق طاهر عزیز فرخ قاسم کریم مراد نور".split(),
]
ENDINGS = [
    "en son mann berg feld ström eiro ić owski ham ley stein dal ez ini".split(),
    "ов ев ин ский енко аев ович ук ян аш ыкин ецкий урин ашев баев".split(),
    "ی زاده پور نیا ان‌فر راد منش دوست یان خواه آبادی وند فرد نژاد تبار".split(),
]
CITIES = (
    "Oslo Hamburg Valencia Lisboa Kraków İzmir Алматы Бишкек Казань Омск Тверь تهران شیراز تبریز مشهد".split()
)
WORDS = (
    "asked about the price delivery quote sample order invoice machine coffee roast service contract visit next "
    "week wants a darker blend call back after holiday sent offer discount agreed terms payment late new shop "
    "обсудили цену поставка образцы заказ счёт договор встреча перезвонить скидка зерно обжарка магазин "
    "قیمت سفارش نمونه قرارداد تماس جلسه تحویل فاکتور تخفیف قهوه"
).split()
RARE, COMMON = "quinquereme", "espresso"
KINDS = ["note", "call", "call", "email", "email", "meeting", "message"]
STAGES = ["Lead", "Qualified", "Proposal", "Negotiation"]
SOURCES = ["fair", "referral", "advert", "website", ""]
TODAY = date(2026, 11, 21)
HEADERS = {
    "contacts": "id name company job_title email phone lifecycle tags source owner birthday city created_at",
    "activities": "id kind direction contact_id subject body duration occurred_at owner",
    "deals": "id title contact_id stage status amount currency opened_on expected_close_on closed_on source owner",
    "reminders": "id title contact_id due_on priority owner",
}


def write(folder: Path, contacts: int) -> dict[str, Path]:
    """Write one CSV file a kind, row by row; returns their paths in the order they are to be read."""
    made = {
        "contacts": people(contacts),
        "activities": talks(contacts, contacts * 10),
        "deals": deals(contacts, contacts // 2),
        "reminders": reminders(contacts, contacts // 2),
    }
    paths = {kind: folder / f"{kind}.csv" for kind in made}
    for kind, rows in made.items():
        with paths[kind].open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADERS[kind].split())
            writer.writerows(rows)
    return paths


def people(count: int) -> Iterator[Sequence[object]]:
    """Yield people, a half with Latin names, a third with Cyrillic ones; every second is tagged `half`."""
    rng = random.Random(1)
    for number in range(1, count + 1):
        script = (0, 0, 0, 1, 1, 2)[number % 6]
        stem, ending = rng.choice(BEGINNINGS[script]), rng.choice(ENDINGS[script])
        name = f"{rng.choice(GIVEN[script])} {stem}{ending} {rng.choice(BEGINNINGS[script])}"
        at = number % 9973 + 1
        tags = [tag for tag, is_on in (("half", number % 2), ("vip", number % 50 == 1)) if is_on]
        yield (
            f"K{number}",
            "Zebulon Quist" if number == 1 else name,
            f"{stem}{ending} {rng.randrange(max(count // 100, 1)) + 1}",
            rng.choice(["Owner", "Manager", "Chef", "Accountant", "Buyer", ""]),
            f"person{number}@firm{at}.example" if number % 10 else "",
            f"+49155{number:08}" if number % 3 else "",
            rng.choice(["lead", "prospect", "customer", "former"]),
            "; ".join(tags),
            rng.choice(SOURCES),
            rng.choice(["Aigul", "Tomás"]),
            f"{1950 + number % 50}-{number % 12 + 1:02}-{number % 28 + 1:02}" if number % 3 == 0 else "",
            rng.choice(CITIES),
            f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}T09:00:00Z",
        )


def talks(contacts: int, count: int) -> Iterator[Sequence[object]]:
    """Yield activities of two years; three hold the rare word, every third the common one."""
    rng = random.Random(2)
    for number in range(1, count + 1):
        kind = KINDS[number % len(KINDS)]
        # beyond five each by chance, but never to the first ten
        who = number % contacts + 1 if number <= 5 * contacts else rng.randrange(11, contacts + 1)
        words = rng.choices(WORDS, k=6 + number % 12)
        if number % 3 == 0:
            words.insert(2, COMMON)
        if number in (3, count // 2, count - 1):
            words.insert(0, RARE)
        day = TODAY - timedelta(days=number * 7 % 730 + 1)
        direction = "" if kind in ("note", "meeting") else rng.choice(["in", "out"])
        subject = " ".join(rng.choices(WORDS, k=3)) if kind in ("email", "meeting") else ""
        minutes = rng.randrange(5, 60) if kind in ("call", "meeting") else ""
        at = f"{day}T{8 + number % 10:02}:{number % 60:02}:00Z"
        yield (f"A{number}", kind, direction, f"K{who}", subject, " ".join(words), minutes, at, "Aigul")


def deals(contacts: int, count: int) -> Iterator[Sequence[object]]:
    """Yield deals of two years: a third open, the others won or lost."""
    rng = random.Random(3)
    for number in range(1, count + 1):
        status = ("open", "won", "lost", "won", "open", "lost")[number % 6]
        opened = TODAY - timedelta(days=rng.randrange(60, 700))
        close = opened + timedelta(days=rng.randrange(10, 59))
        expected = close if status != "open" else TODAY + timedelta(days=rng.randrange(-30, 120))
        yield (
            f"D{number}",
            f"{rng.choice(['Espresso machine', 'Grinder', 'Service contract', 'Beans'])} {number}",
            f"K{rng.randrange(contacts) + 1}",
            rng.choice(STAGES),
            status,
            f"{rng.randrange(200, 20000)}.00",
            "EUR",
            opened,
            expected,
            close if status != "open" else "",
            rng.choice(SOURCES),
            rng.choice(["Aigul", "Tomás"]),
        )


def reminders(contacts: int, count: int) -> Iterator[Sequence[object]]:
    """Yield reminders, all of them overdue."""
    for number in range(1, count + 1):
        day = TODAY - timedelta(days=number % 700 + 1)
        what = ("call back", "send the offer", "ask how it went")[number % 3]
        yield (f"R{number}", what, f"K{number * 2 % contacts + 1}", day, "normal", "Aigul")
