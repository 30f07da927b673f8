"""Turkish words of days and times."""

ENDINGS = "da de ta te dan den tan ten ya ye a e nın nin nun nün ın in un ün ı i u ü yı yi sı si"

WORDS = """
d:0        bugün
d:1        yarın
d:2        öbür_gün ertesi_gün
d:-1       dün
d:-2       evvelsi_gün önceki_gün
r          şimdi
u:day      gün
u:week     hafta
u:month    ay
u:year     yıl sene
nu:30minute yarım_saat
u:hour     saat
u:minute   dakika
n:1        bir
n:2        iki
n:3        üç
n:4        dört
n:5        beş
n:6        altı
n:7        yedi
n:8        sekiz
n:9        dokuz
n:10       on
w:0        pazartesi
w:1        salı
w:2        çarşamba
w:3        perşembe
w:4        cuma
w:5        cumartesi
w:6        pazar
m:1        ocak
m:2        şubat
m:3        mart
m:4        nisan
m:5        mayıs
m:6        haziran
m:7        temmuz
m:8        ağustos
m:9        eylül
m:10       ekim
m:11       kasım
m:12       aralık
x          gelecek önümüzdeki
l          geçen
t          bu
a          sonra
g          önce
s          başı başında
e          sonu sonunda
P:morning  sabah
P:noon     öğlen öğle
P:afternoon öğleden_sonra
P:evening  akşam
P:night    gece
T:0        gece_yarısı
@          saat
O          saat
h          buçuk
_          günü da de ta te a e ı i ve için kadar
"""
