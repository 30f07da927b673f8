"""What an option or an argument stands for, where its declaration does not say: by its word in usage, else by its name.

The words of usage mean the same in every command (WHO, STAGE, QUERY, FILE …), and so do the options all commands share.
"""

from __future__ import annotations

from crm_cli.cli.completion import Wanted
from crm_cli.cli.quick import GROUPS
from crm_cli.kinds.catalogue import NAMES, kind_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.completion.declared import Parameter
    from crm_cli.completion.place import Place

WORDS = {
    "WHO": "records",
    "RECORD": "records",
    "DEAL": "own",
    "PRODUCT": "own",
    "STAGE": "stages",
    "TAG": "tags",
    "PIPELINE": "pipelines",
    "QUERY": "query",
    "WORDS": "words",
    "WHEN": "when",
    "DATE": "when",
    "DAY": "when",
    "PERIOD": "periods",
    "TOPIC": "topics",
    "VALUE": "setting_values",
    "FIELD": "custom_fields",
    "FIELDS": "field_list",
    "CHANNEL": "channels",
    "LABEL": "labels",
    "FILE": "files",
    "PATH": "files",
    "DIR": "folders",
    "SHELL": "shells",
}
"""A word of usage → what it stands for; `ID` and `KIND` depend on the command."""

OPTIONS = {
    "--format": "formats",
    "--columns": "field_list",
    "--sort": "sorting",
    "--group-by": "field_names",
    "--by": "groups",
    "--clear": "emptied",
    "--where": "query",
    "--period": "periods",
    "--compare": "periods",
    "--on": "past",
    "--since": "past",
    "--until": "past",
    "--due": "when",
    "--close": "when",
    "--type": "field_types",
    "--encoding": "encodings",
    "--product": "products",
    "--add-contact": "people",
    "--drop-contact": "people",
}
"""The options that mean the same wherever they stand."""

KIND_WORDS = {
    "import": "plurals",
    "export": "plurals",
    "segment": "kinds_with_segments",
    "field": "kinds",
    "relate": "relations",
}
"""What `KIND` stands for in a command, by its first word or its last."""


def wanted(place: Place, parameter: Parameter) -> Wanted:
    """What a parameter of the command at the cursor stands for; "" where nobody knows."""
    own = _of_verb(place, parameter)
    if own is not None:
        return own
    if parameter.wanted is not None:
        return parameter.wanted
    word = parameter.word.strip("[].")
    if "|" in word and word.lower() == word:
        return Wanted("choices", *word.split("|"))
    name = parameter.names[0] if parameter.names else ""
    first = word.split("|", 1)[0].split("[", 1)[0]
    if first == "ID":
        return Wanted("steps") if place.path[0] == "undo" else Wanted("records", kind(place))
    if first == "KIND" or name == "--kind":
        return Wanted(next((KIND_WORDS[each] for each in place.path if each in KIND_WORDS), ""))
    if name in OPTIONS and (name != "--by" or place.path[0] == "report"):
        return Wanted(OPTIONS[name])
    if first in WORDS:
        return Wanted(WORDS[first])
    return Wanted("value", name.removeprefix("--")) if name else Wanted("")


def _of_verb(place: Place, parameter: Parameter) -> Wanted | None:
    """What follows the record in `tag WHO TAG…`, which one argument declares; with `--where`, all are tags.

    What `duplicates` takes is a query, but for `--not-same`, which names records.
    """
    is_tagging = place.path[-1:] in (("tag",), ("untag",)) and len(place.path) > 1
    if is_tagging and not parameter.names and (place.values or "--where" in place.given):
        return Wanted("tags")
    if place.path[-1:] == ("duplicates",) and not parameter.names and "--not-same" in place.given:
        return Wanted("records", kind(place))
    return None


def kind(place: Place) -> str:
    """The kind of record that a command is about, or ""."""
    if place.command is None:
        return ""
    if place.command.fields:
        return place.command.fields
    room = place.path[0]
    if room == "report":
        from crm_cli.report.reports import REPORTS

        return REPORTS[place.path[1]].kind if place.path[1:] and place.path[1] in REPORTS else ""
    if room == "segment":
        return place.value("--kind") or "contact"
    if room == "export":
        named = kind_named(place.values[0].strip().lower()) if place.values else None
        return named.name if named else ""
    named_so = GROUPS.get(room, room)
    return named_so if named_so in NAMES else ""
