"""The user's choices: names, types, defaults, where each comes from, and where files live.

Imports only `os` and `sys`: the quickest answers are given with nothing else loaded.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Setting:
    """One choice: `type` is text, choice, number, columns, or named after what it holds."""

    __slots__ = ("choices", "default", "example", "help", "name", "type")

    def __init__(
        self, name: str, type: str, default: str, help: str, example: str, choices: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.type = type
        self.default = default
        self.help = help
        self.example = example
        self.choices = choices

    @property
    def variable(self) -> str:
        """The environment variable that overrides it."""
        return f"CRM_{self.name.upper().replace('.', '_')}"


SETTINGS = {
    setting.name: setting
    for setting in (
        Setting("currency", "currency", "", "currency of amounts written without one", "EUR"),
        Setting("timezone", "timezone", "", "the zone in which a day is a day", "Asia/Almaty"),
        Setting("locale", "locale", "", "how numbers and dates look in tables", "de_DE"),
        Setting("date_order", "choice", "", "how 03/04/2026 is read", "dmy", ("dmy", "mdy", "ymd")),
        Setting(
            "calendar",
            "choice",
            "gregorian",
            "the calendar that days are typed and shown in",
            "jalali",
            ("gregorian", "jalali"),
        ),
        Setting("languages", "languages", "", "languages of days in words, beside English", "ru,kk"),
        Setting(
            "day_parts",
            "day_parts",
            "morning=9:00 noon=12:00 afternoon=14:00 evening=18:00 night=21:00",
            "the hours of `monday morning` and so on",
            "morning=8:30",
        ),
        Setting("workdays", "workdays", "mon-fri", "the working days that +3bd counts", "sun-thu"),
        Setting("holidays", "holidays", "", "the country whose free days are no working days", "KZ"),
        Setting("week_start", "choice", "monday", "first day of a week", "sunday", WEEKDAYS),
        Setting("owner", "text", "", "who you are: the owner of what you add", "Aigul"),
        Setting(
            "owner_emails", "emails", "", "your own addresses, told apart from customers'", "me@example.com"
        ),
        Setting("phone_region", "region", "", "country of phone numbers written without its code", "KZ"),
        Setting(
            "pager",
            "text",
            "auto",
            "what longer answers are read in: auto, always, never or a command",
            "never",
        ),
        Setting("hook_timeout", "number", "10", "seconds that a hook may take", "60"),
        Setting("lock_wait", "number", "30", "seconds to wait while another program writes", "120"),
    )
}


def system_locale(env: Mapping[str, str]) -> str:
    """The system's locale as `language_TERRITORY`, or "" for C and POSIX."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        name = env.get(variable, "").split(".")[0].split("@")[0]
        if name:
            return "" if name in {"C", "POSIX"} else name
    return ""


def system_zone(env: Mapping[str, str]) -> str:
    """The system's time zone by its IANA name, "UTC" where it says none."""
    named = env.get("TZ", "").lstrip(":")
    if named and not named.startswith("/"):
        return _of_posix(named)
    target = named
    if not target:
        try:
            target = os.path.realpath("/etc/localtime")
        except OSError:
            target = ""
    if "zoneinfo/" in target:
        return target.split("zoneinfo/", 1)[1].removeprefix("posix/").removeprefix("right/")
    try:
        with open("/etc/timezone", encoding="ascii") as file:
            return file.read().strip() or "UTC"
    except (OSError, UnicodeDecodeError):
        return "UTC"


def _of_posix(name: str) -> str:
    """POSIX's `UTC-3`, three hours ahead of UTC, as IANA's name for it, `Etc/GMT-3`; other names as they are."""
    letters = name.rstrip("0123456789")
    hours, sign = name[len(letters) :], letters[-1:]
    letters = letters.rstrip("+-")
    if not (letters.isalpha() and len(letters) >= 3 and hours.isascii() and hours.isdigit()):
        return name
    ahead = sign == "-"
    if int(hours) > (14 if ahead else 12) or name == f"GMT{hours}":
        return name
    return f"Etc/GMT{'-' if ahead else '+'}{int(hours)}"


def data_file(env: Mapping[str, str]) -> str:
    """Where the file is when nobody says: the platform's data folder, or "" where there is no home."""
    folder = _folder(env, "XDG_DATA_HOME", ".local/share", "Library/Application Support", "APPDATA")
    return os.path.join(folder, "crm", "crm.db") if folder else ""


def config_folder(env: Mapping[str, str]) -> str:
    """Where what the user has set up for this machine stands (aliases, hooks), or "" where there is no home."""
    folder = _folder(env, "XDG_CONFIG_HOME", ".config", "Library/Application Support", "APPDATA")
    return os.path.join(folder, "crm") if folder else ""


def state_folder(env: Mapping[str, str]) -> str:
    """Where what is not data is remembered (the record last shown), or "" where there is no home."""
    folder = _folder(env, "XDG_STATE_HOME", ".local/state", "Library/Application Support", "LOCALAPPDATA")
    return os.path.join(folder, "crm") if folder else ""


def _folder(env: Mapping[str, str], xdg: str, unix: str, mac: str, windows: str) -> str:
    named = env.get(xdg, "")
    if named and os.path.isabs(named):
        return named
    if sys.platform == "win32":
        return env.get(windows, "")
    home = env.get("HOME") or _home_of_user()
    if not os.path.isabs(home):
        return ""
    return os.path.join(home, mac if sys.platform == "darwin" else unix)


def _home_of_user() -> str:
    """The home folder that the system's list of users has, "" where it has none."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_dir
    except (ImportError, KeyError):
        return ""
