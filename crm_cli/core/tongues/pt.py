"""Portuguese words of days and times."""

WORDS = """
d:0        hoje
d:1        amanhã
d:2        depois_de_amanhã
d:-1       ontem
d:-2       anteontem
r          agora
u:day      dia dias
u:week     semana semanas
u:2week    quinzena
u:month    mês meses
u:quarter  trimestre
u:year     ano anos
nu:30minute meia_hora
u:hour     hora horas h
u:minute   minuto minutos
n:1        um uma
n:2        dois duas
n:3        três
n:4        quatro
n:5        cinco
n:6        seis
n:7        sete
n:8        oito
n:9        nove
n:10       dez
n:11       onze
n:12       doze
o:1        primeiro primeira
w:0        segunda segunda_feira
w:1        terça terça_feira
w:2        quarta quarta_feira
w:3        quinta quinta_feira
w:4        sexta sexta_feira
w:5        sábado
w:6        domingo
m:1        janeiro
m:2        fevereiro
m:3        março
m:4        abril
m:5        maio
m:6        junho
m:7        julho
m:8        agosto
m:9        setembro
m:10       outubro
m:11       novembro
m:12       dezembro
x          próximo próxima que_vem
l          passado passada
z          último última
t          este esta
i          em daqui_a dentro_de
a          depois
g          há atrás
s          início começo
M          meados
e          fim final
P:morning  manhã
P:afternoon tarde
P:night    noite
T:12       meio_dia
T:0        meia_noite
@          às à
O          horas h hora
h          meia
q          quarto
V          menos
_          o a os as de do da em no na e por até
"""
