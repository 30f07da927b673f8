"""English words of days and times."""

WORDS = """
d:0        today
d:1        tomorrow tmrw tmr
d:2        overmorrow day_after_tomorrow
d:-1       yesterday
d:-2       day_before_yesterday
r          now right_now
u:day      d day days
u:week     w wk wks week weeks sennight
u:2week    fortnight fortnights
u:month    mo mos month months
u:quarter  q qtr quarter quarters
u:year     y yr yrs year years
u:10year   decade decades
u:hour     h hr hrs hour hours
u:minute   min mins minute minutes
nu:30minute half_an_hour half_hour
nu:90minute hour_and_a_half an_hour_and_a_half one_and_a_half_hours
nu:15minute quarter_of_an_hour a_quarter_of_an_hour quarter_hour
nu:6month   half_a_year half_year
u:workday  bd workday workdays business_day business_days working_day working_days weekday weekdays
u:weekend  weekend weekends
n:1        a an one
n:2        two couple couple_of a_couple a_couple_of
n:3        three
n:4        four
n:5        five
n:6        six
n:7        seven
n:8        eight
n:9        nine
n:10       ten
n:11       eleven
n:12       twelve dozen
n:13       thirteen
n:14       fourteen
n:15       fifteen
n:16       sixteen
n:17       seventeen
n:18       eighteen
n:19       nineteen
n:20       twenty
n:30       thirty
n:40       forty
n:50       fifty
n:60       sixty
n:90       ninety
o:1        first 1st
o:2        second 2nd
o:3        third 3rd
o:4        fourth
o:5        fifth
o:6        sixth
o:7        seventh
o:8        eighth
o:9        ninth
o:10       tenth
o:11       eleventh
o:12       twelfth
o:13       thirteenth
o:14       fourteenth
o:15       fifteenth
o:20       twentieth
o:30       thirtieth
j:1        farvardin
j:2        ordibehesht
j:3        khordad
j:4        tir
j:5        mordad
j:6        shahrivar
j:7        mehr
j:8        aban
j:9        azar
j:10       dey
j:11       bahman
j:12       esfand
x          next following
l          last past previous
z          last final
t          this current
c          coming upcoming
i          in within
a          later after hence from_now
g          ago back earlier
b          before
f          from
s          start beginning start_of beginning_of
M          mid middle middle_of
e          end end_of
P:morning  morning mornings first_thing
P:noon     midday lunch lunchtime
P:afternoon afternoon after_lunch
P:evening  evening
P:night    night
dP:0night  tonight
T:12       noon
T:0        midnight
A:am       am
A:pm       pm
@          at
O          oclock o_clock h
h          half
q          quarter
p          past after
v          to before till
_          the of on by until in for and time
_          st nd rd th
"""
