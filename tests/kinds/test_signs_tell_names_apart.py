"""What is one and what is two, wherever a name decides it: C, C++ and C# are three; Mary-Ann and mary ann are one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

APART = [("C", "C++", "C#"), ("50", "50%"), ("Offer 1", "Offer #1"), ("Soap", "Soap+"), ("R&D", "R D")]
ALIKE = [
    ("Mary-Ann", "mary ann"),
    ("Müller", "MULLER"),
    ("O’Neil", "oneil"),
    ("AT&T", "AT & T"),
    ("Ｃ＋＋", "c++"),
]


@pytest.mark.parametrize("names", APART)
@pytest.mark.parametrize("kind", ["contact", "company", "deal", "product"])
def test_names_that_differ_in_a_sign_are_several_records(crm: Run, kind: str, names: tuple[str, ...]) -> None:
    for name in names:
        crm(kind, "add", name, code=0)
    assert sorted(crm(kind, "list", "-f", "{name}" if kind != "deal" else "{title}", code=0).lines) == sorted(
        names
    )


@pytest.mark.parametrize("names", ALIKE)
@pytest.mark.parametrize("kind", ["contact", "company", "deal", "product"])
def test_names_that_differ_in_case_accents_hyphens_or_quotes_are_one(
    crm: Run, kind: str, names: tuple[str, ...]
) -> None:
    crm(kind, "add", names[0], code=0)
    assert f"({kind}/1)" in crm(kind, "add", names[1], code=5).err


@pytest.mark.parametrize("names", APART)
@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("contacts", "name"),
        ("companies", "name"),
        ("products", "name"),
    ],
)
def test_rows_that_differ_in_a_sign_are_several_records(
    crm: Run, tmp_path: Path, kind: str, headers: str, names: tuple[str, ...]
) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text("\n".join([headers, *names]) + "\n")
    crm("import", str(file), "--as", kind, code=0)
    crm("import", str(file), "--as", kind, "--system", "other", code=0)
    group = {"contacts": "contact", "companies": "company", "products": "product"}[kind]
    assert sorted(crm(group, "list", "-f", "{name}", code=0).lines) == sorted(names)


def test_a_row_links_the_company_and_product_of_that_very_name(crm: Run, tmp_path: Path) -> None:
    crm("company", "add", "C", code=0)
    crm("product", "add", "Soap", code=0)
    people, deals = tmp_path / "people.csv", tmp_path / "deals.csv"
    people.write_text("name,company\nAda,C++\nBo,c#\nCy,C\n")
    deals.write_text("title,product\nOne,Soap+\nTwo,SOAP\n")
    crm("import", str(people), "--as", "contacts", code=0)
    crm("import", str(deals), "--as", "deals", code=0)
    listed = crm("contact", "list", "-f", "{name} {company}", "--sort", "id", code=0)
    assert listed.lines == ["Ada C++", "Bo c#", "Cy C"]
    assert crm("deal", "list", "-f", "{title} {product}", "--sort", "id", code=0).lines == [
        "One Soap+",
        "Two Soap",
    ]


def test_a_name_without_its_spaces_and_hyphens_is_joined_only_where_its_signs_are_there(
    crm: Run, tmp_path: Path
) -> None:
    crm("company", "add", "GTX Pro", code=0)
    crm("company", "add", "C", code=0)
    file = tmp_path / "people.csv"
    file.write_text("name,company\nAda,GTXPro\nBo,C+\n")
    assert "GTXPro" in crm("import", str(file), "--as", "contacts", code=0).err
    assert sorted(crm("company", "list", "-f", "{name}", code=0).lines) == ["C", "C+", "GTX Pro"]


def test_tags_that_differ_in_a_sign_are_several(crm: Run, tmp_path: Path) -> None:
    crm("contact", "add", "Ada", "--tag", "c++", code=0)
    crm("contact", "add", "Bo", "--tag", "c#,C++ Pro", code=0)
    crm("contact", "tag", "Bo", "c", code=0)
    file = tmp_path / "people.csv"
    file.write_text("name,tags\nCy,C++; c\n")
    crm("import", str(file), "--as", "contacts", code=0)
    assert crm("contact", "list", "tag:c++", "-f", "{name}", code=0).lines == ["Ada", "Cy"]
    assert crm("contact", "list", "tag=C#", "-f", "{name}", code=0).lines == ["Bo"]
    crm("contact", "untag", "Bo", "c++", code=0)
    assert crm("contact", "show", "Bo", "-f", "{tags}", code=0).out == "c; c#; C++ Pro\n"
    crm("tag", "rename", "c", "C", code=0)
    assert (
        crm("tag", "rename", "C", "c++", code=5).err
        == "Error: there is a tag `c++` already\nhint: crm tag rename C c++ --merge\n"
    )


def test_one_tag_written_in_two_ways_in_a_cell_is_one(crm: Run, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,tags\nCy,VIP; vip; V-I-P\n")
    crm("import", str(file), "--as", "contacts", code=0)
    assert crm("contact", "show", "Cy", "-f", "{tags}", code=0).out == "V-I-P; VIP\n"


def test_stages_and_pipelines_that_differ_in_a_sign_are_several(crm: Run, tmp_path: Path) -> None:
    crm("pipeline", "add", "R&D", "--stages", "50,50%,100%", code=0)
    crm("pipeline", "add", "R D", code=0)
    crm("deal", "add", "One", "--pipeline", "R&D", "--stage", "50%", code=0)
    assert crm("deal", "show", "1", "-f", "{pipeline} {stage}", code=0).out == "R&D 50%\n"
    file = tmp_path / "deals.csv"
    file.write_text("title,pipeline,stage\nTwo,R&D,50\nThree,R&D,50 %\nFour,R&D,#50\n")
    crm("import", str(file), "--as", "deals", code=0)
    listed = crm("deal", "list", "-f", "{title} {stage}", "--sort", "id", code=0).lines
    assert listed == ["One 50%", "Two 50", "Three 50%", "Four #50"]
    assert crm("deal", "list", "stage:50", "-f", "{title}", code=0).lines == ["Two"]
    told = crm("deal", "move", "One", "60%", code=3).err
    assert told.startswith("Error: there is no stage `60%`; there is 50, 50%, 100%, #50\n")


def test_segments_that_differ_in_a_sign_are_several(crm: Run) -> None:
    crm("segment", "add", "hot!", "tag:vip", code=0)
    crm("segment", "add", "hot", "tag:new", code=0)
    assert crm("segment", "add", "HOT!", "tag:old", code=5).err.startswith(
        "Error: there is a segment `hot!` already"
    )
    told = crm("contact", "list", "in:hot?", code=2).err
    assert "there is no segment `hot?`" in told
    assert "did you mean" in told


def test_choices_that_differ_in_a_sign_are_several(crm: Run) -> None:
    crm("field", "add", "contact", "size", "--type", "choice", "--choices", "XL,XL+", code=0)
    crm("contact", "add", "Ada", "--size", "xl+", code=0)
    crm("contact", "add", "Bo", "--size", "XL", code=0)
    assert crm("contact", "list", "size:xl", "-f", "{name}", code=0).lines == ["Bo"]
    assert crm("contact", "list", "size=XL+", "-f", "{name}", code=0).lines == ["Ada"]
    assert crm("contact", "add", "Cy", "--size", "XL-+", code=0).code == 0
    assert (
        crm("contact", "add", "Di", "--size", "XL*", code=2).err
        == "Error: size is one of XL, XL+, not `XL*`\n"
    )


def test_columns_that_differ_in_a_sign_become_several_fields(crm: Run, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,C++,C#,C-sharp\nAda,yes,no,maybe\n")
    crm("import", str(file), "--as", "contacts", code=0)
    assert crm("contact", "show", "Ada", "-f", "json", code=0).json["C#"] == "no"
    named = [
        field for field in crm("field", "list", "contact", "-f", "json", code=0).json if "C" in field["name"]
    ]
    assert [field["name"] for field in named] == ["C++", "C#", "C-sharp"]
    file.write_text("name,c#,c++\nBo,one,two\n")
    crm("import", str(file), "--as", "contacts", code=0)
    assert crm("contact", "show", "Bo", "-f", "{C++} {C#}", code=0).out == "two one\n"


def test_relations_and_dates_go_by_the_same_word(crm: Run) -> None:
    for name in ("Ada", "Bo"):
        crm("contact", "add", name, code=0)
    crm("contact", "relate", "Ada", "co-owner", "Bo", code=0)
    assert "already" in crm("contact", "relate", "Ada", "Co owner", "Bo", code=0).out
    assert "already" not in crm("contact", "relate", "Ada", "co-owner (50%)", "Bo", code=0).out


def test_codes_of_products_that_differ_in_a_sign_are_several(crm: Run, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text("name,code\nOne,A+1\nTwo,A*1\nThree,A-1\n")
    crm("import", str(file), "--as", "products", code=0)
    assert crm("product", "list", "-f", "{code}", "--sort", "id", code=0).lines == ["A+1", "A*1", "A-1"]
    assert "(product/3)" in crm("product", "add", "Four", "--code", "a 1", code=5).err
    crm("product", "add", "Four", "--code", "A#1", code=0)


def test_a_whole_export_of_an_older_program_gets_the_keys_of_today(crm: Run, tmp_path: Path) -> None:
    crm("contact", "add", "Ada", "--tag", "c++", code=0)
    crm("export", "all", "--to", str(tmp_path / "out"), code=0)
    tags = tmp_path / "out" / "tags.csv"
    tags.write_text(tags.read_text().replace("c++,c + +", "c++,c"))
    again = {"CRM_DB": str(tmp_path / "again.db")}
    crm("import", str(tmp_path / "out"), env=again, code=0)
    crm("contact", "add", "Bo", "--tag", "c", env=again, code=0)
    assert crm("contact", "list", "tag:c++", "-f", "{name}", env=again, code=0).lines == ["Ada"]
