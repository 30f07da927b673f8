"""Spanish words of days and times."""

WORDS = """
d:0        hoy
d:1        mañana
d:2        pasado_mañana
d:-1       ayer
d:-2       anteayer antes_de_ayer antier
dP:-1night anoche
r          ahora
u:day      día días
u:week     semana semanas
u:2week    quincena
u:month    mes meses
u:quarter  trimestre trimestres
u:year     año años
nu:30minute media_hora
u:hour     hora horas h
u:minute   minuto minutos min
u:workday  día_hábil días_hábiles día_laborable días_laborables
u:weekend  fin_de_semana finde
n:1        un una uno
n:2        dos
n:3        tres
n:4        cuatro
n:5        cinco
n:6        seis
n:7        siete
n:8        ocho
n:9        nueve
n:10       diez
n:11       once
n:12       doce
n:15       quince
n:20       veinte
n:30       treinta
o:1        primer primero primera
o:2        segundo segunda
x          próximo próxima siguiente que_viene
l          pasado pasada
z          último última
t          este esta
i          en dentro_de dentro
a          después más_tarde después_de
g          hace
b          antes_de
f          desde a_partir_de
s          principios principio comienzo inicio
M          mediados
e          fin final fines finales
P:morning  mañana madrugada
P:afternoon tarde
P:evening  tarde_noche
P:night    noche
T:12       mediodía
T:0        medianoche
@          a a_las a_la
O          horas h hora
h          media
q          cuarto
V          menos
_          el la los las de del a en por y al para
"""
