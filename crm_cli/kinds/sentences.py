"""Tales in plain words: one sentence for what a step did, the same in its answer, in the history and before an undo.

A sentence names what it is about, then tells its parts, `; ` between: `Changed Roof (deal/1): amount €2,500.00 →
€3,000.00; at Acme Ltd`. What goes along with it follows in short: `made company Acme Ltd (company/2)`.
"""

from __future__ import annotations

from crm_cli.core.record import replace
from crm_cli.core.text import plural
from crm_cli.kinds.alike import common, gathered
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.names import short
from crm_cli.kinds.tale import Several, Tale
from crm_cli.output.shown import shown_one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm_cli.kinds.tale import Detail
    from crm_cli.output import Screen, Value

    Notes = Mapping[tuple[str, int], str]
    """What is added to the mention of a record, by its kind and id."""


NOTHING = "–"
"""What stands where there is no value."""

PLANNED = "would be "
"""What the verb of something begins with that is not done."""

LONGEST = 60
"""A value longer than that is cut."""

LONGEST_QUOTE = 72
"""So much is shown of what was said."""


def step(
    tales: Sequence[Tale | Several], screen: Screen, notes: Notes | None = None, *, is_planned: bool = False
) -> str:
    """What a step did, in one sentence: first what it was about, then what went along; "" where it did nothing.

    is_planned: it is not done, and would do so: `Jane Doe (contact/1) would be deleted: at Acme Ltd`.
    """
    tales = gathered(tales)
    if not tales:
        return ""
    if is_planned:
        tales = [replace(tale, verb=f"{PLANNED}{tale.verb.lower()}") for tale in tales]
    first = tales[0]
    main = [tale for tale in tales if tale.kind == first.kind and tale.verb == first.verb]
    rest = [tale for tale in tales if tale not in main]
    said = _together(main, screen) if len(main) > 1 else ""
    if said:
        parts = [said]
    else:
        parts = [_whole(tale, screen, notes or {}) for tale in main]
        if not is_planned:  # else names stand at the beginning
            parts[1:] = [part[:1].lower() + part[1:] for part in parts[1:]]
    return "; ".join([*parts, *_rest(rest, main, screen)])


def filled(there: str, record: tuple[str, int], tales: Sequence[Tale | Several], screen: Screen) -> str:
    """What a step did to a record that was there before, and what went along, behind words that name it."""
    parts = [there]
    tales = gathered(tales)
    own = next((tale for tale in tales if isinstance(tale, Tale) and (tale.kind, tale.id) == record), None)
    if own is not None:
        verb = "filled in" if own.what == "changed" else own.verb.lower()
        named = [detail if detail.is_plain else replace(detail, said="") for detail in own.spoken]
        parts.append(f"{verb} {'; '.join([part(detail, screen) for detail in named])}")
    main = [own or Tale(*record, "", "changed", "Changed")]
    return "; ".join([*parts, *_rest([tale for tale in tales if tale is not own], main, screen)])


def _rest(tales: Sequence[Tale | Several], main: Sequence[Tale | Several], screen: Screen) -> list[str]:
    """What goes along with what a sentence is about, each in short."""
    linked = {link for tale in main if isinstance(tale, Tale) for link in tale.links}
    known = linked | {(tale.kind, tale.id) for tale in (*main, *tales) if isinstance(tale, Tale)}
    return [_along(tale, linked, known, screen) for tale in tales]


def _whole(tale: Tale | Several, screen: Screen, notes: Notes) -> str:
    """A tale with all its parts."""
    if isinstance(tale, Several):
        return several(tale, screen)
    is_change = tale.what == "changed"
    links = [
        one for one in tale.spoken if one.said and not one.is_plain and one.old is None and not is_change
    ]
    rest = [one for one in tale.spoken if one not in links]
    parts = [part(detail, screen, is_change=is_change, notes=notes) for detail in rest]
    parts += _around([*links, *tale.around], screen)
    if tale.to and not tale.verb.startswith(PLANNED):
        name = called(tale, screen)
        head = f"{name[:1].upper()}{name[1:]} → {tale.to}"
    else:
        head = _head(tale.kind, _done(tale.verb, called(tale, screen)))
    return f"{head}: {'; '.join(parts)}" if parts else head


def _done(verb: str, to: str) -> str:
    """What was done to something, or would be: `Deleted Jane Doe`, `Jane Doe would be deleted`."""
    return f"{to} {verb}" if verb.startswith(PLANNED) else f"{verb} {to}"


def _head(kind: str, head: str) -> str:
    """How a sentence begins, where its kind says it shorter."""
    shorter = KINDS[kind].told("HEADS", {}) if kind in KINDS else {}
    for whole, brief in shorter.items():
        if head.startswith(whole):
            return f"{brief}{head.removeprefix(whole)}"
    return head


def _around(details: Sequence[Detail], screen: Screen) -> list[str]:
    """What a record is in, at and with, one part for each word: `at Acme Ltd`, `about Jane Doe, Roof`."""
    by_word: dict[str, list[str]] = {}
    for detail in details:
        by_word.setdefault(detail.said, []).append(value(detail.new, detail.type, screen))
    return [f"{word} {', '.join(names)}" for word, names in by_word.items()]


def called(tale: Tale, screen: Screen) -> str:
    """A record as a sentence names it: `Jane Doe (contact/1)`, `tag vip`."""
    if tale.word is not None:
        return f"{tale.word} {tale.name}".strip()
    when = ""
    if tale.when:
        moment = f"{tale.when.said} {value(tale.when.new, tale.when.type, screen)}".strip()
        when = f" {moment}" if tale.to else f", {moment}"
    return f"{tale.name}{when} ({tale.record})"


def part(detail: Detail, screen: Screen, *, is_change: bool = False, notes: Notes | None = None) -> str:
    """One detail: `amount €2,500.00 → €3,000.00`, `tags +vip`, `at Acme Ltd`.

    is_change: where nothing was before, that is told, too. notes: given where there is room for what a record is known
    by, and for why it is mentioned.
    """
    if detail.is_mixed and detail.new is None:
        return detail.label
    if detail.many:
        return _values(detail, screen, is_change=is_change and not detail.is_plain)
    new = value(detail.new, detail.type, screen)
    if detail.linked and detail.is_plain and notes is not None:
        note = notes.get(detail.linked)
        new += " ({}/{})".format(*detail.linked) + (f", {note}" if note else "")
    if detail.is_plain or (detail.old is None and not is_change):
        return f"{detail.said or detail.label} {new}".strip()
    old = "" if detail.is_mixed else value(detail.old, detail.type, screen) + " "
    return f"{detail.label} {old}→ {new}".strip()


def _values(detail: Detail, screen: Screen, *, is_change: bool) -> str:
    """Several values: those that came and went, with a sign where there were others."""
    went, came = (_each(values, detail.type, screen) for values in (detail.old, detail.new))
    if is_change or (went and not detail.is_plain):
        signed = [f"+{text}" for text in came] + [f"−{text}" for text in went]
        return f"{detail.label} {' '.join(signed)}"
    return f"{detail.said or detail.label} {', '.join([*came, *went])}".strip()


def _each(values: Value, type: str, screen: Screen) -> list[str]:
    return [value(one, type, screen) for one in values] if isinstance(values, tuple) else []


def value(one: Value, type: str, screen: Screen) -> str:
    """A value as people read it within a sentence."""
    if one is None:
        return NOTHING
    if isinstance(one, tuple) and type == "text":
        return ", ".join(value(each, type, screen) for each in one)
    if isinstance(one, str) and type in {"moment", "overdue"}:
        shown = shown_one(one, screen, "instant" if "T" in one else "day")
        return f"{shown} (overdue)" if type == "overdue" else shown
    if isinstance(one, str) and type == "full moment":
        return shown_one(one, screen, type)
    if isinstance(one, str) and type == "quote":
        return f'"{short(" ".join(one.split()), LONGEST_QUOTE)}"'
    if isinstance(one, str):
        one = short(one, LONGEST)
    return shown_one(one, screen, type, multiline=False)


def _together(tales: Sequence[Tale | Several], screen: Screen) -> str:
    """A few records of which all the same is told, in one: `Changed Jane, Bob: city → Oslo`; "" where they differ."""
    single = [tale for tale in tales if isinstance(tale, Tale)]
    if len(single) != len(tales) or single[0].word is not None:
        return ""
    shared = common(single)
    if any(len(tale.spoken) != len(shared) for tale in single) or any(
        one.new is None and one.is_mixed for one in shared
    ):
        return ""
    if single[0].what == "added":
        return ""
    head = _done(single[0].verb, ", ".join([called(tale, screen) for tale in single]))
    parts = [part(detail, screen, is_change=single[0].what == "changed") for detail in shared]
    return f"{head}: {'; '.join(parts)}" if parts else head


def several(told: Several, screen: Screen) -> str:
    """Many records: `Changed 12 contacts: city → Oslo (Jane Doe, Bob Roe, Ann Lee and 9 more)`."""
    kind = KINDS[told.kind]
    head = _done(told.verb, plural(told.count, kind.name, kind.plural))
    parts = [part(detail, screen, is_change=told.what == "changed") for detail in told.common]
    unique = dict.fromkeys(told.names)
    more = told.count - len(told.names) if len(unique) == len(told.names) else 0
    names = ", ".join(unique) + (f" and {more:,} more" if more else "")
    return (f"{head}: {'; '.join(parts)}" if parts else head) + (f" ({names})" if told.names else "")


def _along(
    tale: Tale | Several, linked: set[tuple[str, int]], known: set[tuple[str, int]], screen: Screen
) -> str:
    """What goes along with what a sentence is about: `reminder send the offer, due today (reminder/1)`.

    linked: what the sentence's subject links, so that it was made for it. known: what need not be named again.
    """
    if isinstance(tale, Several):
        said = several(tale, screen)
        return said[:1].lower() + said[1:]
    if tale.word is not None:
        is_made = tale.what == "added" and not tale.verb.startswith(PLANNED)
        verb = "made" if is_made else tale.verb.lower()
        told = tale.spoken if tale.what == "changed" else ()
        return ", ".join(
            [_done(verb, called(tale, screen)), *(part(one, screen, is_change=True) for one in told)]
        )
    is_made = tale.what == "added" and (tale.kind, tale.id) in linked
    verb = "made " if is_made else "" if tale.what == "added" else f"{tale.verb.lower()} "
    spoken = [detail for detail in tale.spoken if detail.linked not in known and not _is_place(detail)]
    parts = [part(detail, screen, is_change=tale.what == "changed") for detail in spoken]
    name = ", ".join([tale.name, *parts])
    word = "" if KINDS[tale.kind].told("named", None) else f"{tale.kind} "  # its name says what it is
    if tale.verb.startswith(PLANNED):
        return _done(tale.verb, f"{word}{name} ({tale.record})")
    return f"{verb}{word}{name} ({tale.record})"


def _is_place(detail: Detail) -> bool:
    """Whether it tells on whose timeline else something stands, where that is a company: in short that goes unsaid."""
    return detail.is_plain and detail.linked is not None and KINDS[detail.linked[0]].has_points
