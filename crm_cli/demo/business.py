"""The sample business as plain facts: a small roastery that sells coffee, machines and training."""

from __future__ import annotations

OWNERS = ("Aigul", "Tomás")
"""The two who sell."""

PRODUCTS = (
    # name, code, price in cents, unit, category
    ("Espresso machine Duo", "M-DUO", 480_000, "piece", "machines"),
    ("Espresso machine Solo", "M-SOLO", 265_000, "piece", "machines"),
    ("Grinder", "G-1", 89_000, "piece", "machines"),
    ("House blend, 20 kg", "B-20", 36_000, "sack", "beans"),
    ("Single origin, 5 kg", "B-5", 14_500, "sack", "beans"),
    ("Barista training", "T-1", 45_000, "day", "services"),
    ("Service contract", "S-12", 120_000, "year", "services"),
)

COMPANIES = (
    # name, industry, city, country, domain
    ("Harbour Café", "cafés", "Lisbon", "Portugal", "harbourcafe.example"),
    ("Nordlicht Hotel", "hotels", "Hamburg", "Germany", "nordlicht.example"),
    ("Bakery Müller", "bakeries", "Berlin", "Germany", "mueller-brot.example"),
    ("The Reading Room", "cafés", "Dublin", "Ireland", "readingroom.example"),
    ("Green Desk Coworking", "offices", "Rotterdam", "Netherlands", "greendesk.example"),
    ("Café Señorita", "cafés", "Valencia", "Spain", "senorita.example"),
    ("O'Hara & Daughters", "restaurants", "Cork", "Ireland", "ohara.example"),
    ("Кофейня «Ёлка»", "cafés", "Алматы", "Қазақстан", "yolka.example"),
    ("ТОО «Жұлдыз»", "restaurants", "Астана", "Қазақстан", "zhuldyz.example"),
    ("Пекарня Хлебъ", "bakeries", "Бишкек", "Кыргызстан", "hleb.example"),
    ("Гостиница Ала-Тоо", "hotels", "Бишкек", "Кыргызстан", "alatoo.example"),
    ("Қайнар кітап дүкені", "shops", "Алматы", "Қазақстан", "kainar.example"),
    ("Офис-центр Меридиан", "offices", "Караганда", "Қазақстан", "meridian.example"),
    ("کافه نادری", "cafés", "تهران", "ایران", "naderi.example"),
    ("هتل پارس", "hotels", "شیراز", "ایران", "pars.example"),
    ("نان سحر", "bakeries", "تبریز", "ایران", "sahar.example"),
)

PEOPLE = (
    # given, family, company (by place in COMPANIES, None for nobody's), job title
    ("Inês", "Carvalho", 0, "Owner"), ("Rui", "Matos", 0, "Barista"), ("Anke", "Petersen", 1, "Manager"),
    ("Jörg", "Lindner", 1, "Head of purchasing"), ("Sabine", "Müller", 2, "Owner"), ("Paul", "Krüger", 2, "Baker"),
    ("Niamh", "Byrne", 3, "Owner"), ("Declan", "Walsh", 3, "Manager"), ("Femke", "de Vries", 4, "Office manager"),
    ("Bram", "Jansen", 4, "Director"), ("Lucía", "Navarro", 5, "Owner"), ("Álvaro", "Núñez", 5, "Chef"),
    ("Róisín", "O'Hara", 6, "Owner"), ("Conor", "O'Hara", 6, "Chef"), ("Marta", "Silva", None, ""),
    ("Oskar", "Blom", None, "Journalist"), ("Greta", "Strauß", None, ""), ("Henri", "Dubois", None, "Consultant"),
    ("Zoë", "Papadaki", 4, "Community lead"), ("Emil", "Søndergaard", None, "Photographer"),
    ("Наталья", "Ёлкина", 7, "Владелец"), ("Сергей", "Ким", 7, "Бариста"), ("Айгүл", "Нұрланова", 8, "Директор"),
    ("Ерлан", "Сейітов", 8, "Закупки"), ("Мария", "Хлебникова", 9, "Владелец"), ("Бакыт", "Асанов", 9, "Пекарь"),
    ("Жылдыз", "Токтогулова", 10, "Управляющая"), ("Үсөн", "Мамытов", 10, "Снабжение"),
    ("Әсел", "Қайратова", 11, "Дүкен меңгерушісі"), ("Ғани", "Өмірзақов", 11, "Сатып алушы"),
    ("Ольга", "Соловьёва", 12, "Офис-менеджер"), ("Дмитрий", "Зайцев", 12, "Директор"), ("Алёна", "Волкова", None, ""),
    ("Пётр", "Новиков", None, "Поставщик"), ("Назгүл", "Жээнбекова", 10, "Бухгалтер"),
    ("Іліяс", "Байжанов", None, "Дизайнер"), ("Жанар", "Әуезова", 8, "Шеф-повар"), ("Эрмек", "Осмонов", None, ""),
    ("Анна", "Кузнецова", 7, "Администратор"), ("Нұрлан", "Алтынсарин", None, "Блогер"),
    ("Тимур", "Сыдыков", 9, "Курьер"), ("Чынара", "Бакирова", None, "Фотограф"), ("Юлия", "Йовович", None, ""),
    ("مریم", "حسینی", 13, "مدیر"), ("علی‌رضا", "کریمی", 13, "باریستا"), ("پریسا", "گلستانی", 14, "مدیر خرید"),
    ("آرش", "محمدی", 14, "مدیر"), ("یاسمن", "قاسمی", 15, "صاحب"), ("رضا", "رضایی", 15, "نانوا"),
    ("زهرا", "یزدانی", None, "روزنامه‌نگار"), ("کیان", "ژاله‌پور", None, ""), ("نگار", "چراغی", 13, "حسابدار"),
    ("سینا", "پازارگاد", None, "عکاس"), ("لیلا", "موسوی", 14, "پذیرش"),
    ("Ana", "Ruiz", 5, "Accountant"), ("Tom", "Becker", 1, "Bar manager"), ("Isla", "Murphy", 3, "Buyer"),
    ("Mateo", "Costa", 0, "Accountant"), ("Hanna", "Vogel", 2, "Shop manager"), ("Noor", "Bakker", 4, "Facilities"),
)  # fmt: skip

SOURCES = ("referral", "fair", "website", "advert", "cold call")

STAGES = ("Lead", "Qualified", "Proposal", "Negotiation")

LOST = (
    ("price", "BeanWorld"),
    ("bad timing", ""),
    ("went with a friend", ""),
    ("no budget", ""),
    ("price", "KaffeeKontor"),
)

NOTES = (
    # kind, direction, text, outcome, minutes
    ("call", "out", "Asked how the new blend is received; wants a darker roast to compare.", "reached", 12),
    ("email", "in", "Please send the price list and delivery times for two machines.", "", 0),
    ("meeting", "", "Tasting at their place. They liked the single origin best.", "good", 50),
    ("note", "", "Pays by transfer at the end of the month. Never on Fridays before noon.", "", 0),
    ("call", "in", "The grinder is too loud in the mornings; asked for service.", "to be solved", 8),
    ("message", "in", "Добрый день! Когда будет доставка?", "", 0),
    ("call", "out", "Напомнила о договоре на обслуживание, обещали ответить в пятницу.", "reached", 6),
    ("meeting", "", "Кездесу: жаңа кофемашина бағасын талқыладық.", "good", 40),
    ("email", "out", "Sent the offer with the service contract included.", "", 0),
    ("message", "in", "سلام، لطفاً فاکتور را بفرستید.", "", 0),
    ("call", "out", "No answer, left a word with the colleague.", "no answer", 1),
    ("email", "in", "The training was great, the whole team came. Thank you!", "happy", 0),
    ("note", "", "Opens a second shop in spring: ask about a second machine.", "", 0),
    ("call", "out", "قیمت دستگاه را پرسید و قرار شد هفته بعد تماس بگیریم.", "reached", 9),
)

REMINDERS = (
    # text, days from today
    ("Send the offer", -3), ("Call about the service contract", -1), ("Bring samples of the dark roast", 0),
    ("Ask how the first week went", 0), ("Renew the service contract", 1), ("Send the invoice", 2),
    ("Invite to the tasting", 4), ("Ask about the second shop", 7), ("Order grinder parts", 10),
    ("Thank for the referral", 14),
)  # fmt: skip
