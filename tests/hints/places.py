"""Where the package says a hint that can be run: each text of a `hint=`, read from the syntax trees, as a pattern of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import crm_cli

PACKAGE = Path(crm_cli.__file__).parent


UNREACHED = {
    "a file that is hurt, gone, newer or another's": (
        r"crm\ doctor",
        r"any\ command\ that\ adds\ something\ makes\ it:\ crm\ contact\ add\ NAME",
        r"crm\ doctor\ \-\-fix",
        "crm\\ restore\\ .*\\\nto\\ begin\\ anew,\\ move\\ `.*\\-wal`\\ away",
        "crm\\ restore\\ BACKUP\\\nor\\ name\\ another\\ one:\\ \\-\\-db\\ FILE",
        r"crm pipeline stage add Lead \-\-pipeline .*",
    ),
    "a file that another program writes or reads meanwhile": (
        r"try\ again,\ or\ wait\ longer:\ crm\ config\ set\ lock_wait\ 120",
        r"close\ it,\ then:\ crm\ contact\ forget\ contact/.*\ \-\-yes",
    ),
    "a package that is not installed, or is": (
        "install\\ it\\ with\\ pip\\\nor\\ do\\ without:\\ crm\\ config\\ unset\\ holidays",
    ),
    "what repeats, which no command takes yet": (
        r"\-\-times\ 10",
        r"\-\-until\ 'end\ of\ the\ year'",
    ),
    "a machine without a home, or an editor that does not serve": (
        r"\-\-db\ FILE",
        r"crm\ completion\ .*\ >\ FILE",
    ),
    "an empty file, or a setting that an older version has written": (
        r"crm\ pipeline\ add\ Sales",
        r"crm\ config\ unset\ columns\..*",
    ),
    "mail that tests of the mail have": (
        r"name\ the\ mailbox\ itself:\ crm\ mail\ import\ FILE\.mbox",
        r"crm\ mail\ import\ FILE\.mbox",
        r"\-\-create\ makes\ contacts\ of\ whoever\ is\ not\ there",
    ),
    "more records than a workbook holds": (r"\-f\ csv,\ or\ a\ query\ for\ a\ part",),
    "files to import that tests of the import have": (
        r"export\ it\ again:\ crm\ export\ all\ \-\-to\ FOLDER",
        r"\-\-map\ HEADER=external_id",
        r"save\ it\ as\ UTF\-8,\ or\ name\ its\ encoding:\ \-\-encoding\ cp1251",
        r"name\ it:\ \-\-encoding\ cp1251,\ or\ save\ the\ file\ as\ UTF\-8",
    ),
}
"""Patterns that none of the lines says, by what it would take."""


RUN = r"(?m)^(.*:\\ )?(crm\b|(\\-){1,2}[a-z])"
"""What a pattern has in it that says what to run."""


def patterns() -> dict[str, str]:
    """Pattern of a hint → the first module that says it; words alone, and hints that are handed on, are not among them."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "hint":
                for pattern in _patterns(node.value):
                    if re.search(RUN, pattern):
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
