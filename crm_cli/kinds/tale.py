"""What a step did to a record, as values: a tale, made of details that each go from what to what."""

from __future__ import annotations

from crm_cli.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from crm_cli.output import Value


@record
class Detail:
    """One thing that a step made otherwise.

    field: its name for programs. label: what people call it; "" goes without. type: as that of a field.
    old, new: its values, None for none. many: of several values `old` are those that went, `new` those that came.
    said: the word that stands before the new value in place of the label, where there was none: `at` Acme.
    is_plain: told so in any case, without what was. linked: the record that it names now, its kind and id.
    is_mixed: of several records, that differed in what was; where `new` is None, in what is, too.
    """

    field: str
    label: str
    type: str
    old: Value = None
    new: Value = None
    many: bool = False
    said: str = ""
    is_plain: bool = False
    linked: tuple[str, int] | None = None
    is_mixed: bool = False


@record
class Event:
    """What happened to a record, where there is a word for it.

    what: for programs: `won`. verb: for people, before the name: `Won`. name: what it is called then, where that is
    not its name. covers: fields that the verb tells. shows: fields that are told though they do not differ.
    when: what stands beside the name. to: what it has become, told behind the name in place of the verb.
    """

    what: str
    verb: str
    name: str = ""
    covers: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    when: Detail | None = None
    to: str = ""


@record
class Tale:
    """What a step did to one record.

    kind, id, name: which. what: for programs: `added`, `changed`, `deleted`, `won`. verb: for people, before the name.
    word: what stands between, of a thing that is no record of a kind: `tag`. details: all that differs, field by
    field. spoken: the same as it is told. around: what says which record it is. when: the day or moment that belongs
    to its name. to: what it has become, told behind the name. links: the records it is about, at and with.
    """

    kind: str
    id: int
    name: str
    what: str
    verb: str
    details: tuple[Detail, ...] = ()
    spoken: tuple[Detail, ...] = ()
    around: tuple[Detail, ...] = ()
    when: Detail | None = None
    to: str = ""
    word: str | None = None
    links: tuple[tuple[str, int], ...] = ()

    @property
    def record(self) -> str:
        """The record, as commands take it: `deal/12`."""
        return f"{self.kind}/{self.id}"


@record
class Several:
    """What a step did to many records of a kind alike.

    count: how many. names: of the first few. common: what is so in all of them, as it is told; a value that is not
    the same in all is left out.
    """

    kind: str
    what: str
    verb: str
    count: int
    names: tuple[str, ...]
    common: tuple[Detail, ...] = ()


def as_object(told: Tale | Several) -> dict[str, Any]:
    """What a step did to a record, or to many, for programs: each field from what to what."""
    if isinstance(told, Several):
        fields = [
            _as_object(detail) for detail in told.common if not (detail.is_mixed and detail.new is None)
        ]
        named: list[Any] = list(told.names)
        return {"kind": told.kind, "what": told.what, "count": told.count, "names": named, "fields": fields}
    fields = [_as_object(detail) for detail in told.details]
    return {"record": told.record, "name": told.name, "what": told.what, "fields": fields}


def _as_object(detail: Detail) -> dict[str, Any]:
    """A detail for programs: its field, what it was and is, and of money the currency beside."""
    found: dict[str, Any] = {"field": detail.field, "old": detail.old, "new": detail.new}
    money = detail.new if detail.new is not None else detail.old
    if detail.type == "money" and money is not None:
        found["currency"] = getattr(money, "currency", None)
    return found
