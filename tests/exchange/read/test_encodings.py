"""Encodings: for each language and each encoding it is written in, the very text or a refusal, and never another text."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from crm_cli.core.errors import UsageError
from crm_cli.exchange.read import encodings

Run = Callable[..., Any]
pytestmark = pytest.mark.smoke

TEXTS = {
    "de": ("Jörg Müller,Weißenburg,Straße", "Käthe Schäfer,Köln,Übergrößenträger", "Björn Groß,Nürnberg,Geschäftsführer"),
    "fr": ("Éric Lefèvre,Besançon,Directeur général", "Zoë Gérard,Orléans,Hôtel du Château", "François Noël,Nîmes,chargé"),
    "es": ("José Muñoz,Málaga,Compañía", "Iñaki Núñez,Logroño,dirección", "María Peña,Cádiz,señora"),
    "pt": ("João Conceição,São Paulo,Direção", "Inês Simões,Évora,relações públicas", "Antônio Araújo,Goiânia,irmão"),
    "sv": ("Åsa Sjögren,Malmö,Försäljning", "Örjan Öberg,Västerås,Ägare", "Märta Hägg,Umeå,chef"),
    "da": ("Søren Kærgård,Århus,Indkøb", "Bjørn Østergaard,Køge,bestyrelse", "Åge Nørgaard,Helsingør,sælger"),
    "is": ("Þórður Guðmundsson,Reykjavík,kaupmaður", "Æsa Sigurðardóttir,Ísafjörður,ræðumaður"),
    "pl": ("Łukasz Wójcik,Łódź,Księgowość", "Małgorzata Dąbrowska,Gdańsk,właściciel", "Józef Żółć,Poznań,sprzedaż"),
    "cs": ("Jiří Dvořák,Plzeň,ředitel", "Růžena Černá,České Budějovice,účetní", "Tomáš Říha,Děčín,obchodník"),
    "hu": ("Gábor Szőke,Győr,igazgató", "Éva Köszegi,Székesfehérvár,könyvelő", "Lőrinc Nagyűri,Pécs,értékesítő"),
    "hr": ("Đorđe Šarić,Šibenik,računovođa", "Željka Čović,Požega,direktorica", "Nikša Žužić,Đakovo,prodavač"),
    "ro": ("Ştefan Ionaşcu,Iaşi,director", "Ioana Ţăran,Bucureşti,vânzări", "Mihăiţă Brânză,Piteşti,contabilă"),
    "tr": ("Işık Çağlar,İzmir,Müdür", "Gülşen Yıldız,Eskişehir,satış", "Oğuz Şahin,Muğla,kuruluş"),
    "lt": ("Žygimantas Šimkus,Šiauliai,vadovė", "Rūta Žukauskienė,Klaipėda,pardavėja", "Eglė Čepaitė,Panevėžys,įmonė"),
    "lv": ("Jānis Bērziņš,Rīga,vadītājs", "Zane Ķirsone,Liepāja,grāmatvede", "Gunārs Šķēle,Cēsis,pārdevējs"),
    "et": ("Jüri Põder,Põlva,müügijuht", "Ülle Mägi,Võru,raamatupidaja", "Tõnu Õunapuu,Jõgeva,juhataja"),
    "ru": ("Анна Ёлкина,Москва,директор", "Пётр Иванов,Самара,менеджер", "Ольга Белова,Казань,бухгалтер"),
    "ru in capitals": ("АННА ЕЛКИНА,МОСКВА,ДИРЕКТОР", "ПЕТР ИВАНОВ,САМАРА,МЕНЕДЖЕР", "ОЛЬГА БЕЛОВА,КАЗАНЬ,БУХГАЛТЕР"),
    "uk": ("Олексій Їжакевич,Київ,керівник", "Ганна Шевченко,Львів,бухгалтерія", "Андрій Євтушенко,Чернівці,продавець"),
    "bg": ("Георги Иванов,София,счетоводител", "Мария Петрова,Пловдив,управител", "Стоян Димитров,Варна,търговец"),
    "sr": ("Ђорђе Јовановић,Београд,директор", "Љубица Петровић,Ниш,продавац", "Његош Шћепановић,Чачак,рачуновођа"),
    "kk": ("Айгүл Жұмабаева,Қарағанды,бастық", "Нұрлан Әбенов,Өскемен,есепші", "Гүлназ Қасымова,Шымкент,сатушы"),
    "el": ("Γιώργος Παπαδόπουλος,Αθήνα,διευθυντής", "Ελένη Νικολάου,Θεσσαλονίκη,λογίστρια", "Δημήτρης Οικονόμου,Πάτρα,πωλητής"),
    "he": ("יוסי כהן,תל אביב,מנהל", "שרה לוי,ירושלים,חשבונאית", "דוד מזרחי,חיפה,איש מכירות"),
    "ar": ("محمد علي,القاهرة,مدير", "فاطمة حسن,الرياض,محاسبة", "خالد إبراهيم,دمشق,مبيعات"),
    "th": ("สมชาย ใจดี,กรุงเทพมหานคร,ผู้จัดการ", "สุดา แก้วมณี,เชียงใหม่,นักบัญชี", "วิชัย ทองคำ,ภูเก็ต,พนักงานขาย"),
    "zh": ("王伟,北京,经理", "李娜,上海,会计", "张敏,广州市天河区,销售代表", "刘洋,深圳有限公司,总经理"),
    "zh in Taiwan": ("陳美玲,台北市,經理", "林志明,高雄市,會計", "黃淑芬,台中市西屯區,業務代表", "張家豪,新竹股份有限公司,總經理"),
    "ja": ("田中太郎,東京都,営業部長", "佐藤花子,大阪市北区,経理担当", "鈴木一郎,株式会社サンプル,代表取締役", "高橋めぐみ,よこはま,デザイナー"),
    "ko": ("김철수,서울특별시,영업부장", "이영희,부산광역시,회계사", "박지훈,주식회사 샘플,대표이사", "최민정,대구,디자이너"),
}  # fmt: skip

WEST = ("cp1252", "iso8859-1", "iso8859-15", "mac-roman", "cp850")
CENTRAL = ("cp1250", "iso8859-2", "cp852")
CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
WRITTEN = {
    "de": (*WEST, "cp437", "cp1250", "cp1254"), "fr": WEST, "es": (*WEST, "cp437"), "pt": WEST, "sv": (*WEST, "cp437"),
    "da": WEST, "is": ("cp1252", "cp861"), "pl": (*CENTRAL, "mac-latin2"), "cs": CENTRAL, "hu": CENTRAL,
    "hr": CENTRAL, "ro": ("cp852",), "tr": ("cp1254", "iso8859-9", "cp857", "mac-turkish"),
    "lt": ("cp1257", "iso8859-13", "cp775"), "lv": ("cp1257", "iso8859-13", "cp775", "iso8859-4"),
    "et": ("cp1257", "iso8859-13", "cp775", "iso8859-15"), "ru": (*CYRILLIC, "cp855"), "ru in capitals": CYRILLIC,
    "uk": ("cp1251", "koi8-u", "cp1125", "iso8859-5", "mac-cyrillic"), "bg": ("cp1251", "iso8859-5", "cp866"),
    "sr": ("cp1251", "iso8859-5", "cp855"), "kk": ("kz1048", "ptcp154"),
    "el": ("cp1253", "iso8859-7", "cp737", "mac-greek"), "he": ("cp1255", "iso8859-8", "cp862"),
    "ar": ("cp1256", "iso8859-6", "cp720"), "th": ("cp874", "tis-620"), "zh": ("gb18030", "gbk", "gb2312"),
    "zh in Taiwan": ("big5", "cp950", "big5hkscs"), "ja": ("shift_jis", "cp932", "euc_jp", "iso2022_jp"),
    "ko": ("euc_kr", "cp949", "johab"),
}  # fmt: skip
WIDE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


def written(rows: tuple[str, ...]) -> str:
    return "name,city,job\n" + "".join(f"{row}\n" for row in rows)


def read(data: bytes) -> str:
    found = encodings.find(io.BytesIO(data))
    return unicodedata.normalize("NFC", data.decode(found.codec))


@pytest.mark.parametrize("language", TEXTS)
def test_a_few_rows_are_read_as_they_were_written_in_every_encoding(language: str) -> None:
    text = written(TEXTS[language])
    for encoding in (*WRITTEN[language], *WIDE):
        assert read(text.encode(encoding)) == text, encoding


@pytest.mark.parametrize("language", TEXTS)
def test_a_single_row_is_read_as_it_was_written_or_refused_with_what_it_may_be(language: str) -> None:
    for row in TEXTS[language]:
        text = written((row,))
        for encoding in WRITTEN[language]:
            try:
                assert read(text.encode(encoding)) == text, encoding
            except UsageError as error:
                assert error.message.startswith("the encoding of the file cannot be told")
                assert "--encoding " in error.hint


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2", "iso8859-16"])
def test_letters_that_two_encodings_have_in_two_ways_are_refused_showing_both(encoding: str) -> None:
    text = written(TEXTS["ro"])
    data = (text.translate(str.maketrans("şţŞŢ", "șțȘȚ")) if encoding.endswith("16") else text).encode(
        encoding
    )
    with pytest.raises(
        UsageError, match=r"`Ştefan Ionaşcu` \(cp1250\) or `Ștefan Ionașcu` \(iso8859-16\)"
    ) as caught:
        read(data)
    assert caught.value.hint == "--encoding cp1250 or --encoding iso8859-16"


@pytest.mark.parametrize(("first", "second"), [("utf-8", "cp1251"), ("cp1251", "utf-8")])
def test_two_encodings_in_one_file_are_refused_with_the_line_where_utf_8_ends(
    first: str, second: str
) -> None:
    rows = TEXTS["ru"]
    data = (
        b"name,city,job\n"
        + "\n".join(rows).encode(first)
        + b"\n"
        + "Иван Петров,Томск,юрист\n".encode(second)
    )
    with pytest.raises(UsageError, match=f"line {5 if first == 'utf-8' else 2} is not UTF-8"):
        read(data)


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [("一些,北京", "gb18030", "`一些` (gb18030) or `һЩ` (utf-8)"), ("Jiří Dvořák,x", "mac-latin2", "`Jiří Dvořák` (mac-latin2)")],
)  # fmt: skip
def test_a_few_letters_that_are_utf_8_by_chance_are_refused(text: str, encoding: str, shown: str) -> None:
    data = f"name,city\n{text.partition(',')[0]}\n".encode(encoding)
    assert data.decode() != f"name,city\n{text}\n"
    with pytest.raises(UsageError) as caught:
        read(data)
    assert shown in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "Μαρία 😀",
        "µm → ✓",
        "McÇelik",
        "Ի",
        "Արմեն",
        "ɸ",
        "Kɔfi",
        "ABC株式会社",
        "naïve 名前",
        "ЁЖ",
        "Жұмабаев",
        "i̇stanbul",
    ],
)
def test_a_few_letters_of_utf_8_are_read_as_they_are(text: str) -> None:
    assert read(f"name\n{text}\n".encode()) == unicodedata.normalize("NFC", f"name\n{text}\n")


def test_what_is_no_text_of_a_language_we_know_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be told from its bytes"):
        read(b"name,city\n" + bytes(range(0x80, 0x100)) + b"\n")


def test_the_samples_of_a_refusal_reach_the_user(crm: Run, tmp_path: Any) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes("Name,Email\nJörg Müller,j@x.example\n".encode("mac-roman"))
    result = crm("import", str(file), code=2)
    assert result.err.splitlines() == [
        "Error: the encoding of the file cannot be told: `Jörg Müller` (mac-roman) or `Jšrg Mźller` (cp1250)",
        "hint: --encoding mac-roman or --encoding cp1250",
    ]
    crm("import", str(file), "--encoding", "mac-roman", code=0)
    assert crm("contact", "list", "-f", "{name}").out == "Jörg Müller\n"
