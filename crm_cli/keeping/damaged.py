"""What examines and mends a damaged file goes on without the settings that are in it."""

from __future__ import annotations

from crm_cli.app.context import App
from crm_cli.core.errors import FileError
from crm_cli.db.restore import is_damage


def settle(crm: App) -> None:
    """Read the file's settings, or go on with those of the environment and the system where damage hides them."""
    try:
        crm.setting("timezone")
    except FileError as error:
        if is_damage(error):
            crm.without_file_settings()
