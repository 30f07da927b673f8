"""A kind of record that the program does not have: one folder, its tables and one line of the tree."""

from __future__ import annotations

from collections.abc import Iterator
from sqlite3 import Connection

ENTRY = ("crm_cli.vehicle.commands:app", "Cars and vans: add, find, show, edit, tag.", "Everyday")
"""Its line in the tree of commands."""

KIND = '''
"""What a vehicle is: its fields, and what vehicles say about contacts."""

from __future__ import annotations

from crm_cli.core.fields import DAY, INTEGER, MONEY, Field
from crm_cli.kinds.field import common, currency, description, identity, link, owner, points, stored, tags, title
from crm_cli.kinds.kind import Kind

FIELDS = (
    identity("vehicle"),
    title("vehicle", "name", headers="vehicle | car", example='"White van"', help="what it is called"),
    stored("plate", headers="licence plate", is_telling=True, example="KZ-777", help="what its plate says"),
    stored("seats", INTEGER, is_telling=True, example="4", help="how many can sit in it"),
    stored("price", MONEY, currency="t.currency", example="12.5k", help="what it cost"),
    currency("currency of the price"),
    stored("bought_on", DAY, aliases=("bought",), example="yesterday", help="the day it was bought"),
    *link("contact", "contact", "contacts", is_searched=True, example='"Jane Doe"', help="who drives it"),
    *link("company", "company", "companies", is_searched=True, example="Acme", help="whose it is"),
    *points("vehicle", phone=("the phone in it", "+77012345678")),
    tags("vehicle"),
    owner("who looks after it"),
    description('"needs new tyres"'),
    *common("vehicle"),
)

KIND = Kind(
    "vehicle",
    "vehicles",
    FIELDS,
    title="name",
    code="plate",
    listed=("id", "name", "plate", "contact", "seats"),
    order="name",
    detail="coalesce(t.plate, '')",
    about={
        "contact": (
            Field(
                "vehicles",
                INTEGER,
                "(SELECT count(*) FROM vehicles v WHERE v.contact_id = t.id)",
                among="SELECT v.contact_id AS id, count(*) AS value FROM vehicles v"
                " WHERE v.contact_id IS NOT NULL GROUP BY +v.contact_id",
                is_count=True,
                help="how many vehicles the person drives",
            ),
        )
    },
    has_points=True,
    has_tags=True,
    has_notes=True,
    has_reminders=True,
    has_segments=True,
    has_owner=True,
    is_matched=True,
    headers=("vehicle", "car"),
)
'''

COMMANDS = '''
"""The `vehicle` commands."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.cli import standard
from crm_cli.cli.command import of_record, typed_fields
from crm_cli.cli.group import Commands
from crm_cli.cli.options import ClearOption, DueOption, ForceOption, FormatOption, NextOption, WhereOption
from crm_cli.verbs import add as adding
from crm_cli.verbs import change, draft
from crm_cli.verbs import edit as editing

app = Commands(help="""Cars and vans.

    Example: crm vehicle add "White van" --plate KZ-777
    """)
WHO = standard.who("vehicle")


@app.command(cls=of_record("vehicle"))
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    next: NextOption = None,
    due: DueOption = None,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Add a vehicle.

    Example: crm vehicle add "White van" --plate KZ-777
    """
    wanted = draft.read(ctx.obj, "vehicle", typed_fields(ctx), title=name, force=force)
    adding.add(ctx.obj, "vehicle", wanted, next=next, due=due, force=force, format=format)


@app.command(cls=of_record("vehicle"))
def edit(
    ctx: typer.Context,
    who: Annotated[list[str] | None, WHO] = None,
    where: WhereOption = None,
    clear: ClearOption = None,
    format: FormatOption = None,
) -> None:
    """Change fields of vehicles.

    Example: crm vehicle edit "White van" --seats 3
    """
    found = change.chosen(ctx.obj, "vehicle", who, where, "edit", asks=False)
    editing.edit(ctx.obj, "vehicle", found, typed_fields(ctx), clear=clear, format=format)


standard.add_verbs(
    app,
    "vehicle",
    WHO,
    list="""List vehicles.

    Example: crm vehicle list seats:4..
    """,
    show="""Show vehicles whole.

    Example: crm vehicle show van
    """,
    archive="""Hide vehicles.

    Example: crm vehicle archive van
    """,
    unarchive="""Show archived vehicles in lists again.

    Example: crm vehicle unarchive van
    """,
    delete="""Delete vehicles.

    Example: crm vehicle delete van
    """,
    tag="""Put tags on a vehicle.

    Example: crm vehicle tag van leased
    """,
    untag="""Take tags off a vehicle.

    Example: crm vehicle untag van leased
    """,
)
'''

FILES = {"__init__.py": '"""Cars and vans."""\n', "kind.py": KIND.lstrip(), "commands.py": COMMANDS.lstrip()}
"""Its folder."""

TABLE = """CREATE TABLE vehicles (
  -- Cars and vans.
  -- the vehicle's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- what it is called
  name TEXT NOT NULL,
  -- what its plate says
  plate TEXT,
  -- how many can sit in it
  seats INTEGER,
  -- what it cost, in the currency's smallest units
  price INTEGER,
  -- ISO 4217 code
  currency TEXT,
  -- the day it was bought
  bought_on TEXT,
  -- who drives it
  contact_id INTEGER REFERENCES contacts (id),
  -- whose it is
  company_id INTEGER REFERENCES companies (id),
  -- who looks after it
  owner TEXT,
  -- anything worth knowing
  description TEXT,
  -- values of custom fields, a JSON object
  custom TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(custom)),
  -- when it was entered
  created_at TEXT NOT NULL,
  -- when it was hidden, if it was
  archived_at TEXT
) STRICT"""

LINKING = ("activity_links", "contact_points", "external_ids", "reminders", "segment_members", "taggings")
"""The tables that link one record of several kinds."""


def m003_vehicles(db: Connection) -> None:
    """Bring an older file to one with vehicles."""
    from crm_cli.db.migrations import helpers

    helpers.add_table(db, "vehicles")
    for table in LINKING:
        helpers.add_link(db, table, "vehicle", "vehicles")


def schema(before: Iterator[str]) -> Iterator[str]:
    """The definition of a new file with vehicles, from the one without."""
    from crm_cli.db.migrations.helpers import with_link

    for statement in before:
        table = next((name for name in LINKING if statement.startswith(f"CREATE TABLE {name} (")), "")
        yield with_link(statement, "vehicle", "vehicles") if table else statement
    yield TABLE
    for table in LINKING:
        if table != "taggings":
            more = ", moment, activity_id" if table == "activity_links" else ""
            more = ", kind" if table == "contact_points" else more
            where = "vehicle_id IS NOT NULL"
            yield f"CREATE INDEX {table}_vehicle ON {table} (vehicle_id{more}) WHERE {where}"
