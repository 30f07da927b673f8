"""The seventh law of the house: a day's work is done through app and verbs alone, with no command line there at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import crm_cli

DAY = """
import sys

for name in ("typer", "rich", "click", "typer.core"):
    sys.modules[name] = None  # whoever imports one of them fails

from crm_cli.activity import noting
from crm_cli.activity.noting import Asked
from crm_cli.app.context import App, Globals
from crm_cli.db import settings
from crm_cli.kinds.catalogue import KINDS
from crm_cli.verbs import add, cards, change, draft, edit, listing, relating, resolve

path, now = sys.argv[1:]


def world():
    app = App(Globals(), env={"CRM_DB": path, "CRM_NOW": now, "TZ": "UTC", "LOGNAME": "tester"})
    app.may_make = True
    return app


def wanted(crm, kind, title, *typed):
    return draft.read(crm, kind, typed, title=title)


crm = world()
with crm.write() as db:
    settings.put(db, "currency", "EUR")
crm = world()
add.add(crm, "company", wanted(crm, "company", "Acme Ltd", ("city", "Oslo")))
crm = world()
along = [("deal", wanted(crm, "deal", "Pilot", ("amount", "5k")))]
jane = wanted(crm, "contact", "Jane Doe", ("company", "acme"), ("email", "jane@acme.example"), ("tags", "vip"))
add.add(crm, "contact", jane, along=along, next="call her", due="mon")
crm = world()
noting.log(crm, "call", [], Asked("jane", ["wants two"], None, None, None, True, False, "send it", "fri", None))
crm = world()
edit.edit(crm, "contact", resolve.many(crm, "contact", ["jane"]), [("city", "Bergen"), ("job_title", "CFO")])
crm = world()
change.tag(crm, "company", ["acme", "partner"], None, None, put=True)
crm = world()
relating.relate(crm, "contact", "jane", "boss", "acme", None, drop=False)
crm = world()
listing.show(crm, "contact", ["tag:vip", "city:bergen"], columns="name,company,city,deals.open")
cards.show(crm, resolve.many(crm, "deal", ["pilot"]), "{title}: {amount} {currency}, {contact}")
crm = world()
change.archive(crm, "deal", ["pilot"], None, None, hide=True)
crm = world()
change.delete(crm, "company", ["acme"], None, unlink=True)
crm = world()
listing.show(crm, "reminder", None, columns="title,due,contact")
print(*[kind.plural for kind in KINDS.values()][:2])
"""

SAID = """\
Added Acme Ltd (company/1): city Oslo
Added Jane Doe (contact/1): e-mail jane@acme.example; tags vip; at Acme Ltd; deal Pilot, amount €5,000.00, in Lead (deal/1); reminder call her, due Mon 23 Nov (reminder/1); made pipeline Sales
Logged call with Jane Doe (activity/1): "wants two"; direction in; on deal Pilot (deal/1), the one open deal of Jane Doe; on company Acme Ltd (company/1); reminder send it, due Fri 27 Nov (reminder/2)
Changed Jane Doe (contact/1): job title – → CFO; city – → Bergen; at Acme Ltd
Tagged Acme Ltd (company/1): partner
Changed Jane Doe (contact/1): is boss of Acme Ltd; at Acme Ltd
Jane Doe\tAcme Ltd\tBergen\t1
Pilot: 5000.00 EUR, Jane Doe
Archived Pilot (deal/1): at Acme Ltd; with Jane Doe
Deleted Acme Ltd (company/1); changed contact Jane Doe, company Acme Ltd → –, is no longer boss of Acme Ltd (contact/1); changed deal Pilot, company Acme Ltd → – (deal/1); changed call with Jane Doe, companies −Acme Ltd (activity/1)
call her\t2026-11-23\tJane Doe
send it\t2026-11-27\tJane Doe
companies contacts
"""


def test_a_days_work_needs_no_command_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DAY, str(tmp_path / "crm.db"), "2026-11-21T09:30:00Z"],
        cwd=Path(crm_cli.__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == (SAID, "", 0)
