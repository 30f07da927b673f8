"""Italian words of days and times."""

WORDS = """
d:0        oggi
d:1        domani
d:2        dopodomani
d:-1       ieri
d:-2       l_altro_ieri altroieri
r          adesso ora
u:day      giorno giorni
u:week     settimana settimane
u:month    mese mesi
u:quarter  trimestre
u:year     anno anni
nu:30minute mezz_ora mezzora
u:hour     ora ore h
u:minute   minuto minuti
n:1        un uno una
n:2        due
n:3        tre
n:4        quattro
n:5        cinque
n:6        sei
n:7        sette
n:8        otto
n:9        nove
n:10       dieci
n:11       undici
n:12       dodici
o:1        primo prima
w:0        lunedì
w:1        martedì
w:2        mercoledì
w:3        giovedì
w:4        venerdì
w:5        sabato
w:6        domenica
m:1        gennaio
m:2        febbraio
m:3        marzo
m:4        aprile
m:5        maggio
m:6        giugno
m:7        luglio
m:8        agosto
m:9        settembre
m:10       ottobre
m:11       novembre
m:12       dicembre
x          prossimo prossima
l          scorso scorsa
z          ultimo ultima
t          questo questa
i          tra fra
a          dopo
g          fa
s          inizio
M          metà
e          fine
P:morning  mattina mattino stamattina
P:afternoon pomeriggio
P:evening  sera
P:night    notte
T:12       mezzogiorno
T:0        mezzanotte
@          alle alla a
O          ore ora
h          mezza mezzo
q          quarto
V          meno
_          il la le lo i gli di del della dell e entro al
"""
