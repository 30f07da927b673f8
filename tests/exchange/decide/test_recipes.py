"""What was decided of a file is explained with its reasons, and kept to decide alike of the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]

DEALS = (
    "Ref,Offer,Worth,Ends,Odds,Chosen,Chosen ID\n"
    "1,Roof,\"1.200,50\",25/03/2026,40,Acme,7\n"
    "2,Door,\"80,00\",01/04/2026,50,Acme,7\n"
)  # fmt: skip
MAPS = ("--as", "deals", *(f"--map={one}" for one in (
    "Ref=external_id", "Offer=title", "Worth=amount", "Ends=expected_close_on", "Odds=probability", "Chosen=company",
    "Chosen ID=company_id",
)))  # fmt: skip


def test_each_column_is_explained_and_nothing_is_read(crm: Run, tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(DEALS)
    told = crm("import", str(tmp_path / "deals.csv"), *MAPS, "--explain", "-f", "csv", code=0)
    assert told.out == (
        "column,field,read,why\n"
        "Ref,external_id,id there,told\n"
        "Offer,title,text,told\n"
        'Worth,amount,"money, decimal mark ,","told; decimal mark ,"\n'
        'Ends,expected_close_on,"date, dmy",told; dates dmy\n'
        'Odds,probability,"probability, per cent",told\n'
        "Chosen,company,name,told\n"
        "Chosen ID,company_id,id,told\n"
    )
    assert told.err == (
        f"{tmp_path / 'deals.csv'}: UTF-8, comma between cells, headers on line 1\n"
        "deals: --as says so\nids of Ref\ncompany is named by Chosen, Chosen ID together\n"
    )
    assert not (tmp_path / "crm.db").exists()


def test_a_recipe_decides_the_next_file_alike(crm: Run, tmp_path: Path) -> None:
    first, second, recipe = (tmp_path / name for name in ("deals.csv", "april.csv", "deals.toml"))
    first.write_text(DEALS)
    crm("config", "set", "currency", "EUR", code=0)
    crm("import", str(first), *MAPS, "--save-recipe", str(recipe), code=0)
    assert recipe.read_text() == (
        "# What `crm import` decided of a file: `crm import FILE --recipe THIS` decides alike.\n\n"
        '[[rows]]\nkind = "deal"\n'
        '[rows.columns]\n"Ref" = "external_id"\n"Offer" = "title"\n"Worth" = "amount"\n"Ends" = "expected_close_on"\n'
        '"Odds" = "probability"\n"Chosen" = "company"\n"Chosen ID" = "company_id"\n'
        '[rows.dates]\n"Ends" = "dmy"\n[rows.decimals]\n"Worth" = ","\n'
    )
    second.write_text("Ref,Offer,Worth,Ends,Odds,Extra\n3,Wall,1.200,03/04/2026,60,x\n")
    crm("import", str(second), "--recipe", str(recipe), code=0)
    assert crm("deal", "list", "title:wall", "--columns", "title,amount,expected_close_on,extra").out == (
        "Wall\t1200.00\t2026-04-03\tx\n"
    )


def test_a_recipe_of_a_program_keeps_its_profile(crm: Run, tmp_path: Path) -> None:
    file, recipe = tmp_path / "people.csv", tmp_path / "people.toml"
    file.write_text(
        "Record ID,First Name,Last Name,Contact owner,Lifecycle Stage\n1,Ada,Lee,Ida,Subscriber\n"
    )
    crm("import", str(file), "--explain", "--save-recipe", str(recipe), code=0)
    assert 'profile = "HubSpot contacts"\n' in recipe.read_text()
    crm("import", str(file), "--recipe", str(recipe), code=0)
    assert crm("contact", "list", "--columns", "name,owner,lifecycle").out == "Ada Lee\tIda\tlead\n"


def test_what_is_no_recipe_or_one_of_other_columns_is_refused(crm: Run, tmp_path: Path) -> None:
    file, recipe = tmp_path / "people.csv", tmp_path / "x.toml"
    file.write_text("name,email\nAda,a@b.example\n")
    for text, said in (
        ("rows = 5", "is no recipe: 'int' object is not iterable"),
        ("[[rows]]\nkind = 'ship'", "is no recipe: there is no kind ship"),
        ("[[rows]]\nkind = 'contact'\n[rows.columns]\nname = 5", "is no recipe: what a column is is a text"),
        (
            "[[rows]]\nkind = 'contact'\n[rows.columns]\nNom = 'name'",
            "has none of the columns of the recipe: Nom",
        ),
        ("=", "is no recipe: "),
    ):
        recipe.write_text(text)
        assert said in crm("import", str(file), "--recipe", str(recipe), code=2).err
