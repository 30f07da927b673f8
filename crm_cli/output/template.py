"""The format that a template is: a line for each record, from a text such as `{name} <{email}>`.

Fields stand in braces, `{{` and `}}` are braces themselves, and `\\t \\n \\\\` are understood. There is
nothing else: no attributes, no format specifications, nothing that could run. Values are written as
in plain output, escapes included, so that a record stays one line unless the template breaks it.
"""

from __future__ import annotations

from crm_cli.output.formats import Format
from crm_cli.output.plain import escaped
from crm_cli.output.values import batches, by_column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.core.errors import UsageError
    from crm_cli.output import Column, Row, Screen, Stream

_PAIRS = {"{{": "{", "}}": "}", "\\t": "\t", "\\n": "\n", "\\\\": "\\"}


class Template(Format):
    """A line template with the fields it names, in order, each once; raises UsageError for a stray brace."""

    __slots__ = ("_form", "_places", "fields")
    is_data = True
    is_local = True

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._form, self._places = _parse(text)
        self.fields = tuple(dict.fromkeys(self._places))

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column],
        out: Stream,
        screen: Screen,
        *,
        title: str = "",
    ) -> int:
        """Write the template filled in for each record, each with a newline after it, and count them.

        Raises UsageError for a field that is none of the columns.
        """
        places = [_place(field, columns) for field in self._places]
        form = self._form + "\n"
        count = 0
        for batch in batches(rows):
            values = by_column(batch)
            cells = {place: escaped(values[place], columns[place], screen) for place in set(places)}
            if places:
                out.writelines(map(form.__mod__, zip(*(cells[place] for place in places), strict=True)))
            else:
                out.write(form % () * len(batch))
            count += len(batch)
        return count


def _parse(template: str) -> tuple[str, list[str]]:
    """Return the template as a `%` format of texts, and the field that fills each place."""
    form, fields, at = "", [], 0
    while at < len(template):
        sign, pair = template[at], template[at : at + 2]
        if pair in _PAIRS:
            form += _PAIRS[pair]
            at += 2
        elif sign == "{":
            name, end, _ = template[at + 1 :].partition("}")
            if not end or "{" in name:
                raise _stray(template, sign)
            if not name.strip():
                raise _refused(f"the template `{template}` has braces without a field", "-f '{id} {name}'")
            form += "%s"
            fields.append(name.strip())
            at += len(name) + 2
        elif sign == "}":
            raise _stray(template, sign)
        else:
            form += "%%" if sign == "%" else sign
            at += 1
    return form, fields


def _stray(template: str, brace: str) -> UsageError:
    return _refused(
        f"the template `{template}` has a `{brace}` without its other half",
        "write {{ and }} for braces that are not a field",
    )


def _refused(message: str, hint: str) -> UsageError:
    from crm_cli.core.errors import UsageError

    return UsageError(message, hint=hint)


def _place(field: str, columns: Sequence[Column]) -> int:
    """Find a column by its name, or by its name without case, spaces, `_` and `-`."""
    names = [column.name for column in columns]
    if field in names:
        return names.index(field)
    same = [place for place, name in enumerate(names) if _bare(name) == _bare(field)]
    if same:
        return same[0]
    from crm_cli.core.text import nearest

    near = nearest(field, names)
    raise _refused(
        f"no field `{field}` to put in the template: known are {', '.join(names)}",
        " or ".join(f"{{{name}}}" for name in near),
    )


def _bare(name: str) -> str:
    return name.casefold().replace("_", "").replace("-", "").replace(" ", "")
