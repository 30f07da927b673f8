"""The user's own configuration: the folder, the file `config.toml` in it, and what that says. Never kept in the data file."""

from __future__ import annotations

import os

from crm_cli.app import settings
from crm_cli.core.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


NAME = "config.toml"
"""What the file is called."""


def file(env: Mapping[str, str]) -> str:
    """Where the file is, or would be; "" where there is no home."""
    folder = settings.config_folder(env)
    return os.path.join(folder, NAME) if folder else ""


def texts(env: Mapping[str, str], table: str) -> dict[str, str]:
    """The texts of a table of the file (`[aliases]`): name → text. UsageError where the file cannot be understood."""
    path = file(env)
    if not path or not os.path.isfile(path):
        return {}
    import tomllib

    try:
        with open(path, "rb") as stream:
            found = tomllib.load(stream).get(table, {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"`{path}` cannot be read: {said[:1].lower()}{said[1:]}") from error
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise UsageError(
            f"`{path}`: [{table}] holds names and texts in quotes",
            hint='like this: hot = "contact list tag:hot"',
        )
    return found
