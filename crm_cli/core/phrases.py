"""Days and instants said in the words of many languages: a few of our own, the others through dateparser."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from crm_cli.core.clocks import split_clock
from crm_cli.core.relative import relative
from crm_cli.core.written import clean, weekday_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from crm_cli.core.calendar import Calendar
    from crm_cli.core.relative import Prefer

COMMON = ("en", "ru", "uk", "kk", "ky", "fa", "de", "fr", "es", "pt", "it", "tr", "uz", "zh")

_DAYS = {
    0: "сегодня сьогодні бүгін бүгүн heute aujourd'hui hoy hoje oggi bugün bugun امروز 今天",
    1: "завтра ертең эртең morgen demain mañana amanhã domani yarın ertaga فردا 明天",
    2: "послезавтра післязавтра бүрсігүні бүрсүгүнү übermorgen après-demain pasado_mañana dopodomani"
    " depois_de_amanhã indinga پس_فردا 后天",
    -1: "вчера вчора кеше кечээ gestern hier ayer ontem ieri dün kecha دیروز 昨天",
    -2: "позавчера позавчора vorgestern avant-hier anteayer anteontem پریروز 前天",
}
_WORDS = {
    "next": "следующий следующую следующей следующем следующее наступний наступного наступному наступну"
    " наступній келесі кийинки nächste nächsten nächster nächstes prochain prochaine próximo próxima",
    "last": "прошлый прошлую прошлой прошлом прошлое минулий минулого минулому минулу өткен letzte letzten"
    " letzter letztes vorige vorigen dernier dernière pasado pasada",
    "week": "неделя неделю неделе недели тиждень тижня тижні апта аптада жумада woche semaine semana",
    "month": "месяц месяце месяца місяць місяця місяці ай айда monat mois mes",
    "quarter": "квартал квартале кварталі тоқсан чейрек quartal trimestre",
    "year": "год году рік року жыл жылы jahr année an año",
}
_FILLERS = frozenset("на в во у am im in der die den das la le les el los the on für".split())
_DAYPARTS = r" (?:in the )?(?:morning|afternoon|evening|night)$"


def parse(text: str, calendar: Calendar, prefer: Prefer) -> date | datetime | None:
    """Read a phrase: a day, an instant in UTC where it says a time, None where it is no phrase we know.

    `calendar.languages` are tried in their order, then English; `COMMON` where none are set. Numbers whose
    order is not settled (`3/4`), bare numbers, months and years without a day are not guessed at. Parts of
    the day (`evening`) say no time.
    """
    line = clean(text)
    if not re.search(r"[^\W\d_]{2}|[\u4e00-\u9fff]", line) or re.search(r"^[+-]|\d\s?[/-]\s?\d", line):
        return None
    rest, clock = split_clock(line)
    if clock is None and re.search(r"\d:\d\d", line):
        return None  # 25:00 is no time, and no phrase without it
    found = _own(rest, calendar, prefer) or _foreign(line, calendar, prefer)
    if found is None and clock is not None:
        found = _foreign(rest, calendar, prefer)
    if found is None or isinstance(found, datetime) or clock is None:
        return found
    from crm_cli.core.calendar import to_instant

    return to_instant(found, clock.time, clock.offset or calendar.zone)


def _own(line: str, calendar: Calendar, prefer: Prefer) -> date | None:
    """Read what dateparser lacks, or takes as a distance where our rules name a day (`next week`)."""
    line = re.sub(_DAYPARTS, "", line)
    for distance, names in _DAYS.items():
        if line.replace(" ", "_") in names.split():
            return calendar.today + timedelta(days=distance)
    words = [word for word in line.split() if word not in _FILLERS]
    english = [next((name for name, forms in _WORDS.items() if w in forms.split()), w) for w in words]
    if len(english) == 2 and english[1] in ("next", "last"):  # `vendredi prochain`
        english.reverse()
    if len(english) == 1 and weekday_number(english[0]) is None:
        return None
    found = relative(" ".join(english), calendar, prefer)
    return None if isinstance(found, datetime) else found


def _foreign(line: str, calendar: Calendar, prefer: Prefer) -> date | datetime | None:
    from dateparser.date import DateDataParser

    # dateparser takes a time as said when it differs from the base's: none ever equals this one.
    unmoved = calendar.now.astimezone(calendar.zone).replace(tzinfo=None, microsecond=987654)
    for parser in ("relative-time", "absolute-time"):  # no timestamps: a bare number is not a date
        settings = {
            "RELATIVE_BASE": unmoved,
            "TIMEZONE": "UTC",  # with a naive base: nothing is ever converted to the system's own
            "PREFER_DATES_FROM": "current_period" if prefer == "exact" else prefer,
            "PARSERS": [parser],
            "RETURN_TIME_AS_PERIOD": True,
            "DATE_ORDER": (calendar.order or "dmy").upper(),
        }
        try:
            found = DateDataParser(languages=_languages(calendar), settings=settings).get_date_data(line)
        except (OverflowError, ValueError):
            continue
        moment: datetime | None = found.date_obj
        if moment is None or (parser == "absolute-time" and found.period in ("month", "year")):
            continue
        if parser == "absolute-time":
            if not _accounts_for(line, moment.date(), found.parts):
                continue
        elif moment == unmoved and (found.period != "day" or re.search("[1-9]", line)):
            continue  # `this month` is no day, `2 days before today` not today
        if found.period != "time":
            return moment.date()
        from crm_cli.core.calendar import to_instant

        clock = moment.time().replace(microsecond=0)
        return to_instant(moment.date(), clock, moment.tzinfo or calendar.zone)
    return None


def _accounts_for(line: str, day: date, parts: tuple[str, ...]) -> bool:
    """Tell whether a day uses up the numbers and weekdays of the text: `um 14 Uhr` is no 14th."""
    rest, clock = split_clock(line)
    if ("time" in parts) != (clock is not None):  # it takes a 20:15 out of 2015
        return False
    numbers = [int(number) for number in re.findall(r"\d+", rest)]
    if numbers and "month" not in parts:
        return False
    named = {weekday_number(word) for word in rest.split()} - {None}
    return set(numbers) <= {day.day, day.month, day.year} and (not named or day.weekday() in named)


def _languages(calendar: Calendar) -> list[str]:
    from dateparser.data.languages_info import language_locale_dict

    known = [language for language in calendar.languages if language in language_locale_dict]
    if not known:
        return list(COMMON)
    return known if "en" in known else [*known, "en"]
