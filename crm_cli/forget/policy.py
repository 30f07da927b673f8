"""What is put out of a text, by where it stands: what is certain everywhere, single words of the name where they tell."""

from __future__ import annotations

from functools import cached_property

from crm_cli.forget.cleaning import Cleaner
from crm_cli.forget.free_text import ELSEWHERE, is_free, is_heading, is_short
from crm_cli.forget.identity import Identity
from crm_cli.forget.mentions import Found, Mode


class Policy:
    """Chooses a cleaner. mode: what becomes of single words of the name in texts of people's own."""

    def __init__(self, who: Identity, found: Found, mode: Mode) -> None:
        self.who, self.found, self.mode = who, found, mode

    @cached_property
    def telling(self) -> Cleaner:
        """For commands as typed: names the person, though others bear the name, and the words that tell."""
        return self.who.finds(self.found.telling)

    @cached_property
    def in_texts(self) -> Cleaner:
        """For what people wrote anywhere."""
        if self.mode == "all":
            return self.who.likely
        return self.who.certain_with(self.found.telling) if self.mode == "clean" else self.who.certain

    def cleaner(self, table: str, column: str, *, is_near: bool = False) -> Cleaner | None:
        """The cleaner for a column; None for one that stays as it is. is_near: of a record that pointed to the person."""
        if is_short(table, column) or (table, column) in ELSEWHERE:
            return self.who.certain
        if not is_free(table, column):
            return None
        if is_near and is_heading(table, column):
            return self.who.likely
        return self.in_texts
