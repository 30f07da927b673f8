"""A format is an object: nobody asks what it is called, and a new one is a module and a line in the table."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import crm_cli
import crm_cli.cli.options  # help is written when it is imported: without the format of this test
from crm_cli.output.formats import MODULES, Format, format_named

ROOT = Path(crm_cli.__file__).parent
GROUND = {"core", "db"}
"""They know no format: `table` is a word of SQLite's there."""

READ = ("exchange", "read")
"""What files are that are read, whose names end in the same words."""


def names_held(node: ast.AST) -> set[str]:
    """The formats' names among the constants that a comparison, set, tuple, pattern or table of cases holds."""
    if isinstance(node, ast.Compare):
        parts = [node.left, *node.comparators]
        parts += [each for part in parts if isinstance(part, ast.List) for each in part.elts]
    elif isinstance(node, ast.Set | ast.Tuple):
        parts = node.elts
    elif isinstance(node, ast.MatchValue):
        parts = [node.value]
    elif isinstance(node, ast.Dict):
        parts = [key for key in node.keys if key is not None]
    else:
        return set()
    return {part.value for part in parts if isinstance(part, ast.Constant) and part.value in MODULES}


def words_of(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes of a tree but those under `__slots__`, where words name attributes."""
    for node in ast.iter_child_nodes(tree):
        names = [target.id for target in getattr(node, "targets", []) if isinstance(target, ast.Name)]
        if names != ["__slots__"]:
            yield node
            yield from words_of(node)


def comparisons() -> Iterator[str]:
    for path in sorted(ROOT.rglob("*.py")):
        where = path.relative_to(ROOT)
        if where.parts[0] not in {*GROUND, "output"} and where.parts[:2] != READ:
            for node in words_of(ast.parse(path.read_text(encoding="utf-8"))):
                if names := names_held(node):
                    yield f"{where}:{node.lineno} {', '.join(sorted(names))}"


def test_nobody_compares_the_name_of_a_format():
    assert [*comparisons()] == []


@pytest.mark.parametrize(
    "code",
    [
        'format == "table"',
        '"csv" != format.name',
        'format in {"json", "jsonl"}',
        'format in ("plain", other)',
        'format in ["tsv"]',
        'PROSE = {"table", "plain"}',
        'match format:\n    case "ids":\n        pass',
        '{"markdown": 1}[format]',
    ],
)
def test_the_walk_sees_every_way_to_compare_one(code):
    assert any(names_held(node) for node in words_of(ast.parse(code)))


@pytest.mark.parametrize("name", MODULES)
def test_every_format_in_the_table_goes_by_its_name_there(name):
    assert format_named(name).name == name


SHOUT = '''
"""Records in capitals, a field a line, with a rule under each."""

from crm_cli.output.formats import Format
from crm_cli.output.json import json_text


class Shout(Format):
    __slots__ = ()
    is_data = has_objects = True
    suffix = "shout"

    def write(self, rows, columns, out, screen, *, title=""):
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, value in zip(columns, row, strict=True):
                out.write(f"{column.name.upper()} {json_text(value).upper()}\\n")
            out.write("!\\n")
        return count


FORMAT = Shout("shout")
'''


@pytest.fixture
def shout(tmp_path, monkeypatch) -> Format:
    """A format of the test's own: one module, one line in the table."""
    (tmp_path / "shouting.py").write_text(SHOUT)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(MODULES, "shout", "shouting")
    return format_named("shout")


def test_a_new_format_writes_lists_records_writes_errors_exports_and_the_board(crm, shout, tmp_path):
    crm("config", "set", "currency", "EUR")
    added = crm("contact", "add", "Jane Doe", "--email", "jane@acme.example", "-f", "shout")
    assert added.out.startswith('ID 1\nNAME "JANE DOE"\n')
    assert added.out.endswith("COMMAND 2\n!\n")
    crm("deal", "add", "Roof", "--contact", "Jane", "--amount", "100")
    listed = crm("contact", "list", "--columns", "id,name,emails", "-f", "shout")
    assert listed.out == (
        'ID 1\nNAME "JANE DOE"\nEMAILS [{"VALUE": "JANE@ACME.EXAMPLE", "LABEL": NULL, "PRIMARY": TRUE}]\n!\n'
    )
    shown = crm("contact", "show", "Jane", "-f", "shout").out.splitlines()
    assert shown[0] == "ID 1"
    assert any(line.startswith('DEALS [{"ID": 1, "TITLE": "ROOF"') for line in shown)
    failed = crm("contact", "show", "Zed", "-f", "shout", code=3)
    assert failed.err.splitlines()[2:] == [
        'ERROR {"CODE": "NOT_FOUND", "EXIT": 3, "MESSAGE": "NO CONTACT MATCHES `ZED`", "HINT": "CRM CONTACT LIST", "CANDIDATES": []}',
        "!",
    ]
    exported = crm("export", "contacts", "--columns", "id,name", "-f", "shout")
    assert exported.out.splitlines()[::2] == ["ID 1", 'NAME "JANE DOE"']
    crm("export", "all", "--to", str(tmp_path / "all"), "-f", "shout", code=0)
    assert (tmp_path / "all" / "contacts.shout").read_text().startswith('ID 1\nUID "')
    board = crm("deal", "board", "-f", "shout").out.split("!\n")[0].splitlines()
    assert board[:2] == ['PIPELINE "SALES"', 'STAGE "LEAD"']
    assert board[-1].startswith('DEALS [{"ID": 1, "TITLE": "ROOF", "AMOUNT": 100.00, "CURRENCY": "EUR"')
