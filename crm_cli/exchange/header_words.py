"""The commonest names of columns in Russian, Persian, German, French and Spanish, by kind and field."""

from __future__ import annotations

_ANY = {
    "owner": "ответственный | ответственный за контакт | менеджер | مسئول | besitzer | zuständig | responsable | propietario",
    "tags": "теги | тег | метки | برچسب | برچسب ها | schlagwörter | étiquettes | etiquetas",
    "description": "описание | примечание | примечания | комментарий | заметка | توضیحات | یادداشت | beschreibung |"
    " notizen | bemerkung | description | remarques | descripción | notas",
    "source": "источник | منبع | quelle | origine | fuente | origen",
    "currency": "валюта | ارز | währung | devise | moneda",
}
_ADDRESS = {
    "street": "адрес | улица | آدرس | نشانی | straße | adresse | rue | dirección | calle",
    "city": "город | شهر | stadt | ort | ville | ciudad",
    "region": "область | регион | استان | bundesland | région | provincia",
    "postal_code": "индекс | почтовый индекс | کد پستی | plz | postleitzahl | code postal | código postal",
    "country": "страна | کشور | land | pays | país",
}
_POINTS = {
    "email": "почта | электронная почта | e-mail адрес | ایمیل | پست الکترونیک | e-mail-adresse | courriel |"
    " adresse e-mail | correo | correo electrónico",
    "email:work": "рабочий email | рабочий e-mail | email рабочий",
    "email:home": "личный email | частный e-mail | email личный",
    "phone": "телефон | номер телефона | تلفن | شماره تلفن | telefon | telefonnummer | téléphone | teléfono",
    "phone:work": "рабочий телефон | телефон рабочий | telefon geschäftlich",
    "phone:mobile": "мобильный | мобильный телефон | موبایل | تلفن همراه | mobiltelefon | handy | portable | móvil",
    "phone:home": "домашний телефон | телефон домашний",
}
_LINKS = {
    "company": "компания | название компании | организация | شرکت | firma | unternehmen | société | entreprise | empresa",
    "contact": "контакт | основной контакт | контактное лицо | клиент | مخاطب | مشتری | kontakt | kunde | client | cliente",
}

WORDS: dict[str, dict[str, str]] = {
    "company": {
        **_ANY,
        **_ADDRESS,
        **_POINTS,
        "name": "название | название компании | наименование | компания | организация | شرکت | نام شرکت | نام | firma |"
        " firmenname | unternehmen | société | entreprise | raison sociale | empresa | nombre | nom | name",
        "website": "сайт | веб сайт | وب سایت | webseite | site web | sitio web",
        "industry": "отрасль | сфера деятельности | صنعت | branche | secteur | sector",
    },
    "contact": {
        **_ANY,
        **_ADDRESS,
        **_POINTS,
        "name": "фио | полное имя | имя контакта | полное имя контакта | название контакта | نام کامل | مخاطب | vollständiger name |"
        " nom complet | nombre completo",
        "given_name": "имя | نام | vorname | prénom | nombre",
        "family_name": "фамилия | نام خانوادگی | nachname | familienname | nom | nom de famille | apellido | apellidos",
        "company": _LINKS["company"],
        "job_title": "должность | سمت | شغل | position | berufsbezeichnung | fonction | poste | cargo | puesto",
        "birthday": "день рождения | дата рождения | تاریخ تولد | geburtstag | geburtsdatum | date de naissance |"
        " fecha de nacimiento",
    },
    "product": {
        **_ANY,
        "name": "товар | название | наименование | название товара | محصول | کالا | produkt | artikel | produit | producto",
        "code": "артикул | код | کد | artikelnummer | référence | código",
        "price": "цена | قیمت | preis | prix | precio",
        "unit": "единица измерения | واحد | einheit | unité | unidad",
        "category": "категория | группа | دسته | kategorie | catégorie | categoría",
    },
    "deal": {
        **_ANY,
        **_LINKS,
        "title": "название | название сделки | сделка | عنوان | معامله | titel | geschäft | titre | affaire | título | negocio",
        "stage": "этап | этап сделки | стадия | стадия сделки | مرحله | phase | étape | etapa",
        "pipeline": "воронка | направление | قیف فروش",
        "status": "статус | статус сделки | وضعیت | statut | estado",
        "product": "товар | продукт | محصول | produkt | produit | producto",
        "amount": "сумма | сумма сделки | бюджет | бюджет ₽ | مبلغ | betrag | summe | montant | importe | monto",
        "probability": "вероятность | احتمال | wahrscheinlichkeit | probabilité | probabilidad",
        "opened_on": "дата создания | дата создания сделки | дата начала | تاریخ شروع | erstellt am | date de création | fecha de creación",
        "expected_close_on": "предполагаемая дата закрытия | ожидаемая дата закрытия | дата завершения | abschlussdatum |"
        " date de clôture | fecha de cierre",
        "closed_on": "дата закрытия | تاریخ بستن",
        "lost_reason": "причина отказа | причина проигрыша | دلیل شکست",
    },
    "activity": {
        **_ANY,
        **_LINKS,
        "kind": "тип | نوع | art | tipo",
        "subject": "тема | موضوع | betreff | objet | asunto",
        "body": "текст | заметка | примечание | комментарий | متن | یادداشت | notiz | texte | texto | nota",
        "occurred_at": "дата | дата и время | تاریخ | datum | date | fecha",
        "outcome": "результат | итог | نتیجه | ergebnis | résultat | resultado",
        "deal": "сделка | معامله",
    },
    "reminder": {
        **_ANY,
        **_LINKS,
        "title": "задача | название | дело | عنوان | کار | aufgabe | tâche | tarea",
        "due_on": "срок | крайний срок | дата | سررسید | تاریخ | fällig am | échéance | vencimiento",
        "priority": "приоритет | اولویت | priorität | priorité | prioridad",
        "done": "выполнено | завершено | انجام شده | erledigt | terminé | hecho",
        "deal": "сделка | معامله",
    },
}
"""Kind → field → its names, bars between, as in `headers.HEADERS`; English names come before them."""
