"""What is offered at the end of a line: commands, options, and what each option and argument stands for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crm_cli.cli import tree
from crm_cli.kinds.catalogue import KINDS
from crm_cli.output.formats import MODULES
from crm_cli.report.reports import REPORTS
from tests.completion.conftest import ask

Offered = Callable[..., list[str]]
PEOPLE = ["Jane Doe", "John Roe", "José García", "Наталья Ёлкина"]
FIRMS = ["Acme Ltd", "Åkerblom AB"]
SALES = ["Lead", "Qualified", "Proposal", "Negotiation"]
PARTNERS = ["first talk", "contract"]
FORMATS = [*MODULES]

COMMANDS = [
    ("crm c", [name for name in tree.TREE if name.startswith("c")]),
    ("crm deal wi", ["win"]),
    ("crm deal item ", ["add", "list", "delete"]),
    ("crm contact f", ["forget"]),
    ("crm pipeline stage re", ["rename"]),
    ("crm report ", [*REPORTS]),
    ("crm contact list; crm deal wi", ["win"]),
    ("crm nonsense ", []),
    ("crm contact nonsense ", []),
    ("crm note mee", ["meeting"]),
    ("crm note Ja", ["Jane Doe"]),
    ("crm note Jane x --wi", ["--with"]),
    ("crm note --whe", ["--where"]),
    ("crm help qu", ["query"]),
    ("crm help deal mo", ["move"]),
    ("crm help deal item ", ["add", "list", "delete"]),
    ("crm completion ", ["bash", "zsh", "fish"]),
    ("crm sql ", []),
]
OPTIONS = [
    ("crm --de", ["--debug"]),
    ("crm contact list --so", ["--sort"]),
    ("crm contact add --job", ["--job-title"]),
    ("crm contact add --renew", ["--renewal"]),
    ("crm contact edit Jane --drop", [f"--drop-{p}" for p in "email phone url messenger social".split()]),
    ("crm contact add --drop", []),
    ("crm contact add Zed --force --fo", ["--format"]),
    ("crm contact list --limit 5 --li", []),
    ("crm contact list -n 5 --li", []),
    ("crm contact add Zed --city Oslo --ci", []),
    ("crm contact add Zed --email a@x.example --em", ["--email"]),
    ("crm call Jane x --with John --wi", ["--with"]),
    ("crm contact list -- --so", []),
    ("crm contact list x --arch", ["--archived"]),
    ("crm remind --su", ["--summary"]),
    ("crm deal add X --stat", []),
]
VALUES = [
    ("crm contact list -f ", FORMATS),
    ("crm contact list -fjs", ["-fjson", "-fjsonl"]),
    ("crm contact list --format=c", ["--format=csv"]),
    ("crm contact edit Jane --company a", FIRMS),
    ("crm contact edit Jane --company=a", [f"--company={firm}" for firm in FIRMS]),
    ("crm contact edit Jane --lifecycle ", ["lead", "prospect", "customer", "former"]),
    ("crm contact edit Jane --shoe-size ", ["small", "large"]),
    ("crm contact edit Jane --source ", ["cold call", "fair"]),
    ("crm contact edit Jane --renewal tom", ["tomorrow"]),
    ("crm contact edit Jane --tag в", ["вип"]),
    ("crm company edit Acme --industry m", ["machine tools"]),
    ("crm contact edit Jane --clear jo", ["job_title"]),
    ("crm contact edit Jane --clear job_title,so", ["job_title,social", "job_title,source"]),
    ("crm deal add X --contact j", PEOPLE[:3]),
    ("crm deal add X --product g", ["GTX Pro"]),
    ("crm deal add X --pipeline ", ["Sales", "Partners"]),
    ("crm deal add X --stage ", SALES + PARTNERS),
    ("crm deal add X --pipeline Partners --stage ", PARTNERS),
    ("crm deal edit 'Big one' --stage ", PARTNERS),
    ("crm deal edit 'Big one' --add-contact jo", PEOPLE[1:3]),
    ("crm remind add x --priority ", ["high", "normal", "low"]),
    ("crm call Jane x --with ja", ["Jane Doe"]),
    ("crm call Jane x --deal a", ["Acme renewal"]),
    ("crm call Jane x --due to", ["today", "tomorrow"]),
    ("crm report sales --by m", ["month"]),
    ("crm report winloss --by rea", ["reason"]),
    ("crm report activity --by k", ["kind"]),
    ("crm report sales --compare ", ["previous", "last-year"]),
    ("crm report sales --period l", [f"last-{span}" for span in "week month quarter year".split()]),
    ("crm report sales --period 2026-Q", [f"2026-Q{number}" for number in "1234"]),
    ("crm --now 2031-05-05 report sales --period 2031-Q", [f"2031-Q{number}" for number in "1234"]),
    ("crm contact list --columns name,em", ["name,email", "name,emails"]),
    ("crm contact list --columns sh", ["shoe size"]),
    ("crm contact list --columns company.ci", ["company.city"]),
    ("crm contact list --sort -lan", ["-language"]),
    ("crm contact list --sort name,-sco", ["name,-score"]),
    ("crm contact list --group-by lif", ["lifecycle"]),
    ("crm segment show 'big deals' --columns cl", ["closed_on"]),
    ("crm import x --as d", ["deals"]),
    ("crm import x --date-order ", ["dmy", "mdy", "ymd"]),
    ("crm import x --unknown ", ["keep", "ignore"]),
    ("crm segment add x --kind ", KINDS.as_people_ask("has_segments")),
    ("crm field add contact x --type ", ["text", "number", "date", "choice", "flag"]),
    ("crm history --by ", []),
    ("crm call Jane x --done ", ["2", "1", "last"]),
    ("crm call Jane x --done la", ["last"]),
    ("crm call Jane x --move neg", ["Negotiation"]),
]
ARGUMENTS = [
    ("crm tag delete ", ["long lunch", "vip", "вип"]),
    ("crm contact tag Jane ", ["long lunch", "vip", "вип"]),
    ("crm contact tag Jane vip ", ["long lunch", "вип"]),
    ("crm contact untag Jane ", ["long lunch", "vip"]),
    ("crm contact tag --where x ", ["long lunch", "vip", "вип"]),
    ("crm segment show ", ["big deals", "regulars"]),
    ("crm segment explain 'big deals' b", ["Big one"]),
    ("crm pipeline show ", ["Sales", "Partners"]),
    ("crm pipeline stage edit f", ["first talk"]),
    ("crm pipeline stage move Lead --before q", ["Qualified"]),
    ("crm deal move 'Acme renewal' ", SALES),
    ("crm move big\\ one ", PARTNERS),
    ("crm move 2 ", PARTNERS),
    ("crm deal move --where status:open f", ["first talk"]),
    ("crm deal item add Big\\ one ", ["GTX Pro"]),
    ("crm contact relate Jane ", ["wife"]),
    ("crm contact relate Jane wife jo", PEOPLE[1:3]),
    ("crm contact date Jane ", ["anniversary"]),
    ("crm contact consent Jane ", ["email", "phone", "message", "post", "any"]),
    ("crm contact consent Jane email ", ["yes", "no"]),
    ("crm config set cur", ["currency"]),
    ("crm config set date_order ", ["dmy", "mdy", "ymd"]),
    ("crm config set week-start su", ["sunday"]),
    ("crm config set currency KZ", ["KZT"]),
    ("crm config set timezone Asia/Alm", ["Asia/Almaty"]),
    ("crm field edit contact ", ["renewal", "shoe size"]),
    ("crm field edit deal ", []),
    ("crm export com", ["companies"]),
    ("crm export a", ["activities", "all"]),
    ("crm undo 2", [str(number) for number in range(29, 19, -1)] + ["2"]),
    ("crm call Jane ", []),
    ("crm config set nonsense ", []),
]
VIEWS = [
    ("crm view h", ["hot"]),
    ("crm view sh", ["show"]),
    ("crm view show ", ["hot"]),
    ("crm view delete h", ["hot"]),
    ("crm view hot lifecycle:le", ["lifecycle:lead"]),
    ("crm view hot --colu", ["--columns"]),
    ("crm view hot --columns na", ["name"]),
    ("crm view HOT tag:vip,l", ['tag:vip,"long lunch"']),
    ("crm view nonsense x", []),
    ("crm view add warm segm", ["segment"]),
    ("crm view add warm deal li", ["list"]),
    ("crm view add --force warm deal list stage:neg", ["stage:Negotiation"]),
    ("crm view add warm deal list --sort -am", ["-amount"]),
    ("crm view add warm report sales --by m", ["month"]),
    ("crm view add warm", []),
]
FILES = [
    ("crm import ", ["<files>"]),
    ("crm import x --rejects ", ["<files>"]),
    ("crm --db ", ["<files>"]),
    ("crm --db=", ["<files>"]),
    ("crm contact list --db ", ["<files>"]),
    ("crm restore ", ["<files>"]),
    ("crm backup --to ", ["<folders>"]),
    ("crm export contacts --to ", ["<files>"]),
    ("crm contact list > ", ["<files>"]),
    ("crm sql < q", ["<files>"]),
    ("crm contact list 2> ", ["<files>"]),
]


@pytest.mark.parametrize(("line", "wanted"), [*COMMANDS, *OPTIONS, *VALUES, *ARGUMENTS, *VIEWS, *FILES])
def test_the_end_of_a_line_is_offered(offered: Offered, line: str, wanted: list[str]) -> None:
    assert offered(line) == wanted


def test_the_first_word_is_any_command_there_is(offered: Offered) -> None:
    assert offered("crm ") == list(tree.TREE)


def test_where_no_argument_is_left_options_are_offered(offered: Offered) -> None:
    found = offered("crm contact add Zed ")
    assert {"--deal", "--amount", "--next", "--due", "--job-title", "--renewal", "--db"} <= set(found)
    assert found[-1] == "--help"


def test_what_stands_beside_tells_what_it_is(described: Callable[[str], list[tuple[str, str]]]) -> None:
    assert described("crm deal wi") == [("win", "Win a deal: it is closed, and counts as sold on that day.")]
    assert described("crm contact list --arch") == [("--archived", "The archived, too.")]
    assert described("crm segment show ") == [("big deals", "amount:1k.."), ("regulars", "tag:vip")]
    assert described("crm config get cur") == [("currency", "currency of amounts written without one")]
    assert described("crm undo 29")[0][1].startswith("crm contact date 'Jane Doe' anniversary")


def test_a_time_zone_is_completed_part_by_part(sample: Path) -> None:
    found = ask("crm config set timezone Eur", sample).candidates
    assert [(each.text, each.is_whole) for each in found] == [("Europe/", False)]


def test_every_option_and_argument_of_every_command_is_known_to_somebody(sample: Path) -> None:
    """Nothing raises, whatever is asked for."""
    from crm_cli.completion import declared

    def walk(command: declared.Command | None) -> int:
        assert command is not None
        path = " ".join(command.path)
        if isinstance(command, declared.Group):
            return sum(walk(command.command(name)) for name, _ in command.lines())
        for option in command.options:
            ask(f"crm {path} {option.names[0]} ", sample)
            ask(f"crm {path} {option.names[0]}=x", sample)
        for number in range(len(command.arguments) + 2):
            ask(f"crm {path} {'1 ' * number}", sample)
            ask(f"crm {path} {'1 ' * number}x", sample)
        return 1

    assert sum(walk(declared.command([name])[0]) for name in tree.TREE) > 100


@pytest.mark.parametrize("file", ["missing", "folder", "foreign", "empty", "text", "newer"])
def test_without_a_file_of_ours_commands_and_options_are_offered_all_the_same(
    tmp_path: Path, file: str
) -> None:
    import sqlite3

    path = tmp_path / "there.db"
    if file == "folder":
        path.mkdir()
    elif file in ("foreign", "newer"):
        db = sqlite3.connect(path)
        db.execute("CREATE TABLE contacts (id, name)")
        if file == "newer":
            db.execute(f"PRAGMA application_id = {0x43524D31}")
            db.execute("PRAGMA user_version = 99")
        db.close()
    elif file == "empty":
        path.touch()
    elif file == "text":
        path.write_text("no database")

    def texts(line: str) -> list[str]:
        return [each.text for each in ask(line, path).candidates]

    assert texts("crm contact li") == ["list"]
    assert texts("crm contact list --so") == ["--sort"]
    assert texts("crm contact add --job") == ["--job-title"]
    assert texts("crm contact list cit") == ["city:"]
    assert texts("crm contact list lifecycle:le") == ["lifecycle:lead"]
    assert texts("crm deal list stage:") == []
    assert texts("crm contact show ") == texts("crm done ") == texts("crm tag delete ") == []


def test_the_file_is_the_one_that_the_line_names(sample: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.db"
    assert [each.text for each in ask(f"crm --db {sample} contact show ja", nowhere).candidates] == [
        "Jane Doe"
    ]
    assert [each.text for each in ask(f"crm contact show --db={sample} ja", nowhere).candidates] == [
        "Jane Doe"
    ]
    assert [each.text for each in ask(f"CRM_DB={sample} crm contact show ja", nowhere).candidates] == [
        "Jane Doe"
    ]
    assert ask(f"crm --db {nowhere} contact show ja", sample).candidates == []
