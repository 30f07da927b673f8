"""German words of days and times."""

WORDS = """
d:0        heute
d:1        morgen
d:2        übermorgen uebermorgen
d:3        überübermorgen
d:-1       gestern
d:-2       vorgestern
r          jetzt sofort
u:day      tag tage tagen tages
u:week     woche wochen
u:month    monat monate monaten monats
u:quarter  quartal quartale quartalen quartals vierteljahr
u:year     jahr jahre jahren jahres
nu:6month   halbes_jahr halben_jahr halbjahr
nu:30minute halbe_stunde halben_stunde
nu:150minute zweieinhalb_stunden
nu:90minute anderthalb_stunden eineinhalb_stunden
nu:15minute viertelstunde
u:hour     stunde stunden std h
u:minute   minute minuten min
u:workday  werktag werktage werktagen arbeitstag arbeitstage arbeitstagen
u:weekend  wochenende wochenenden
n:1        ein eine einem einen einer eines
n:2        zwei
n:3        drei
n:4        vier
n:5        fünf
n:6        sechs
n:7        sieben
n:8        acht
n:9        neun
n:10       zehn
n:11       elf
n:12       zwölf
n:13       dreizehn
n:14       vierzehn
n:15       fünfzehn
n:20       zwanzig
n:30       dreißig
n:90       neunzig
o:1        erste erster ersten erstes
o:2        zweite zweiter zweiten
o:3        dritte dritter dritten
o:4        vierte vierter vierten
o:5        fünfte fünfter fünften
o:6        sechste sechster sechsten
o:7        siebte siebter siebten
o:8        achte achter achten
o:9        neunte neunter neunten
o:10       zehnte zehnter zehnten
o:15       fünfzehnte fünfzehnter fünfzehnten
o:20       zwanzigste zwanzigster zwanzigsten
o:30       dreißigste dreißigster dreißigsten
wP:0morning montagmorgen
wP:1morning dienstagmorgen
wP:2morning mittwochmorgen
wP:3morning donnerstagmorgen
wP:4morning freitagmorgen
wP:5morning samstagmorgen
wP:6morning sonntagmorgen
wP:0evening montagabend
wP:1evening dienstagabend
wP:2evening mittwochabend
wP:3evening donnerstagabend
wP:4evening freitagabend
wP:5evening samstagabend
wP:6evening sonntagabend
wP:0afternoon montagnachmittag
wP:1afternoon dienstagnachmittag
wP:2afternoon mittwochnachmittag
wP:3afternoon donnerstagnachmittag
wP:4afternoon freitagnachmittag
wP:5afternoon samstagnachmittag
wP:6afternoon sonntagnachmittag
x          nächste nächsten nächster nächstes nächstem folgende folgenden naechste naechsten naechster naechstes
X          übernächste übernächsten übernächster
l          letzte letzten letzter letztes letztem vorige vorigen voriger voriges vergangene vergangenen vergangener
z          letzte letzten letzter letztes letztem
t          diese diesen dieser dieses diesem
c          kommende kommenden kommender kommendes kommendem
i          in binnen innerhalb
a          später nach ab_jetzt
g          vor
b          vor
f          ab von
s          anfang beginn
M          mitte
e          ende
P:morning  morgen morgens früh vormittag vormittags
P:noon     mittag mittags
P:afternoon nachmittag nachmittags
P:evening  abend abends
P:night    nacht nachts
T:0        mitternacht
@          um gegen
O          uhr h
H          halb
q          viertel
Q          dreiviertel
p          nach
v          vor
_          der die das den dem des am im in an zum zur bis von und auf für wochentag
"""
