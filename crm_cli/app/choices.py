"""Settings: what each is now and where that comes from; set and unset in the file."""

from __future__ import annotations

from crm_cli.app import settings
from crm_cli.core.errors import NotFound, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crm_cli.kinds.kind import Kind


COLUMNS = "columns."
"""What the settings begin with that say which columns a list has in a terminal: `columns.contact`."""


def get(name: str) -> settings.Setting:
    """The setting of that name; NotFound naming the nearest."""
    setting = settings.SETTINGS.get(name.replace("-", "_")) or _of_columns(name)
    if setting is None:
        from crm_cli.core.text import nearest

        near = nearest(name, list(settings.SETTINGS), limit=1)
        raise NotFound(
            f"there is no setting `{name}`", hint=f"crm config get {near[0]}" if near else "crm config list"
        )
    return setting


def of_lists() -> list[settings.Setting]:
    """The settings of the columns of all lists."""
    from crm_cli.kinds.catalogue import KINDS

    return [_columns(kind) for kind in KINDS.values()]


def columns_of(kind: Kind) -> str:
    """The name of the setting of the columns of a kind's list."""
    return COLUMNS + kind.command


def _of_columns(name: str) -> settings.Setting | None:
    if not name.startswith(COLUMNS):
        return None
    from crm_cli.kinds.catalogue import KINDS

    asked = name.removeprefix(COLUMNS)
    return next((_columns(kind) for kind in KINDS.values() if asked in {kind.command, kind.name}), None)


def _columns(kind: Kind) -> settings.Setting:
    return settings.Setting(
        columns_of(kind),
        "columns",
        "",
        f"columns of crm {kind.command} list in a terminal",
        ",".join(kind.listed[:3]),
    )


def resolve(name: str, env: Mapping[str, str], stored: Callable[[str], str | None]) -> tuple[str, str]:
    """A setting's value and its origin: the environment, the file, the system, the default; "" where none says."""
    setting = settings.SETTINGS.get(name) or settings.Setting(name, "columns", "", "", "")
    if value := env.get(setting.variable):
        return check(setting, value), "environment"
    if value := stored(name):
        return value, "file"
    if value := _of_system(name, env, stored):
        return value, "system"
    return (setting.default, "default") if setting.default else ("", "")


def _of_system(name: str, env: Mapping[str, str], stored: Callable[[str], str | None]) -> str:
    if name == "timezone":
        return settings.system_zone(env)
    if name == "locale":
        return settings.system_locale(env)
    if name == "languages":
        return resolve("locale", env, stored)[0].partition("_")[0]
    if name in {"currency", "phone_region"}:
        locale = resolve("locale", env, stored)[0]
        territory = locale.partition("_")[2]
        if len(territory) != 2:
            return ""
        return territory if name == "phone_region" else _currency_of(territory)
    return ""


def _currency_of(territory: str) -> str:
    from babel.numbers import get_territory_currencies

    found = get_territory_currencies(territory)
    return str(found[0]) if found else ""


def check(setting: settings.Setting, value: str) -> str:
    """Return the value as it is kept; UsageError with what the setting allows."""
    value = value.strip()
    if setting.type == "choice":
        if value.lower() not in setting.choices:
            raise UsageError(f"{setting.name} is one of {', '.join(setting.choices)}, not `{value}`")
        return value.lower()
    if setting.type == "number":
        if not value.isascii() or not value.isdigit():
            raise UsageError(f"{setting.name} is a whole number, not `{value}`")
    elif setting.type == "currency":
        from crm_cli.core import money

        if not money.is_code(value.upper()):
            raise UsageError(f"`{value}` is not a currency code", hint="crm config set currency EUR")
        return value.upper()
    elif setting.type == "timezone":
        from crm_cli.core import calendar

        calendar.zone(value)
    elif setting.type == "region":
        if len(value) != 2 or not value.isascii() or not value.isalpha():
            raise UsageError(
                f"`{value}` is not a country code of two letters", hint="crm config set phone_region KZ"
            )
        return value.upper()
    elif setting.type == "locale":
        from babel import Locale, UnknownLocaleError

        try:
            return str(Locale.parse(value.replace("-", "_")))
        except (UnknownLocaleError, ValueError):
            raise UsageError(f"`{value}` is not a locale", hint="crm config set locale de_DE") from None
    elif setting.type in _OF_DAYS and value:
        return _of_days(setting, value)
    elif not value:
        raise UsageError(f"{setting.name} cannot be empty", hint=f"crm config unset {setting.name}")
    return value


_OF_DAYS = frozenset(("languages", "day_parts", "workdays", "holidays"))


def _of_days(setting: settings.Setting, value: str) -> str:
    """A setting about days, as it is kept; UsageError where it cannot be read."""
    if setting.type == "languages":
        codes = value.replace(",", " ").lower().split()
        for code in codes:
            if not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
                raise UsageError(
                    f"`{code}` is not a language's code of two letters", hint="crm config set languages ru,kk"
                )
        return ",".join(codes)
    if setting.type == "day_parts":
        from crm_cli.core.day_parts import parse_day_parts

        parse_day_parts(value)
    elif setting.type == "workdays":
        from crm_cli.core.working import parse_workdays

        parse_workdays(value)
    else:
        from crm_cli.core.working import check_holidays

        return check_holidays(value)
    return value
