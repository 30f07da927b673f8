"""A kind of record that the program does not have: one folder, its tables and one line of the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sqlite3 import Connection

ENTRY = ("crm_cli.box.commands:app", "Boxes of a theatre: add, find, show, edit, tag.", "Everyday")
"""Its line in the tree of commands."""

KIND = '''
"""What a box is: its fields, and what boxes say about contacts."""

from __future__ import annotations

from crm_cli.core.fields import CHOICE, DAY, FLAG, INTEGER, MONEY, Field
from crm_cli.kinds.field import (
    common, currency, description, identity, line_items, line_products, link, owner, points, records_with_line, stored, tags,
    title,
)  # fmt: skip
from crm_cli.kinds.kind import Kind

FIELDS = (
    identity("box"),
    title("box", "name", example='"Royal box"', help="what it is called"),
    stored("plate", aliases=("door_plate",), is_telling=True, example="KZ-777", help="what its door says"),
    stored("seats", INTEGER, is_telling=True, example="4", help="how many can sit in it"),
    stored("amount", MONEY, currency="t.currency", aliases=("price",), example="12.5k", help="what it costs a year"),
    currency("currency of the amount"),
    stored("bought_on", DAY, aliases=("bought",), example="yesterday", help="the day it was bought"),
    stored("rank", CHOICE, choices=("first", "second"), example="first", help="how near the stage it is"),
    stored("is_leased", FLAG, aliases=("leased",), example="yes", help="whether it is let for the year"),
    *link("contact", "contact", "contacts", is_searched=True, example='"Jane Doe"', help="who sits in it"),
    *link("company", "company", "companies", is_searched=True, example="Acme", help="whose it is"),
    *points("box", phone=("the phone in it", "+77012345678")),
    *line_products("box", "box_items"),
    line_items("box", "box_items"),
    tags("box"),
    owner("who looks after it"),
    description('"needs new velvet"'),
    *common("box"),
)

KIND = Kind(
    "box",
    "boxes",
    FIELDS,
    title="name",
    code="plate",
    listed=("id", "name", "plate", "contact", "seats"),
    order="name",
    detail="coalesce(t.plate, '')",
    about={
        "contact": (
            Field(
                "boxes",
                INTEGER,
                "(SELECT count(*) FROM boxes v WHERE v.contact_id = t.id)",
                among="SELECT v.contact_id AS id, count(*) AS value FROM boxes v"
                " WHERE v.contact_id IS NOT NULL GROUP BY +v.contact_id",
                is_count=True,
                help="how many boxes the person sits in",
            ),
        ),
        "product": (records_with_line("box", "boxes", "box_items"),),
    },
    sums=("amount",),
    lines="box_items",
    has_notes=True,
    has_reminders=True,
    has_segments=True,
    is_matched=True,
)
'''

RECORDS = '''
"""Boxes are let with what is served in them."""

from __future__ import annotations

from crm_cli.kinds.lined import Lined


class Boxes(Lined):
    """The rules of boxes: those of all that has lines."""


boxes = Boxes("box")
'''

COMMANDS = '''
"""The `box` commands."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.cli import lines, standard
from crm_cli.cli.command import of_record, typed_fields
from crm_cli.cli.group import Commands
from crm_cli.cli.options import ClearOption, DueOption, ForceOption, FormatOption, NextOption, WhereOption
from crm_cli.verbs import add as adding
from crm_cli.verbs import change, draft
from crm_cli.verbs import edit as editing

app = Commands(help="""Boxes of a theatre.

    Example: crm box add "Royal box" --plate KZ-777
    """)
app.add_typer(lines.commands("box"), name="item")
WHO = standard.who("box")


@app.command(cls=of_record("box"))
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    next: NextOption = None,
    due: DueOption = None,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Add a box.

    Example: crm box add "Royal box" --plate KZ-777
    """
    wanted = draft.read(ctx.obj, "box", typed_fields(ctx), title=name, force=force)
    adding.add(ctx.obj, "box", wanted, next=next, due=due, force=force, format=format)


@app.command(cls=of_record("box"))
def edit(
    ctx: typer.Context,
    who: Annotated[list[str] | None, WHO] = None,
    where: WhereOption = None,
    clear: ClearOption = None,
    format: FormatOption = None,
) -> None:
    """Change fields of boxes.

    Example: crm box edit "Royal box" --seats 3
    """
    found = change.chosen(ctx.obj, "box", who, where, "edit", asks=False)
    editing.edit(ctx.obj, "box", found, typed_fields(ctx), clear=clear, format=format)


standard.add_verbs(
    app,
    "box",
    WHO,
    list="""List boxes.

    Example: crm box list seats:4..
    """,
    show="""Show boxes whole.

    Example: crm box show royal
    """,
    archive="""Hide boxes.

    Example: crm box archive royal
    """,
    unarchive="""Show archived boxes in lists again.

    Example: crm box unarchive royal
    """,
    delete="""Delete boxes.

    Example: crm box delete royal
    """,
    tag="""Put tags on a box.

    Example: crm box tag royal leased
    """,
    untag="""Take tags off a box.

    Example: crm box untag royal leased
    """,
)
'''

FILES = {
    "__init__.py": '"""Boxes of a theatre."""\n',
    "kind.py": KIND.lstrip(),
    "records.py": RECORDS.lstrip(),
    "commands.py": COMMANDS.lstrip(),
}
"""Its folder."""

TABLE = """CREATE TABLE boxes (
  -- Boxes of a theatre.
  -- the box's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- what it is called
  name TEXT NOT NULL,
  -- what its door says
  plate TEXT,
  -- how many can sit in it
  seats INTEGER,
  -- what it costs a year, in the currency's smallest units
  amount INTEGER,
  -- ISO 4217 code
  currency TEXT,
  -- the day it was bought
  bought_on TEXT,
  -- how near the stage it is
  rank TEXT CHECK (rank IN ('first', 'second')),
  -- 1 when it is let for the year
  is_leased INTEGER CHECK (is_leased IN (0, 1)),
  -- who sits in it
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
) STRICT;
CREATE TABLE box_items (
  -- What is served in a box. Belongs to box_id.
  -- the line's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the box
  box_id INTEGER NOT NULL REFERENCES boxes (id),
  -- what is served
  product_id INTEGER REFERENCES products (id),
  -- its place among the lines, from 1
  position INTEGER NOT NULL,
  -- how many, decimal text
  quantity TEXT NOT NULL DEFAULT '1',
  -- price of one, in the smallest units of the box's currency
  price INTEGER,
  -- off the price, in basis points
  discount INTEGER NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND 10000),
  -- further words
  description TEXT
) STRICT"""


def m003_boxes(db: Connection) -> None:
    """Bring an older file to one with boxes."""
    from crm_cli.db.migrations import helpers
    from crm_cli.kinds import hanging
    from crm_cli.kinds.catalogue import KINDS

    helpers.add_table(db, "boxes")
    helpers.add_table(db, "box_items")
    for table in hanging.tables(KINDS["box"]):
        helpers.add_link(db, table, "box", "boxes")


def schema(before: Iterable[str]) -> Iterator[str]:
    """The definition of a new file with boxes, from the one without."""
    from crm_cli.db import migrations
    from crm_cli.kinds import hanging
    from crm_cli.kinds.catalogue import KINDS

    text = hanging.written(f"{''.join(before)}{TABLE};\n", KINDS["box"])
    return migrations.statements_of(text.splitlines(keepends=True))
