"""Words that tell what a piece of a card is: forms of companies, trades, jobs, labels, and how a note begins.

All are folded (`core.text.fold`), as the pieces are before they are compared.
"""

from __future__ import annotations

from crm_cli.core.text import compact, fold


def _words(text: str) -> frozenset[str]:
    return frozenset([compact(word) for word in text.split()])


FORMS = _words(
    """
    gmbh ag kg ohg ug gbr ev eg se mbh ltd limited llc llp lp plc inc incorporated corp corporation co company pty pte
    pvt sa sas sarl sasu eurl srl spa snc sl slu bv nv vof oy oyj ab as asa aps hf ehf sro doo dd kft zrt nyrt rt ood
    ead ad eood oue ou sia uab cv sab lda ltda eireli tic sti kk bhd sdn jsc ojsc cjsc pjsc llo gk
    ооо оао зао пао ао тоо ип чп тов ат тдв фоп жшс ао нао гку муп ooo
    """
)
"""Legal forms, each a word of its own; those written with dots are joined first (`S. A.`, `e.V.`)."""

TRADES = _words(
    """
    hotel hostel pension gasthof gasthaus restaurant ristorante cafe caffe bistro bar pub bakery backerei konditorei
    brewery brauerei bank sparkasse kasse versicherung insurance studio atelier agency agentur agence agencia buro
    group gruppe groupe grupo gruppo holding holdings partners partner consulting solutions systems software
    technologies technology tech labs laboratories lab media design logistics logistik transport services service
    industries international trading handel import export store shop markt market pharmacy apotheke pharma clinic
    klinik clinica praxis hospital krankenhaus university universitat universite universidad college school schule
    institute institut foundation stiftung association verein verband union museum theater theatre gallery galerie
    press verlag publishing house haus werke works factory fabrik motors autohaus garage immobilien realty estate
    architects architekten kanzlei law ventures capital fund
    отель гостиница хостел ресторан кафе бар пекарня банк страхование студия агентство группа холдинг консалтинг
    решения системы логистика завод фабрика магазин рынок аптека клиника больница университет институт школа фонд
    музей театр издательство компания фирма мейманхана қонақүй дүкен
    شرکت هتل رستوران کافه بانک بیمه گروه موسسه مؤسسه دانشگاه کارخانه فروشگاه داروخانه کلینیک بیمارستان آژانس هلدینگ
    """
)
"""What a company is: such a word first or last in a piece."""

ENDINGS = (
    *(
        "公司",
        "集团",
        "集團",
        "银行",
        "銀行",
        "酒店",
        "饭店",
        "大学",
        "大學",
        "医院",
        "醫院",
        "工厂",
        "工廠",
        "商店",
        "学校",
    ),
    *("株式会社", "有限会社", "合同会社", "会社", "주식회사", "은행", "호텔", "대학교", "병원"),
)
"""The same in scripts that set no spaces."""

JOBS = _words(
    """
    ceo cto cfo coo cmo cio cpo cso cro vp svp evp md president vicepresident chairman chairwoman chair director
    directeur directrice direktor direktorin direttore director directora manager managerin gerente head lead leader
    chief founder cofounder owner inhaber inhaberin eigentumer partnerin buyer einkaufer einkauferin sales vertrieb
    verkaufer verkauferin seller einkauf marketing engineer ingenieur ingenieurin ingeniero developer entwickler
    entwicklerin designer architect architekt architektin consultant berater beraterin analyst assistant assistent
    assistentin assistenz secretary sekretar sekretarin accountant buchhalter buchhalterin controller lawyer
    rechtsanwalt rechtsanwaltin attorney teacher lehrer lehrerin geschaftsfuhrer
    geschaftsfuhrerin geschaftsleitung prokurist prokuristin leiter leiterin abteilungsleiter vorstand barista chef
    journalist editor redakteur redakteurin representative agent technician techniker technikerin operator
    coordinator koordinator specialist administrator officer trainee intern praktikant
    директор гендиректор генеральный менеджер руководитель начальник заместитель основатель владелец собственник
    бухгалтер инженер разработчик программист дизайнер архитектор консультант аналитик ассистент секретарь юрист
    врач учитель продавец закупщик маркетолог специалист администратор координатор председатель
    مدیر مدیرعامل رئیس معاون کارشناس مشاور بنیانگذار مالک حسابدار وکیل فروش بازاریابی منشی
    """
)
"""What people do: such a word first or last in a piece."""

JOB_ENDINGS = (
    *(
        "经理",
        "經理",
        "总监",
        "總監",
        "总裁",
        "總裁",
        "董事长",
        "董事",
        "主任",
        "主管",
        "工程师",
        "工程師",
        "顾问",
        "顧問",
    ),
    *(
        "创始人",
        "社長",
        "部長",
        "課長",
        "係長",
        "取締役",
        "会長",
        "店長",
        "대표",
        "대표이사",
        "부장",
        "과장",
        "이사",
        "사장",
    ),
)

LABELS = {
    compact(word): label
    for label, words in {
        "": "tel telefon telephone telefono phone ph p t call e email mail emailaddress mailto correo courriel"
        " w web website www site homepage url internet тел телефон т почта элпочта сайт e تلفن شماره ایمیل وبسایت سایت"
        " 电话 電話 邮箱 電郵 电邮 网址 網址 メール 전화 이메일",
        "mobile": "mobile mob mobil mobiltelefon m cell cellphone handy natel gsm móvil portable celular моб мобильный"
        " мобтел сот сотовый موبایل همراه تلفنهمراه 手机 手機 携帯 휴대폰 whatsapp",
        "work": "work office o b büro buero direct durchwahl d dw business geschäftlich zentrale рабочий раб офис دفتر کار",
        "home": "home h private privat personal дом домашний личный منزل خانه",
        "fax": "fax telefax f факс فکس نمابر 传真 傳真 ファックス",
    }.items()
    for word in words.split()
}
"""What stands before a number or an address, folded and without spaces, and what it says of it."""

PARTICLES = _words(
    "von van der den de del della di da dos du le la zu zum zur ten ter af al el bin bint ibn ben abu y e і"
)
"""Small words within names."""

NOTE_STARTS = _words(
    """
    met saw seen wants want needs need likes asks asked interested looking call called send sent follow talked spoke
    speaks comes has is was will from at in on via through for about with booth stand hall the a an our my his her
    they he she we i to no not please ask knows said says told
    getroffen traf will möchte mochte braucht interessiert aus am bei auf hat ist war spricht halle vom mit für fur
    über uber kennt sucht bitte kommt der die das ein eine
    rencontre veut cherche vu a au aux chez pour avec du des les un une
    quiere conocido busca en con para por el los
    встретились познакомились хочет нужен нужна нужно интересуется ищет на в из от с по для о стенд зал просил спросил
    кездестік керек танысты келеді
    در از با به برای دیدم دیدار میخواهد نیاز غرفه نمایشگاه علاقه مند
    """
)
"""How a note begins."""

NOTE_SIGNS = ("在", "想", "要", "从", "從", "于", "认识", "見", "会った", "に")
"""The same in scripts that set no spaces."""

AT = _words("at bei chez") | {"@"}
"""Between who somebody is and where: `CFO at Acme`."""

SUFFIXES = _words("phd md mba msc bsc ba ma jr sr ii iii dipl ing cpa esq")
"""Degrees and the like behind a name: no name and no company."""

CLOSINGS = frozenset(
    fold(phrase)
    for phrase in (
        *(
            "best regards",
            "kind regards",
            "warm regards",
            "regards",
            "best",
            "best wishes",
            "sincerely",
            "cheers",
        ),
        *("yours sincerely", "yours truly", "thanks", "thank you", "many thanks", "mit freundlichen grüßen"),
        *(
            "freundliche grüße",
            "viele grüße",
            "beste grüße",
            "liebe grüße",
            "mfg",
            "cordialement",
            "bien à vous",
        ),
        *("saludos", "atentamente", "un saludo", "cordiali saluti", "distinti saluti", "atenciosamente"),
        *(
            "с уважением",
            "с наилучшими пожеланиями",
            "құрметпен",
            "урматтоо менен",
            "با احترام",
            "此致",
            "敬上",
            "敬具",
        ),
        *("saygılarımla", "z poważaniem", "pozdrawiam", "med vänlig hälsning", "met vriendelijke groet"),
    )
)
"""How a letter ends, above the name: it says nothing of anybody."""

FREE_MAIL = _words(
    """
    gmail googlemail yahoo ymail outlook hotmail live msn icloud me mac mail yandex ya inbox list bk rambler gmx web
    t-online freenet proton protonmail pm aol qq 163 126 sina foxmail naver daum fastmail zoho posteo mailbox laposte
    orange free libero wp onet seznam ukr
    """
)
"""Where anybody can have an e-mail address: the domain says nothing of a company."""
