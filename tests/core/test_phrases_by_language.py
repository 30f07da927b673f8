"""What people say in eight languages, on Wednesday 25 November 2026 at noon; nobody asks dateparser for any of it."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_cli.core.calendar import Calendar
from crm_cli.core.dates import parse_when
from crm_cli.core.errors import UsageError
from crm_cli.core.recurrence import parse_rule
from crm_cli.core.tongues import KNOWN, tongue

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
CALENDAR = Calendar(NOW, UTC, languages=("en",))

SAID = {
    "English": [
        ("3 weeks from today", "2026-12-16"),
        ("a week today", "2026-12-02"),
        ("a year from today", "2027-11-25"),
        ("two days from today", "2026-11-27"),
        ("tomorrow week", "2026-12-03"),
        ("4 days from tomorrow", "2026-11-30"),
        ("in 3 days", "2026-11-28"),
        ("the day after tomorrow", "2026-11-27"),
        ("last friday of the month", "2026-11-27"),
        ("first monday in january", "2027-01-04"),
        ("end of next week", "2026-12-06"),
        ("mid december", "2026-12-15"),
        ("next quarter", "2027-01-01"),
        ("friday week", "2026-12-04"),
        ("in a fortnight", "2026-12-09"),
        ("half past nine", "2026-11-26 09:30"),
        ("quarter to 5", "2026-11-26 04:45"),
        ("noon", "2026-11-26 12:00"),
        ("midnight", "2026-11-26 00:00"),
        ("5pm tomorrow", "2026-11-26 17:00"),
        ("tomorrow at 5", "2026-11-26 05:00"),
        ("monday morning", "2026-11-30 09:00"),
        ("48h", "2026-11-27 12:00"),
        ("+15h", "2026-11-26 03:00"),
        ("tonight at 8", "2026-11-25 20:00"),
        ("last night", "2026-11-24 21:00"),
        ("this morning", "2026-11-25 09:00"),
        ("tomorrow night", "2026-11-26 21:00"),
        ("the 15th", "2026-12-15"),
        ("the week after next", "2026-12-07"),
        ("a week on friday", "2026-12-04"),
        ("two weeks from friday", "2026-12-11"),
        ("by friday", "2026-11-27"),
        ("3 weeks ago", "2026-11-04"),
        ("next friday", "2026-12-04"),
        ("this sat", "2026-11-28"),
        ("+3bd", "2026-11-30"),
        ("in 3 working days", "2026-11-30"),
        ("twenty fifth of december", "2026-12-25"),
        ("Freitag um 14 Uhr", "2026-11-27 14:00"),
        ("first of december", "2026-12-01"),
        ("the first of next month", "2026-12-01"),
        ("last day of the month", "2026-11-30"),
        ("last working day of the month", "2026-11-30"),
        ("end of the month", "2026-11-30"),
        ("end of november", "2026-11-30"),
        ("beginning of next month", "2026-12-01"),
        ("start of january", "2027-01-01"),
        ("mid-december", "2026-12-15"),
        ("middle of next week", "2026-12-02"),
        ("this weekend", "2026-11-28"),
        ("next weekend", "2026-12-05"),
        ("this friday", "2026-11-27"),
        ("coming monday", "2026-11-30"),
        ("friday next week", "2026-12-04"),
        ("next week friday", "2026-12-04"),
        ("next tuesday at noon", "2026-12-01 12:00"),
        ("day after tomorrow at 9", "2026-11-27 09:00"),
        ("10 o'clock tomorrow", "2026-11-26 10:00"),
        ("tomorrow at 10 in the morning", "2026-11-26 10:00"),
        ("at 5 in the evening", "2026-11-25 17:00"),
        ("five in the evening", "2026-11-25 17:00"),
        ("six weeks from now", "2027-01-06"),
        ("six weeks from monday", "2027-01-11"),
        ("a month from today", "2026-12-25"),
        ("two weeks tomorrow", "2026-12-10"),
        ("three days after friday", "2026-11-30"),
        ("2 days before friday", "2026-11-25"),
        ("in half an hour", "2026-11-25 12:30"),
        ("in an hour", "2026-11-25 13:00"),
        ("within 2 weeks", "2026-12-09"),
        ("1 week 2 days", "2026-12-04"),
        ("in 1 month and 2 days", "2026-12-27"),
        ("eom 18:00", "2026-11-30 18:00"),
        ("the 31st", "2026-12-31"),
        ("15th of next month", "2026-12-15"),
        ("dec 15 at 3pm", "2026-12-15 15:00"),
        ("second tuesday of next month", "2026-12-08"),
        ("fourth thursday of november", "2026-11-26"),
        ("ten to five", "2026-11-26 04:50"),
        ("twenty past nine", "2026-11-26 09:20"),
        ("10:30", "2026-11-26 10:30"),
        ("at 10", "2026-11-26 10:00"),
        ("after 3 days", "2026-11-28"),
        ("tonight at midnight", "2026-11-26 00:00"),
        ("friday of last week", "2026-11-20"),
    ],
    "Russian": [
        ("в ближайший вторник", "2026-12-01"),
        ("завтра в 10", "2026-11-26 10:00"),
        ("через 2 недели", "2026-12-09"),
        ("в следующий понедельник", "2026-11-30"),
        ("послезавтра утром", "2026-11-27 09:00"),
        ("15 декабря", "2026-12-15"),
        ("завтра в 5 вечера", "2026-11-26 17:00"),
        ("в полдесятого", "2026-11-26 09:30"),
        ("в половине десятого", "2026-11-26 09:30"),
        ("без четверти пять", "2026-11-26 04:45"),
        ("через полчаса", "2026-11-25 12:30"),
        ("через час", "2026-11-25 13:00"),
        ("15 числа", "2026-12-15"),
        ("15-го числа следующего месяца", "2026-12-15"),
        ("в последнюю пятницу месяца", "2026-11-27"),
        ("на следующей неделе в пятницу", "2026-12-04"),
        ("в конце месяца", "2026-11-30"),
        ("пятнадцатое декабря", "2026-12-15"),
        ("двадцать пятого декабря", "2026-12-25"),
        ("за 3 дня до пятницы", "2026-11-24"),
        ("через месяц в 10:00", "2026-12-25 10:00"),
        ("в пятницу вечером", "2026-11-27 18:00"),
        ("в понедельник в 9 утра", "2026-11-30 09:00"),
        ("через три дня", "2026-11-28"),
        ("через 10 минут", "2026-11-25 12:10"),
        ("через полтора часа", "2026-11-25 13:30"),
        ("через год", "2027-11-25"),
        ("через квартал", "2027-02-25"),
        ("через пару дней", "2026-11-27"),
        ("2 недели назад", "2026-11-11"),
        ("неделю назад", "2026-11-18"),
        ("на следующей неделе", "2026-11-30"),
        ("в следующем месяце", "2026-12-01"),
        ("в прошлую среду", "2026-11-18"),
        ("в эту пятницу", "2026-11-27"),
        ("в субботу", "2026-11-28"),
        ("послезавтра в 15:30", "2026-11-27 15:30"),
        ("сегодня в 18:00", "2026-11-25 18:00"),
        ("сегодня вечером", "2026-11-25 18:00"),
        ("завтра утром", "2026-11-26 09:00"),
        ("завтра днём", "2026-11-26 14:00"),
        ("завтра в полдень", "2026-11-26 12:00"),
        ("в полдень", "2026-11-26 12:00"),
        ("в полночь", "2026-11-26 00:00"),
        ("первого декабря", "2026-12-01"),
        ("1 января", "2027-01-01"),
        ("к пятнице", "2026-11-27"),
        ("до конца недели", "2026-11-29"),
        ("до конца месяца", "2026-11-30"),
        ("конец года", "2026-12-31"),
        ("в начале следующего месяца", "2026-12-01"),
        ("в середине декабря", "2026-12-15"),
        ("в первый понедельник января", "2027-01-04"),
        ("последний день месяца", "2026-11-30"),
        ("в последний рабочий день месяца", "2026-11-30"),
        ("через 5 рабочих дней", "2026-12-02"),
        ("неделю спустя", "2026-12-02"),
        ("за неделю до 15 декабря", "2026-12-08"),
        ("завтра в половине третьего", "2026-11-26 02:30"),
        ("в 5 часов вечера", "2026-11-25 17:00"),
        ("в два часа дня", "2026-11-25 14:00"),
        ("завтра в десять", "2026-11-26 10:00"),
        ("завтра в 10 утра", "2026-11-26 10:00"),
        ("в четверг на следующей неделе", "2026-12-03"),
        ("три дня тому назад", "2026-11-22"),
        ("позавчера", "2026-11-23"),
        ("сейчас", "2026-11-25 12:00"),
        ("полчаса назад", "2026-11-25 11:30"),
        ("через 1 месяц и 2 дня", "2026-12-27"),
        ("+3 дня", "2026-11-28"),
        ("-2 недели", "2026-11-11"),
    ],
    "Kazakh": [
        ("ертең сағат 10-да", "2026-11-26 10:00"),
        ("бүгін", "2026-11-25"),
        ("3 күннен кейін", "2026-11-28"),
        ("келесі дүйсенбіде", "2026-11-30"),
        ("дүйсенбіде таңертең", "2026-11-30 09:00"),
        ("15 желтоқсанда сағат 14:30-да", "2026-12-15 14:30"),
        ("кешкі сағат 6-да", "2026-11-25 18:00"),
        ("айдың соңында", "2026-11-30"),
        ("екі аптадан соң", "2026-12-09"),
        ("ертең", "2026-11-26"),
        ("ертең таңертең", "2026-11-26 09:00"),
        ("ертең кешке", "2026-11-26 18:00"),
        ("бүгін кешке", "2026-11-25 18:00"),
        ("бүгін сағат 18:00", "2026-11-25 18:00"),
        ("бүрсігүні", "2026-11-27"),
        ("келесі аптада", "2026-11-30"),
        ("келесі апта", "2026-11-30"),
        ("келесі айда", "2026-12-01"),
        ("келесі жұма", "2026-12-04"),
        ("осы жұма", "2026-11-27"),
        ("жұмада", "2026-11-27"),
        ("дүйсенбі", "2026-11-30"),
        ("келесі дүйсенбі сағат 9:00", "2026-11-30 09:00"),
        ("2 апта өткен соң", "2026-12-09"),
        ("екі күннен кейін", "2026-11-27"),
        ("бір айдан кейін", "2026-12-25"),
        ("3 сағаттан кейін", "2026-11-25 15:00"),
        ("жарты сағаттан кейін", "2026-11-25 12:30"),
        ("10 минуттан кейін", "2026-11-25 12:10"),
        ("2 апта бұрын", "2026-11-11"),
        ("15 желтоқсан", "2026-12-15"),
        ("15 желтоқсан күні", "2026-12-15"),
        ("желтоқсанның 15-і", "2026-12-15"),
        ("он бесінші желтоқсан", "2026-12-15"),
        ("айдың соңғы жұмасы", "2026-11-27"),
        ("ай соңында", "2026-11-30"),
        ("апта соңында", "2026-11-29"),
        ("жылдың аяғында", "2026-12-31"),
        ("таңғы сағат 9-да", "2026-11-26 09:00"),
        ("сағат 15-те", "2026-11-25 15:00"),
        ("түсте", "2026-11-26 12:00"),
        ("ертең түстен кейін", "2026-11-26 14:00"),
        ("ертең сағат он жарымда", "2026-11-26 10:30"),
        ("қаңтардың бірінші дүйсенбісі", "2027-01-04"),
        ("5 жұмыс күнінен кейін", "2026-12-02"),
        ("кеше", "2026-11-24"),
    ],
    "Kyrgyz": [
        ("кийинки жумада", "2026-11-30"),
        ("бүгүн кечинде", "2026-11-25 18:00"),
        ("келерки аптада", "2026-11-30"),
        ("кечээ", "2026-11-24"),
        ("шаршембиде", "2026-12-02"),
        ("жылдын аягында", "2026-12-31"),
        ("жуманын аягында", "2026-11-29"),
        ("келерки шейшемби", "2026-12-01"),
        ("эртең", "2026-11-26"),
        ("бүгүн", "2026-11-25"),
        ("2 жумадан кийин", "2026-12-09"),
        ("жума күнү", "2026-11-27"),
        ("дүйшөмбү күнү эртең менен", "2026-11-30 09:00"),
        ("бүрсүгүнү саат 10дө", "2026-11-27 10:00"),
        ("бир айдан кийин", "2026-12-25"),
        ("15-декабрда", "2026-12-15"),
        ("айдын аягында", "2026-11-30"),
        ("эртең саат 10до", "2026-11-26 10:00"),
        ("эртең эртең менен", "2026-11-26 09:00"),
        ("эртең кечинде", "2026-11-26 18:00"),
        ("келерки дүйшөмбү", "2026-11-30"),
        ("кийинки дүйшөмбүдө", "2026-11-30"),
        ("кийинки айда", "2026-12-01"),
        ("үч күндөн кийин", "2026-11-28"),
        ("эки жумадан кийин", "2026-12-09"),
        ("бир жумадан кийин", "2026-12-02"),
        ("бир сааттан кийин", "2026-11-25 13:00"),
        ("жарым сааттан кийин", "2026-11-25 12:30"),
        ("2 күн мурун", "2026-11-23"),
        ("бир жума мурун", "2026-11-18"),
        ("15-декабрь", "2026-12-15"),
        ("15 декабрда саат 10:00дө", "2026-12-15 10:00"),
        ("айдын акырында", "2026-11-30"),
        ("айдын акыркы жумасы", "2026-11-27"),
        ("түштө", "2026-11-26 12:00"),
        ("түштөн кийин", "2026-11-25 14:00"),
        ("жума күнү саат 15:00", "2026-11-27 15:00"),
        ("мурдагы күнү", "2026-11-23"),
    ],
    "Persian": [
        ("فردا", "2026-11-26"),
        ("پس\u200cفردا ساعت ۱۰", "2026-11-27 10:00"),
        ("هفته آینده", "2026-11-30"),
        ("۳ روز دیگر", "2026-11-28"),
        ("۱۵ آذر", "2026-12-06"),
        ("دوشنبه صبح", "2026-11-30 09:00"),
        ("جمعه آینده", "2026-11-27"),
        ("فردا ساعت ۵ بعدازظهر", "2026-11-26 17:00"),
        ("دو هفته دیگر", "2026-12-09"),
        ("آخر ماه", "2026-11-30"),
        ("ساعت ده و نیم", "2026-11-26 10:30"),
        ("یک ربع به پنج", "2026-11-26 04:45"),
        ("فردا صبح", "2026-11-26 09:00"),
        ("فردا عصر", "2026-11-26 18:00"),
        ("امشب", "2026-11-25 21:00"),
        ("پس فردا", "2026-11-27"),
        ("امروز ساعت ۱۸", "2026-11-25 18:00"),
        ("فردا ساعت ۱۰ صبح", "2026-11-26 10:00"),
        ("فردا ساعت ده", "2026-11-26 10:00"),
        ("شنبه", "2026-11-28"),
        ("شنبه آینده", "2026-11-28"),
        ("شنبه ساعت ۹", "2026-11-28 09:00"),
        ("دوشنبه هفته آینده", "2026-11-30"),
        ("هفته بعد", "2026-11-30"),
        ("ماه آینده", "2026-12-01"),
        ("ماه بعد", "2026-12-01"),
        ("سال آینده", "2027-01-01"),
        ("یک ماه دیگر", "2026-12-25"),
        ("۲ ساعت دیگر", "2026-11-25 14:00"),
        ("نیم ساعت دیگر", "2026-11-25 12:30"),
        ("یک هفته بعد", "2026-12-02"),
        ("سه روز پیش", "2026-11-22"),
        ("دو هفته پیش", "2026-11-11"),
        ("دیروز", "2026-11-24"),
        ("پریروز", "2026-11-23"),
        ("هفته گذشته", "2026-11-16"),
        ("۱۵ آذر ۱۴۰۵", "2026-12-06"),
        ("۱۵ دسامبر", "2026-12-15"),
        ("پنجشنبه ۵ آذر", "2026-11-26"),
        ("آخر هفته", "2026-11-28"),
        ("پایان ماه", "2026-11-30"),
        ("آخرین جمعه ماه", "2026-11-27"),
        ("اول ماه آینده", "2026-12-01"),
        ("ظهر", "2026-11-26 12:00"),
        ("فردا ظهر", "2026-11-26 12:00"),
        ("نیمه شب", "2026-11-26 00:00"),
        ("سه\u200cشنبه بعدازظهر", "2026-12-01 14:00"),
        ("تا جمعه", "2026-11-27"),
        ("بعد از سه روز", "2026-11-28"),
        ("۵ روز کاری دیگر", "2026-12-02"),
        ("ساعت ۵ و نیم", "2026-11-26 05:30"),
    ],
    "German": [
        ("übermorgen", "2026-11-27"),
        ("nächsten Freitag", "2026-11-27"),
        ("in drei Wochen", "2026-12-16"),
        ("morgen", "2026-11-26"),
        ("morgen früh", "2026-11-26 09:00"),
        ("heute morgen", "2026-11-25 09:00"),
        ("am 15. Dezember", "2026-12-15"),
        ("halb zehn", "2026-11-26 09:30"),
        ("heute in einer Woche", "2026-12-02"),
        ("in 14 Tagen", "2026-12-09"),
        ("Ende des Monats", "2026-11-30"),
        ("morgen um 10", "2026-11-26 10:00"),
        ("morgen um 10 Uhr", "2026-11-26 10:00"),
        ("morgen Abend", "2026-11-26 18:00"),
        ("heute Abend", "2026-11-25 18:00"),
        ("übermorgen früh", "2026-11-27 09:00"),
        ("am Freitag", "2026-11-27"),
        ("am Freitag um 14:30", "2026-11-27 14:30"),
        ("kommenden Montag", "2026-11-30"),
        ("nächste Woche", "2026-11-30"),
        ("nächsten Monat", "2026-12-01"),
        ("nächste Woche Freitag", "2026-12-04"),
        ("Freitag nächster Woche", "2026-12-04"),
        ("in zwei Wochen", "2026-12-09"),
        ("in einem Monat", "2026-12-25"),
        ("in einer Stunde", "2026-11-25 13:00"),
        ("vor drei Tagen", "2026-11-22"),
        ("letzten Freitag", "2026-11-20"),
        ("diesen Freitag", "2026-11-27"),
        ("Montagmorgen", "2026-11-30 09:00"),
        ("Montag früh", "2026-11-30 09:00"),
        ("Mitte Dezember", "2026-12-15"),
        ("Ende nächster Woche", "2026-12-06"),
        ("Anfang Januar", "2027-01-01"),
        ("am ersten Montag im Januar", "2027-01-04"),
        ("letzter Freitag des Monats", "2026-11-27"),
        ("am 15.", "2026-12-15"),
        ("am 15. um 10 Uhr", "2026-12-15 10:00"),
        ("der 3. Dezember", "2026-12-03"),
        ("viertel nach fünf", "2026-11-26 05:15"),
        ("viertel vor fünf", "2026-11-26 04:45"),
        ("dreiviertel fünf", "2026-11-26 04:45"),
        ("fünf vor halb neun", "2026-11-26 08:25"),
        ("mittags", "2026-11-26 12:00"),
        ("Mitternacht", "2026-11-26 00:00"),
        ("bis Freitag", "2026-11-27"),
        ("in 5 Werktagen", "2026-12-02"),
        ("in vierzehn Tagen", "2026-12-09"),
        ("heute in 2 Wochen", "2026-12-09"),
        ("10 Tage nach morgen", "2026-12-06"),
        ("3 Tage vor Freitag", "2026-11-24"),
        ("übernächste Woche", "2026-12-07"),
        ("fünf nach halb neun", "2026-11-26 08:35"),
        ("nach 3 Tagen", "2026-11-28"),
    ],
    "French": [
        ("demain à 10h", "2026-11-26 10:00"),
        ("dans 2 semaines", "2026-12-09"),
        ("vendredi prochain", "2026-11-27"),
        ("dans une heure", "2026-11-25 13:00"),
        ("la semaine prochaine", "2026-11-30"),
        ("demain matin", "2026-11-26 09:00"),
        ("après-demain", "2026-11-27"),
        ("lundi prochain", "2026-11-30"),
        ("dans trois jours", "2026-11-28"),
        ("il y a 2 jours", "2026-11-23"),
        ("fin du mois", "2026-11-30"),
        ("le 15 décembre à 14h30", "2026-12-15 14:30"),
        ("demain à midi", "2026-11-26 12:00"),
    ],
    "Spanish": [
        ("mañana a las 10", "2026-11-26 10:00"),
        ("el próximo lunes", "2026-11-30"),
        ("mañana", "2026-11-26"),
        ("dentro de 3 días", "2026-11-28"),
        ("mañana por la mañana", "2026-11-26 09:00"),
        ("pasado mañana", "2026-11-27"),
        ("el viernes a las 15:00", "2026-11-27 15:00"),
        ("la próxima semana", "2026-11-30"),
        ("el mes que viene", "2026-12-01"),
        ("hace 3 días", "2026-11-22"),
        ("a fin de mes", "2026-11-30"),
        ("el 15 de diciembre", "2026-12-15"),
        ("en dos semanas", "2026-12-09"),
    ],
}
REFUSED = [
    ("15h", "`15h` is 2026-11-25 15:00 or 2026-11-26 03:00"),
    ("2h", "`2h` is 2026-11-25 14:00 or 2026-11-26 02:00"),
    ("tomorrow at midnight", "`tomorrow at midnight` is 2026-11-26 00:00 or 2026-11-27 00:00"),
    ("кийинки жума", "`кийинки жума` is 2026-11-30 or 2026-12-04"),
    ("this week", "`this week` is not a date: it is the days from 2026-11-23 to 2026-11-29"),
    ("next 2 weeks", "`next 2 weeks` is not a date: it is the days from 2026-11-25 to 2026-12-08"),
    (
        "a week from blursday",
        "`a week from blursday` is not a date: `a week from` is understood, `blursday` is not",
    ),
    ("not tomorrow", "`not tomorrow` is not a date: `tomorrow` is understood, `not` is not"),
    (
        "tomorrow or friday",
        "`tomorrow or friday` is not a date: `tomorrow friday` is understood, `or` is not",
    ),
    ("каждый день", "`каждый день` is not a date: `день` is understood, `каждый` is not"),
    ("tomorrow 25:00", "`tomorrow 25:00` is not a date: `tomorrow` is understood, `25:00` is not"),
    *(
        (text, f"`{text}` is not a date: each word is understood, but not what they say together")
        for text in (
            *("monday in two weeks", "before friday", "monday to friday", "tomorrow 10", "14pm"),
            *("через 2 недели в понедельник", "завтра 2 дня", "5 afternoon in the morning"),
        )
    ),
]


@pytest.mark.parametrize(
    ("text", "when"), [pytest.param(*case, id=case[0]) for cases in SAID.values() for case in cases]
)
def test_a_phrase_is_wholly_understood(text: str, when: str) -> None:
    found = parse_when(text, CALENDAR)
    shown = f"{found:%Y-%m-%d %H:%M}" if isinstance(found, datetime) else found.isoformat()
    assert shown == when


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_a_phrase_not_wholly_understood_is_refused_with_its_readings(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_when(text, CALENDAR)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("text", "languages", "when"),
    [
        ("15h", ("fr",), "2026-11-25 15:00"),
        ("15 heures", ("fr",), "2026-11-25 15:00"),
        ("15h", ("es",), "2026-11-25 15:00"),
        ("dans 15h", ("fr",), "2026-11-26 03:00"),
        ("+15h", ("fr",), "2026-11-26 03:00"),
        ("48h", ("fr",), "2026-11-27 12:00"),
    ],
)
def test_hours_are_a_time_in_languages_that_write_so(
    text: str, languages: tuple[str, ...], when: str
) -> None:
    assert f"{parse_when(text, Calendar(NOW, UTC, languages=languages)):%Y-%m-%d %H:%M}" == when


@pytest.mark.parametrize("language", KNOWN)
def test_no_word_of_a_language_has_two_equal_meanings(language: str) -> None:
    known = tongue(language)
    for word in known.words():
        signs = [signs for _, signs in known.readings(word.split(), 0)]
        assert len(signs) == len(set(signs)), word


@pytest.mark.parametrize("part", ["morning", "noon", "afternoon", "evening", "night"])
def test_a_part_of_the_day_has_the_hour_of_the_setting(part: str) -> None:
    calendar = Calendar(
        NOW, UTC, day_parts="morning=6:15 noon=12:30 afternoon=15:00 evening=20:45 night=23:00"
    )
    hour = {"morning": "06:15", "noon": "12:30", "afternoon": "15:00", "evening": "20:45", "night": "23:00"}[
        part
    ]
    said = {"noon": "midday"}.get(part, part)
    assert f"{parse_when(f'monday {said}', calendar):%Y-%m-%d %H:%M}" == f"2026-11-30 {hour}"


def test_our_own_languages_need_no_dateparser() -> None:
    code = (
        "import sys; from datetime import UTC, datetime\n"
        "from crm_cli.core.calendar import Calendar; from crm_cli.core.dates import parse_when\n"
        "calendar = Calendar(datetime(2026, 11, 25, 12, tzinfo=UTC), UTC, languages=('ru', 'en'))\n"
        "for text in ('2026-12-01', 'fri 9:00', '+3d', 'eom', '21.11.2026 10:00'): parse_when(text, calendar)\n"
        "print(sorted(name for name in sys.modules if 'tongues' in name or 'grammar' in name or 'dateparser' in name))\n"
        "for text in ('3 weeks from today', 'завтра в 10', 'ертең', 'فردا', 'übermorgen'): parse_when(text, calendar)\n"
        "print('dateparser' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\nFalse\n"


def rows(heading: str) -> list[list[str]]:
    """The words in backticks of each row of the table below a heading of docs/dates.md, cell by cell."""
    page = (Path(__file__).parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [line.strip("|").split(" | ") for line in lines]


@pytest.mark.parametrize("text", [text for row in rows("Words") for text in re.findall("`([^`]+)`", row[1])])
def test_what_the_page_about_dates_gives_as_an_example_is_understood(text: str) -> None:
    assert parse_when(text, CALENDAR) is not None


@pytest.mark.parametrize(
    "text", [text for row in rows("What repeats")[:-1] for text in re.findall("`([^`]+)`", row[0])]
)
def test_what_the_page_about_dates_says_to_repeat_is_understood(text: str) -> None:
    assert parse_rule(text, NOW.date(), CALENDAR).startswith("FREQ=")
