"""What the rows of a table are is proved by its headers, or refused by name."""

from __future__ import annotations

import re

import pytest

from crm_cli.core.errors import UsageError
from crm_cli.exchange.decide.recognise import recognise


def kind_of(head: str, name: str = "file.csv") -> str:
    return " ".join(one.kind for one in recognise(name, head.split(",")))


def given(head: str) -> dict[str, str]:
    (known,) = recognise("file.csv", head.split(","))
    return dict(known.rows.given) if known.rows else {}


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Name,Phone,Job,Employer", "contact"),
        ("Vorname,Nachname,Firma,Telefon", "contact"),
        ("Firmenname,Branche,Ort", "company"),
        ("Affaire,Étape,Montant,Date de clôture", "deal"),
        ("Nombre,Apellidos,Correo electrónico,Empresa", "contact"),
        ("Nome,Cognome,Cellulare,Azienda", "contact"),
        ("Negócio,Etapa,Valor,Data de fechamento", "deal"),
        ("Voornaam,Achternaam,E-mailadres,Bedrijf", "contact"),
        ("Imię,Nazwisko,Telefon,Stanowisko", "contact"),
        ("Ürün adı,Birim fiyat,Stok kodu", "product"),
        ("ФИО,Должность,Телефон,Компания", "contact"),
        ("Назва угоди,Етап,Сума", "deal"),
        ("Аты-жөні,Лауазымы,Ұйым,Электрондық пошта", "contact"),
        ("Тапсырма,Мерзімі,Басымдық", "reminder"),
        ("Аты жөнү,Кызматы,Телефон номери", "contact"),
        ("نام,نام خانوادگی,شرکت,تلفن همراه", "contact"),
        ("姓名,职位,公司名称,手机号", "contact"),
        ("商談名,フェーズ,金額,完了予定日", "deal"),
        ("Type,Date,Contact,Notes,Outcome", "activity"),
    ],
)
def test_headers_of_many_languages_say_what_the_rows_are(head: str, kind: str) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ("Order ID,Product,Quantity,Unit Price", "order lines"),
        ("Invoice,StockCode,Description,Quantity,Price,Customer ID", "order lines"),
        ("Invoice No,Customer,Invoice Date,Total", "invoices"),
        ("orderID,customerID,orderDate,shippedDate,freight", "orders"),
        ("Sales Order,Subject,Due Date,Status,Account Name", "orders"),
        ("Quote Number,Account Name,Quote Stage,Total", "quotes"),
        ("Case Number,Subject,Status,Priority,Account Name", "tickets"),
        ("Ticket ID,Subject,Status,Contact", "tickets"),
        ("Username,Email,Role,Last login", "users"),
        ("employeeID,lastName,firstName,title,hireDate,reportsTo", "employees"),
    ],
)
def test_rows_of_kinds_that_are_not_kept_are_refused_by_their_name(head: str, what: str) -> None:
    refusal = f"these rows look like {what}, which crm does not keep yet"
    with pytest.raises(UsageError, match=re.escape(refusal)) as refused:
        kind_of(head)
    assert (
        refused.value.hint
        == "say with --as what they are: companies, contacts, products, deals, activities, reminders"
    )


def test_rows_that_may_be_of_two_kinds_are_refused_naming_both() -> None:
    with pytest.raises(UsageError) as refused:
        kind_of("Name,Phone,City")
    assert (refused.value.message, refused.value.hint) == (
        "these rows look like companies or contacts: the headers leave both",
        "--as companies or --as contacts",
    )


@pytest.mark.parametrize(
    ("head", "kind", "is_given"),
    [
        ("Lead Name,First Name,Last Name,Company,Lead Status,Email", "contact", {"lifecycle": "lead"}),
        ("Subject,Call Start Time,Call Duration,Call Type,Contact Name", "activity", {"kind": "call"}),
        ("Event Title,Start,End,Venue,Contact Name", "activity", {"kind": "meeting"}),
        ("Subject,Start Date & Time,Due Date,Status,Priority", "reminder", {}),
    ],
)
def test_leads_are_contacts_calls_and_meetings_activities(
    head: str, kind: str, is_given: dict[str, str]
) -> None:
    assert (kind_of(head), given(head)) == (kind, is_given)


def test_what_the_user_says_the_rows_are_counts() -> None:
    assert [one.kind for one in recognise("f", ["Order ID", "Product", "Quantity"], (), "deal")] == ["deal"]


def test_a_name_of_the_file_settles_only_what_its_headers_leave_open() -> None:
    assert kind_of("Name,Phone,City", "data/contacts.csv") == "contact"
    with pytest.raises(UsageError, match="order lines"):
        kind_of("Order ID,Product,Quantity,Unit Price", "deals.csv")
