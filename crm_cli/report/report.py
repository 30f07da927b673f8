"""What a report declares: the records it counts, the day each counts on, and the figures it prints."""

from __future__ import annotations

from crm_cli.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.core.fields import Field


@record
class Count:
    """How many records there are; `where` is an SQL condition over the record's row `t`, `has` a field with a value."""

    name: str
    where: str = "TRUE"
    has: str = ""


@record
class Total:
    """The sum of a field kept in whole units (money, minutes), over the records that fit `where`.

    field: its name. blank: what a record without a value lacks, as the remark says it: "an amount".
    """

    name: str
    field: str
    blank: str
    where: str = "TRUE"


@record
class Weighted:
    """The sum of a field × a probability, divided once a figure and half away from zero.

    Without any probability there is no figure. blank: what a record without one lacks.
    """

    name: str
    field: str
    probability: str
    blank: str
    where: str = "TRUE"


@record
class Ratio:
    """One count ÷ the sum of several, by their names, to six places; nothing over nothing."""

    name: str
    part: str
    whole: tuple[str, ...]


Measure = Count | Total | Weighted | Ratio


@record
class Share:
    """A way to group records by parts of theirs, a figure of each record shared over its parts.

    names: what a person may ask by, the first being the group's name. of: the name of the field shared.
    how: how it is shared, for the remark. sql: a SELECT of (id, key, part) that holds `{where}`, a condition
    over the record's row `t`; the parts of a record add up to its value.
    """

    names: tuple[str, ...]
    of: str
    how: str
    sql: str


@record
class Report:
    """A question about records of one kind that is asked again and again.

    noun: one of the records counted, in words: "won deal". day: the name of the field whose day a record counts
    on; `--period` and days, weeks … years go by it. dated: how the remark says that: "closed". by: what its rows
    stand for where nobody says. counts: which records count, in SQL over `t`. rated: the SQL of the day whose
    exchange rate holds, else the day itself. fields: fields of its own, in place of the kind's of the same name,
    for `--by` and `--where`. shares: what shares a record's figures over several rows. ordered: names of fields whose groups
    stand in the order of their choices; others by the largest figure. listed: the fields that `--records` shows, where not those of the kind's list.
    """

    name: str
    kind: str
    noun: str
    day: str
    dated: str
    by: str
    measures: tuple[Measure, ...]
    help: str
    example: str
    counts: str = "TRUE"
    rated: str = ""
    fields: tuple[Field, ...] = ()
    shares: tuple[Share, ...] = ()
    ordered: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it counts a group once, whatever its currencies: a ratio of counts needs none."""
        return any(isinstance(measure, Ratio) for measure in self.measures)
