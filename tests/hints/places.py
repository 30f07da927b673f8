"""Where the package says a hint: each text of a `hint=`, read from the syntax trees, as a pattern of what it prints."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import crm_cli

PACKAGE = Path(crm_cli.__file__).parent


UNREACHED = {
    "a file that is hurt, gone, newer or another's": (
        r"crm\ doctor", r"crm\ doctor\ \-\-fix", "crm\\ restore\\ .*\\\nto\\ begin\\ anew,\\ move\\ `.*\\-wal`\\ away",
        "crm\\ restore\\ BACKUP\\\nor\\ name\\ another\\ one:\\ \\-\\-db\\ FILE",
        r"restore\ it\ elsewhere\ with\ \-\-db\ OTHER\.db,\ or\ here\ with\ \-\-force",
        r"run\ it\ again\ with\ \-\-debug\ to\ see\ where", r"crm pipeline stage add Lead \-\-pipeline .*",
    ),
    "a file that another program writes or reads meanwhile": (
        r"run\ the\ command\ again", r"try\ again,\ or\ wait\ longer:\ crm\ config\ set\ lock_wait\ 120",
        r"close\ it,\ then:\ crm\ contact\ forget\ contact/.*\ \-\-yes",
    ),
    "a package that is not installed, or is": (
        "install\\ it\\ with\\ pip\\\nor\\ do\\ without:\\ crm\\ config\\ unset\\ holidays",
        r"type\ a\ country\ like\ KZ,\ or\ with\ its\ part\ DE\-BY",
    ),
    "what repeats, which no command takes yet": (
        r"leave\ out\ \-\-until\ and\ \-\-times", r"give\ one\ of\ \-\-until\ and\ \-\-times", r"\-\-times\ 10",
        r"\-\-until\ 'end\ of\ the\ year'",
    ),
    "a calendar that is not the file's": (
        r"type\ four,\ like\ 1405\-09\-10", r"type\ a\ day\ like\ 1405\-09\-10", r"type\ 1405\ or\ 1405\-09",
    ),
    "a machine without a home, or an editor that does not serve": (
        r"\-\-db\ FILE", r"set\ HOME\ to\ your\ home\ folder", r"crm\ completion\ .*\ >\ FILE", r"export\ EDITOR=nano",
    ),
    "an empty file, or a setting that an older version has written": (
        r"crm\ pipeline\ add\ Sales", r"crm\ config\ unset\ columns\..*",
    ),
    "files to import that tests of the import have": (
        r"export\ it\ again:\ crm\ export\ all\ \-\-to\ FOLDER", r"\-\-map\ HEADER=external_id",
        r"import\ its\ sheets\ one\ by\ one,\ contacts\.csv\ first", r"unpack\ it,\ and\ import\ the\ folder",
        r"import\ that\ file\ alone\ with\ \-\-rejects\ FILE\ to\ keep\ them",
        r"save\ it\ as\ UTF\-8,\ or\ name\ its\ encoding:\ \-\-encoding\ cp1251",
        r"name\ it:\ \-\-encoding\ cp1251,\ or\ save\ the\ file\ as\ UTF\-8",
        r"put\ a\ line\ with\ the\ names\ of\ the\ columns\ above\ it",
        r"look\ at\ line\ .*:\ a\ cell\ that\ begins\ with\ a\ quote\ must\ end\ with\ one",
        r"its\ first\ line\ should\ hold\ the\ names\ of\ the\ columns",
    ),
    "a configuration of the user's own": (
        r"leave\ \-\-dry\-run\ out", r'like\ this:\ hot\ =\ "contact\ list\ tag:hot"', r"take\ it\ out\ there",
    ),
    "words, no command": (
        r"2026\-11\-21T09:30:00Z", r"write\ the\ currency's\ code,\ like\ `1250\ .*`", r"type\ the\ amount,\ too",
        r"days\ are\ asked\ as\ \-7d\.\.\+7d,\ years\ as\ 1990\.\.", r"name\ a\ field", r'inside\ quotes,\ \\"\ is\ a\ quote',
        r"one\ name:\ .*",
    ),
}  # fmt: skip
"""Patterns that none of the lines says, by what it would take."""


def patterns() -> dict[str, str]:
    """Pattern of a hint → the first module that says it; hints that are only handed on are not among them."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "hint":
                for pattern in _patterns(node.value):
                    if re.sub(r"\.\*|\\.|\W", "", pattern):
                        found.setdefault(pattern, str(path.relative_to(PACKAGE)))
    return found


def _patterns(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _patterns(node.body)
        yield from _patterns(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(_part(each) for each in node.values)
    elif (
        isinstance(node, ast.Call)
        and ast.unparse(node.func) == "shell.line"
        and isinstance(node.args[0], ast.List)
    ):
        yield " ".join(_part(each) for each in node.args[0].elts)


def _part(node: ast.expr) -> str:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return re.escape(node.value) if is_text else ".*"  # type: ignore[attr-defined]
