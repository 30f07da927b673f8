"""Words that are the same in every file: formats, days, periods, settings and their values, topics of help, kinds."""

from __future__ import annotations

from crm_cli.app.settings import SETTINGS, WEEKDAYS
from crm_cli.completion.candidate import Candidate, begun
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.completion.ask import Ask

WORDS = {
    "shells": ("bash", "zsh", "fish"),
    "channels": ("email", "phone", "message", "post", "any"),
    "encodings": ("utf-8", "utf-16", "cp1250", "cp1251", "cp1252", "cp1254", "iso-8859-1", "koi8-r", "gb18030", "shift_jis"),
}  # fmt: skip
"""What some words of usage may be, word for word."""

DAYS = ("today", "tomorrow", *WEEKDAYS, "+1d", "+3d", "+1w", "+2w", "+1m", "eow", "eom", "eoq", "eoy")
PAST = ("today", "yesterday", *WEEKDAYS, "-1d", "-7d", "-2w", "-1m", "-90d", "-1y")
SPANS = ("week", "month", "quarter", "year")
PERIODS = (
    *(f"{which}-{span}" for which in ("this", "last", "next") for span in SPANS),
    *("today", "yesterday", "ytd", "-7d..", "-30d..", "-90d.."),
)


def words(ask: Ask) -> list[Candidate]:
    """One of a few words, by what is asked for."""
    return begun(WORDS[ask.what], ask.typed)


def choices(ask: Ask) -> list[Candidate]:
    """One of the words that usage names: `keep|ignore`."""
    return begun(ask.of, ask.typed)


def formats(ask: Ask) -> list[Candidate]:
    """Formats of output."""
    from crm_cli.output.formats import FILES, MODULES

    return begun((*MODULES, *FILES) if ask.place.path[:1] == ("export",) else MODULES, ask.typed)


def when(ask: Ask) -> list[Candidate]:
    """Days to come, in words."""
    return begun(DAYS, ask.typed)


def past(ask: Ask) -> list[Candidate]:
    """Days gone by, in words."""
    return begun(PAST, ask.typed)


def periods(ask: Ask) -> list[Candidate]:
    """Stretches of days, in words; and this year and the last, their quarters and months, once a digit is typed."""
    if not ask.typed[:1].isdigit():
        return begun(PERIODS, ask.typed)
    now = ask.world.today
    parts = (*(f"-Q{quarter}" for quarter in range(1, 5)), *(f"-{month:02}" for month in range(1, 13)))
    years = [f"{year:04}" for year in (now.year, now.year - 1) if year > 0]
    return begun([*years, *(f"{year}{part}" for year in years for part in parts)], ask.typed)


def currencies(ask: Ask) -> list[Candidate]:
    """Currencies: those in use, or once a letter is typed, all."""
    from crm_cli.core.currencies import CODES

    used = [code for (code,) in ask.world.rows("SELECT code FROM currencies ORDER BY code")]
    return begun(sorted(CODES) if ask.typed else used or sorted(CODES), ask.typed)


def timezones(ask: Ask) -> list[Candidate]:
    """Time zones, part by part: `Asia/`, then `Asia/Almaty`."""
    from zoneinfo import available_timezones

    found = [name for name in sorted(available_timezones()) if name.lower().startswith(ask.typed.lower())]
    depth = ask.typed.count("/")
    parts = {"/".join(name.split("/")[: depth + 1]): name.count("/") <= depth for name in reversed(found)}
    return [
        Candidate(part if is_whole else f"{part}/", is_whole=is_whole)
        for part, is_whole in sorted(parts.items())
    ]


def settings(ask: Ask) -> list[Candidate]:
    """Settings, with what they are."""
    return begun([(setting.name, setting.help) for setting in SETTINGS.values()], ask.typed)


def setting_values(ask: Ask) -> list[Candidate]:
    """What the setting named before may be."""
    setting = SETTINGS.get(ask.place.values[0].replace("-", "_")) if ask.place.values else None
    if setting is None:
        return []
    if setting.type == "currency":
        return currencies(ask)
    if setting.type == "timezone":
        return timezones(ask)
    return begun(setting.choices or (setting.example,), ask.typed)


def kinds(ask: Ask) -> list[Candidate]:
    """Kinds of records."""
    return begun(KINDS, ask.typed)


def kinds_with_segments(ask: Ask) -> list[Candidate]:
    """Kinds of records that segments can be of."""
    return begun(KINDS.as_people_ask("has_segments"), ask.typed)


def plurals(ask: Ask) -> list[Candidate]:
    """What files are imported as and exported from."""
    return begun([KINDS[name].plural for name in KINDS.as_people_ask()], ask.typed)


def field_types(ask: Ask) -> list[Candidate]:
    """Types of fields of one's own."""
    from crm_cli.core.fields import CUSTOM_TYPES

    return begun(CUSTOM_TYPES, ask.typed)


def topics(ask: Ask) -> list[Candidate]:
    """Topics of help, and commands down to the last."""
    from crm_cli.cli.help import TOPICS
    from crm_cli.completion import declared

    if not ask.place.values:
        return begun([(topic, "a page of help") for topic in TOPICS], ask.typed) + begun(
            declared.top(), ask.typed
        )
    command, rest = declared.command(ask.place.values)
    return begun(command.lines(), ask.typed) if isinstance(command, declared.Group) and not rest else []
