"""Whole outputs of one small mixed set in every format."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from crm_cli.core.errors import ExitCode, UsageError
from crm_cli.output import Column, Screen, write
from crm_cli.output.formats import MODULES, format_named


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


PLAIN = """\
1	Ada Müller	1250.00	0.4	vip; a b	2026-11-27	2026-11-21T07:00:00Z	true
2	Қайрат Әлімов	450000.00	0.3333		2027-01-03		false
3	علی‌رضا	-5.00				2026-11-20T04:00:00Z\t
40	田中太郎	100	1	x			true
5	[bold]"=1\\t\\\\\\n:smile:		0	=x			false
"""

GOLDEN = {
    "plain": PLAIN.replace("2026-11-21T07:00:00Z", "2026-11-21 12:00").replace(
        "2026-11-20T04:00:00Z", "2026-11-20 09:00"
    ),
    "tsv": "id\tname\tamount\tprobability\ttags\tnext_on\tseen_at\tis_vip\n" + PLAIN,
    "csv": """\
id,name,amount,probability,tags,next_on,seen_at,is_vip
1,Ada Müller,1250.00,0.4,vip; a b,2026-11-27,2026-11-21T07:00:00Z,true
2,Қайрат Әлімов,450000.00,0.3333,,2027-01-03,,false
3,علی‌رضا,-5.00,,,,2026-11-20T04:00:00Z,
40,田中太郎,100,1,x,,,true
5,"[bold]""=1	\\
:smile:",,0,'=x,,,false
""",
    "jsonl": """\
{"id": 1, "name": "Ada Müller", "amount": 1250.00, "probability": 0.4, "tags": ["vip", "a b"], \
"next_on": "2026-11-27", "seen_at": "2026-11-21T07:00:00Z", "is_vip": true}
{"id": 2, "name": "Қайрат Әлімов", "amount": 450000.00, "probability": 0.3333, "tags": [], \
"next_on": "2027-01-03", "seen_at": null, "is_vip": false}
{"id": 3, "name": "علی‌رضا", "amount": -5.00, "probability": null, "tags": [], \
"next_on": null, "seen_at": "2026-11-20T04:00:00Z", "is_vip": null}
{"id": 40, "name": "田中太郎", "amount": 100, "probability": 1, "tags": ["x"], \
"next_on": null, "seen_at": null, "is_vip": true}
{"id": 5, "name": "[bold]\\"=1\\t\\\\\\n:smile:", "amount": null, "probability": 0, "tags": ["=x"], \
"next_on": null, "seen_at": null, "is_vip": false}
""",
    "yaml": """\
- id: 1
  name: Ada Müller
  amount: 1250.00
  probability: 0.4
  tags:
    - vip
    - a b
  next_on: "2026-11-27"
  seen_at: "2026-11-21T07:00:00Z"
  is_vip: true
- id: 2
  name: Қайрат Әлімов
  amount: 450000.00
  probability: 0.3333
  tags: []
  next_on: "2027-01-03"
  seen_at: null
  is_vip: false
- id: 3
  name: علی‌رضا
  amount: -5.00
  probability: null
  tags: []
  next_on: null
  seen_at: "2026-11-20T04:00:00Z"
  is_vip: null
- id: 40
  name: 田中太郎
  amount: 100
  probability: 1
  tags:
    - x
  next_on: null
  seen_at: null
  is_vip: true
- id: 5
  name: |-
    [bold]"=1	\\
    :smile:
  amount: null
  probability: 0
  tags:
    - "=x"
  next_on: null
  seen_at: null
  is_vip: false
""",
    "ids": "1\n2\n3\n40\n5\n",
    "markdown": """\
| Id | Name | Amount | Chance | Tags | Next step | Last seen | VIP |
| --- | --- | ---: | ---: | --- | --- | --- | --- |
| 1 | Ada Müller | 1250.00 EUR | 0.4 | vip; a b | 2026-11-27 | 2026-11-21 12:00 | true |
| 2 | Қайрат Әлімов | 450000.00 KZT | 0.3333 |  | 2027-01-03 |  | false |
| 3 | علی‌رضا | -5.00 USD |  |  |  | 2026-11-20 09:00 |  |
| 40 | 田中太郎 | 100 JPY | 1 | x |  |  | true |
| 5 | \\[bold\\]"=1 \\\\<br>\\:smile: |  | 0 | =x |  |  | false |
""",
    "{id}\\t{name} <{tags}> {{}}": """\
1	Ada Müller <vip; a b> {}
2	Қайрат Әлімов <> {}
3	علی‌رضا <> {}
40	田中太郎 <x> {}
5	[bold]"=1\\t\\\\\\n:smile: <=x> {}
""",
}
GOLDEN["json"] = "[\n" + GOLDEN["jsonl"].rstrip("\n").replace("\n", ",\n") + "\n]\n"


@pytest.mark.parametrize("format", GOLDEN)
def test_a_mixed_set_in_every_data_format(format, written, rows, columns, screen):
    assert written(rows, columns, format, screen=screen) == GOLDEN[format]


@pytest.mark.parametrize("format", [f for f in GOLDEN if "{" not in f])
def test_no_records_leave_only_what_frames_them(format, written, columns):
    empty = {
        "csv": "id,name,amount,probability,tags,next_on,seen_at,is_vip\n",
        "tsv": "id\tname\tamount\tprobability\ttags\tnext_on\tseen_at\tis_vip\n",
        "json": "[]\n",
        "yaml": "[]\n",
        "markdown": "".join(GOLDEN["markdown"].splitlines(keepends=True)[:2]),
    }
    assert written([], columns, format) == empty.get(format, "")


@pytest.mark.parametrize("format", GOLDEN)
def test_many_batches_read_like_one(format, written, rows, columns):
    many = [row for _ in range(500) for row in rows]
    once = written(rows, columns, format)
    head = written([], columns, format) if format in {"csv", "tsv", "markdown"} else ""
    if format == "json":
        assert len(json.loads(written(many, columns, format))) == 2500
    else:
        assert written(many, columns, format) == head + once.removeprefix(head) * 500


def test_one_record_is_fields_in_plain(written_one, rows, columns):
    assert written_one(rows[4], columns, "plain") == (
        'id\t5\nname\t[bold]"=1\\t\\\\\\n:smile:\namount\t\nprobability\t0\ntags\t=x\n'
        "next_on\t\nseen_at\t\nis_vip\tfalse\n"
    )


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_one_record_is_an_object_in_json(format, written_one, rows, columns):
    assert written_one(rows[0], columns, format) == GOLDEN["jsonl"].splitlines(keepends=True)[0]


def test_one_record_is_labels_and_values_in_markdown(written_one, rows, columns):
    assert written_one(rows[2], columns, "markdown") == (
        "| Field | Value |\n| --- | --- |\n| Id | 3 |\n| Name | علی‌رضا |\n"
        "| Amount | -5.00 USD |\n| Last seen | 2026-11-20T04:00:00Z |\n"
    )


@pytest.mark.parametrize(("format", "expected"), [("ids", "1\n"), ("{name}", "Ada Müller\n")])
def test_one_record_is_a_list_of_one_in_the_other_formats(format, expected, written_one, rows, columns):
    assert written_one(rows[0], columns, format) == expected


@pytest.mark.parametrize("format", [*MODULES, "{name} <{email}>", "{{}}"])
def test_a_known_format_or_a_template_is_taken(format):
    assert format_named(format).name == format


@pytest.mark.parametrize(
    ("format", "message", "hint"),
    [
        (
            "jsn",
            f"`jsn` is not a format: {', '.join(MODULES)}, or a template",
            "-f json",
        ),
        (
            "",
            f"`` is not a format: {', '.join(MODULES)}, or a template",
            "-f '{id} {name}'",
        ),
        (
            "{name",
            "the template `{name` has a `{` without its other half",
            "write {{ and }} for braces that are not a field",
        ),
    ],
)
def test_an_unknown_format_is_refused_with_the_known_ones(format, message, hint):
    with pytest.raises(UsageError) as caught:
        format_named(format)
    assert (caught.value.message, caught.value.hint, caught.value.exit) == (message, hint, ExitCode.USAGE)


def test_ids_of_what_has_none_are_refused(written):
    with pytest.raises(UsageError, match="these records have no id: their fields are month, deals"):
        written([], [Column("month", "Month"), Column("deals", "Deals", "integer")], "ids")


NAUGHTY = "a\x1b[31m\x9b\u202eb\tc\nd\x7f\U000e0041"
CHARMED = r"a\x1b[31m\x9b\u202eb\tc\nd\x7f\U000e0041"

ON_A_TERMINAL = {
    "plain": CHARMED + "\n",
    "tsv": "name\n" + CHARMED + "\n",
    "csv": "name\n" + f'"{CHARMED}"\n'.replace(r"\t", "\t").replace(r"\n", "\n"),
    "json": "[\n" + r'{"name": "a\u001b[31m\u009b\u202eb\tc\nd\u007f\udb40\udc41"}' + "\n]\n",
    "jsonl": r'{"name": "a\u001b[31m\u009b\u202eb\tc\nd\u007f\udb40\udc41"}' + "\n",
    "{name}": CHARMED + "\n",
}


@pytest.mark.parametrize("format", ON_A_TERMINAL)
def test_signs_that_could_steer_a_terminal_reach_none(format):
    out = Terminal(newline="")
    write([(NAUGHTY,)], [Column("name", "Name")], format_named(format), out, screen=Screen())
    assert out.getvalue() == ON_A_TERMINAL[format]


@pytest.mark.parametrize("format", ["csv", "json", "jsonl"])
def test_a_pipe_gets_them_as_they_are(format, written):
    text = written([(NAUGHTY,)], [Column("name", "Name")], format)
    assert {"\x9b", "\u202e", "\x7f", "\U000e0041"} <= {*text}


def test_an_answer_in_a_data_format_imports_next_to_nothing():
    code = (
        "import sys, io; there = {*sys.modules}; sys.path.insert(0, '.'); "
        "from crm_cli.output import *; from crm_cli.output.formats import format_named; "
        "[write([(1, 'x', None)], [Column('id', 'Id', 'id'), Column('n', 'N'), Column('on', 'On', 'day')],"
        " format_named(f), io.StringIO(), screen=Screen())"
        " for f in ('csv', 'tsv', 'plain', 'ids', 'json', 'jsonl', '{id} {n}')]; "
        "print(*sorted(name for name in {*sys.modules} - there if not name.startswith('crm_cli.output.')))"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "__future__ _json crm_cli crm_cli.output itertools\n"
