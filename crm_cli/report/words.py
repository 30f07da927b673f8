"""What a word means in a report: its own fields stand in place of the kind's of the same name."""

from __future__ import annotations

from crm_cli.core.fields import normal_name
from crm_cli.kinds.catalogue import Catalogue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

    from crm_cli.core.fields import Field
    from crm_cli.report.report import Report


class Words(Catalogue):
    """The fields of a file as a report knows them, for `--by` and `--where` alike."""

    __slots__ = ("report",)

    def __init__(self, db: Connection, report: Report) -> None:
        super().__init__(db)
        self.report = report

    def field(self, kind: str, name: str) -> Field | None:
        """The report's own field of that name, else what the file knows."""
        if kind == self.report.kind:
            asked = normal_name(name)
            for field in self.report.fields:
                if field.is_named(asked):
                    return field
        return super().field(kind, name)

    def names(self, kind: str) -> list[str]:
        """What can be asked of a kind, the report's own names among it."""
        own = self.report.fields if kind == self.report.kind else ()
        return [*super().names(kind), *(name for field in own for name in (field.name, *field.aliases))]

    @property
    def of_file(self) -> Catalogue:
        """The fields without the report's: a segment selects the same records in it as anywhere."""
        return Catalogue(self.db)
