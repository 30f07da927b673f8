"""Kind: what a kind of record is, told once in its own `kind.py` and asked everywhere else."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from crm_cli.core.fields import Field
    from crm_cli.kinds.records import Records


class Kind:
    """A kind of record.

    name, plural, table: `company`, `companies`, `companies`. title: the column that names a record of it.
    command: the group of commands about it, where that is not its name (`note` of activities).
    code: a column whose text names a record, too (the code of a product).
    fields: all of its own. about: what it says of kinds to its left, kind → fields (a deal: `deals.open` of a contact).
    around: what of it stands around records: (kind of those, place on their card, function of `NAME.around`).
    listed: columns of a list. order: how a list is sorted. sums: fields added up when grouped.
    lines: the table of its lines, whose sum its `amount` is; "" of a kind without lines (`kinds.lines`).
    detail: SQL that tells two of one title apart.

    What can hang on its records: has_notes (activities are about it), has_reminders, has_segments, has_relations (to
    people and companies). Whether it has_points (e-mails, phones …), has_tags and has_owner its fields say.
    links_to: kinds it can be about through a table of links, which is links_in.
    is_matched: a row without an id may be a record that is there, known by its points, code or name.
    is_person: it may be named by an e-mail beside its name.
    made_by_link: the columns a record gets that is made because a row of an import names it; empty where none is.
    is_made_by_option: so does `--NAME` of `add` and `edit`.
    happened: a SELECT of what happened with the record `?1` beside activities: moment, record, what sort, direction,
    words, whom, state, number.
    """

    __slots__ = (
        "about", "around", "code", "command", "detail", "fields", "happened", "has_notes", "has_owner", "has_points",
        "has_relations", "has_reminders", "has_segments", "has_tags", "is_made_by_option", "is_matched",
        "is_person", "lines", "links_in", "links_to", "listed", "made_by_link", "name",
        "order", "plural", "sums", "table", "title",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        plural: str,
        fields: tuple[Field, ...],
        *,
        title: str,
        listed: tuple[str, ...],
        order: str,
        detail: str,
        command: str = "",
        code: str = "",
        about: Mapping[str, tuple[Field, ...]] | None = None,
        around: tuple[tuple[str, int, str], ...] = (),
        sums: tuple[str, ...] = (),
        lines: str = "",
        has_notes: bool = False,
        has_reminders: bool = False,
        has_segments: bool = False,
        has_relations: bool = False,
        links_to: tuple[str, ...] = (),
        links_in: str = "",
        is_matched: bool = False,
        is_person: bool = False,
        made_by_link: tuple[str, ...] = (),
        is_made_by_option: bool = False,
        happened: str = "",
    ) -> None:
        self.name = name
        self.plural = plural
        self.table = plural
        self.fields = fields
        self.title = title
        self.listed = listed
        self.order = order
        self.detail = detail
        self.command = command or name
        self.code = code
        self.about = about or {}
        self.around = around
        self.sums = sums
        self.lines = lines
        self.has_points = any(field.reading == "point" for field in fields)
        self.has_tags = any(field.reading == "tags" for field in fields)
        self.has_notes = has_notes
        self.has_reminders = has_reminders
        self.has_segments = has_segments
        self.has_relations = has_relations
        self.has_owner = any(field.name == "owner" for field in fields)
        self.links_to = links_to
        self.links_in = links_in
        self.is_matched = is_matched
        self.is_person = is_person
        self.made_by_link = made_by_link
        self.is_made_by_option = is_made_by_option
        self.happened = happened

    def __repr__(self) -> str:
        return f"Kind({self.name!r})"

    def field(self, name: str) -> Field:
        """One of its own fields by its exact name; KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def stored(self) -> Iterable[Field]:
        """The fields that are columns of its table."""
        return (field for field in self.fields if field.column)

    @property
    def records(self) -> Records:
        """The rules of its records: those of `crm_cli.NAME.records`, else the common ones."""
        from crm_cli.kinds.records import Records

        module = self._module("records")
        if module is None:
            return Records(self.name)
        found: Records = getattr(module, self.plural)
        return found

    def told(self, what: str, otherwise: Any) -> Any:
        """What `crm_cli.NAME.told` says about how a change of its records is told; `otherwise` where it does not."""
        return getattr(self._module("told"), what, otherwise)

    def _module(self, name: str) -> Any:
        """A module of its folder, or None where it has none of that name."""
        from importlib import import_module
        from importlib.util import find_spec

        whole = f"crm_cli.{self.name}.{name}"
        return import_module(whole) if find_spec(whole) is not None else None
