"""Uzbek words of days and times."""

ENDINGS = "da dan ga ka qa ni ning gi i si"

WORDS = """
d:0        bugun
d:1        ertaga
d:2        indinga
d:-1       kecha
d:-2       o_tgan_kuni
r          hozir
u:day      kun
u:week     hafta
u:month    oy
u:year     yil
nu:30minute yarim_soat
u:hour     soat
u:minute   daqiqa
n:1        bir
n:2        ikki
n:3        uch
n:4        to_rt
n:5        besh
n:6        olti
n:7        yetti
n:8        sakkiz
n:9        to_qqiz
n:10       o_n
w:0        dushanba
w:1        seshanba
w:2        chorshanba
w:3        payshanba
w:4        juma
w:5        shanba
w:6        yakshanba
m:1        yanvar
m:2        fevral
m:3        mart
m:4        aprel
m:5        may
m:6        iyun
m:7        iyul
m:8        avgust
m:9        sentabr sentyabr
m:10       oktabr oktyabr
m:11       noyabr
m:12       dekabr
x          keyingi kelasi
l          o_tgan
t          bu shu
a          keyin so_ng
g          oldin avval
P:morning  ertalab
P:afternoon tushdan_keyin
P:noon     tush
P:evening  kechqurun
P:night    tun
@          soat
O          soat
h          yarim
_          kuni da dan ga va
"""
