"""French words of days and times."""

WORDS = """
d:0        aujourd_hui
d:1        demain
d:2        après_demain surlendemain
d:-1       hier
d:-2       avant_hier
r          maintenant
u:day      jour jours
u:week     semaine semaines
u:2week    quinzaine
u:month    mois
u:quarter  trimestre trimestres
u:year     an ans année années
nu:30minute demi_heure demie_heure
u:hour     heure heures h
u:minute   minute minutes min
u:workday  jour_ouvré jours_ouvrés jour_ouvrable jours_ouvrables
u:weekend  week_end weekend
n:1        un une
n:2        deux
n:3        trois
n:4        quatre
n:5        cinq
n:6        six
n:7        sept
n:8        huit
n:9        neuf
n:10       dix
n:11       onze
n:12       douze
n:15       quinze
n:20       vingt
n:30       trente
o:1        premier première 1er
o:2        deuxième
x          prochain prochaine prochains suivant suivante
l          dernier dernière passé passée
z          dernier dernière
t          ce cet cette
i          dans d_ici en
a          plus_tard après
g          il_y_a
b          avant
f          à_partir_de à_partir_d
s          début
M          mi milieu
e          fin
P:morning  matin matinée
P:afternoon après_midi
P:evening  soir soirée
P:night    nuit
T:12       midi
T:0        minuit
@          à vers
O          heure heures h
h          demi demie
q          quart
V          moins
_          le la les l du de d des en au à et pour
"""
