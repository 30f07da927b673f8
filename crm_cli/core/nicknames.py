"""What people are called beside their given name: Bob is Robert, Саша is Александр or Александра.

Beside other evidence, or to suggest whom somebody may have meant. Forms that sound alike in another script (Sasha and Саша) are told once.
"""

from __future__ import annotations

from functools import cache

from crm_cli.core.sound import spelled

_GROUPS = """
alexander aleksandr alex alec alek al sandy xander lex sasha sascha shura sanya alik ales oleksandr alejandro alessandro alexandre iskander eskandar sikandar
alexandra alex alexa lexi sandra sandy sasha shura sanya ksandra alessandra alejandra oleksandra
alexey alexis alex lyosha alesha lesha alyosha lyokha oleksiy alejo alexei
albert al bert bertie alberto alik
alfred al alf fred freddy alfie alfredo
alice ali allie alicia alisa elis alisia
amanda mandy manda
amelia amy millie emmy amalia
andrew andy drew andre andreas andrey andriy andres andrea andrei andryusha dryusha ondrej andrzej
angela angie ange angelina anzhela anzhelika angelika
anna ann anne annie anya anyuta nyura nyusha annushka asya hanna hannah anita ana nan nancy ania hanka ganna annette
anastasia nastya nastia stacy stasya asya ana stacey anastasiya nastasya
anthony tony ant antoine antonio anton toni tonya toha tosha antoni
antonina tonya tosya nina
anatoly tolya tolik anatol anatolij
arthur art artie artur arturo
arkady arkasha
artyom tyoma artemy artem tema artyomka
barbara barb babs barbie varvara varya bärbel babsi
benjamin ben benny benji benno beniamin veniamin venya
bernard bernie bern bernhard bernd bernardo
bogdan bodya danya bohdan
boris borya boba
brian bryan bry
caroline carol carrie carolina karolina caro line lina karolin
carl karl charles charlie charley chuck chas carlos carlo karel karol kalle karlo
catherine katherine kathryn kate katie kathy cathy kat kit kitty katrin karin katarina ekaterina katya katyusha catalina caterina kasia katja käthe katharina kateryna yekaterina
christian chris kris christiaan cristian khristian
christina christine chris chrissy tina kristina kristin christin christel cristina krystyna
christopher chris kit topher kris christoph christophe cristobal stoffel krzysztof
claudia klaudia claudine
daria darya dasha dashenka
ksenia xenia ksyusha oksana ksyu aksinya
larisa lara larissa lora
constantine konstantin kostya kostik constantin konstantinos dino costa
cynthia cindy cyndi
daniel dan danny danil danila danya daniil danilo daniele
daniela dani danielle danielka
david dave davy davey davide dawid davit dodik
deborah debbie deb debra
denis dennis den denny deniska
diana di dina diane
dmitry dima mitya dimitri dimon dmytro demetrius dimitrios dimitar
dominic dom nick dominik dominique domingo
donald don donny
dorothy dot dottie dolly dora dorothea dorota
douglas doug
edward ed eddie ted teddy ned eduard edik eduardo edouard edvard
eleanor ellie nell nora elly lenore eleonora elya
elizabeth liz lizzie beth betty bess eliza lisa liza elsa elise libby bettina lisbeth isabel elisabeth elisaveta yelizaveta elisabetta lilibet lis ilse else
emily em emmy millie emilia emma
eugene gene evgeny zhenya yevgen eugen eugenio zheka yevgeni geno
evgenia zhenya eugenia yevgeniya eugenie
evelyn eve evie evelina
fyodor fedor fedya theodore theo ted teodor fedir
felix felya
ferdinand ferdi fernando fernand nando
florence flo flossie
frances fran frannie francesca franziska franzi paquita fanny
francis frank frankie fran francisco paco pancho francesco franco francois franz frantisek franciszek
frederick fred freddie rick fritz friedrich federico frederic fryderyk
gabriel gabe gabi gavriil gavrila gabriele
gabriela gabby gabi gabriella gabrielle
galina galya gala halyna
gennady gena genka hennadiy
george georgie georg jorge giorgio georges yuri yura egor yegor georgy gosha zhora jurgen jörg jerzy giorgi gia georgios yorgos
gerald gerry jerry gerhard gerd geraldo gerard
gertrude trudy gertrud
gregory greg grigory grisha gregor gregorio gregoire hryhoriy grzegorz grisha
gustav gus gustavo gustave
harold harry hal harald
helen nell nellie lena lenny ellen elena yelena olena alyona alena lenka helena helene elen eleni lenochka
henry harry hank hal heinrich heinz heiner henrik henri enrique enrico genrikh henryk andy
hermann german herman gera
hubert hub bert
ian john iain
ignatius ignacy ignacio nacho ignat iggy
igor gosha garik ihor
ilya ilyusha elijah elias eli illya ilja
inna ina inessa
irina ira irene irka irisha iryna irena
isaac ike zak isaak izya yitzhak
isabel isabella bella izzy isa belle isabelle ysabel
ivan vanya vanyusha john johann jan juan giovanni jean johannes ioann yan
jacob jake jakob yakov yasha jacques james diego jacobo kuba jaap
jacqueline jackie jacqui
james jim jimmy jamie jem
jane janet jenny jan janie jana yana johanna joan jeanne juana giovanna zhanna joanna asya hanne
janet jan jenny
jason jay jase
jeffrey jeff geoffrey geoff jeffery
jennifer jen jenny jenn
jeremy jerry jem jeremiah
jerome jerry
jessica jess jessie
joachim jo jochen achim akim joaquin
john johnny jack jon jan ian johann johannes hans hannes juan giovanni jean ivan sean shaun evan john джон giannis yannis
jonathan jon jonny nathan jonatan nat
jose pepe joseph joe joey jo josef giuseppe jozef osip iosif beppe josip yusuf yousef yosef jupp sepp
josephine jo josie josefina josefa pepita
joshua josh
judith judy judi jutta
julia julie jules yulia julka yulya giulia juliette juliana juli
julian jules julius julio giuliano yulian
karen kari carina karina
kenneth ken kenny
kirill kir kirya cyril kyrylo
klaus claus nicholas nikolaus niklaus
laura laurie lora lauretta laurence
lawrence larry laurence laurie lars lorenz lorenzo lavrenty laurent
leonard leo len lenny leon leonardo leonid lyonya lenya leonhard
leo lev lyova leon leopold
lidia lida lydia
lillian lily lil lilia liliya lilya
linda lindy belinda
louis lou louie ludwig lutz luis luigi lewis ludovic lajos
louise lou lulu luisa luise
lucas luke luca lukas lukasz luka
lucia lucy lucie lucille lyusya
ludmila lyuda lyusya mila lyudmila lucy lyudka
lyubov lyuba lyubasha
maxim max maximilian maximus maks massimo maksym makar
margaret maggie meg peggy marge margie margo greta rita daisy margarita margarete grete gretel margot malgorzata gosia
maria mary marie molly polly mia mimi masha marusya manya mariya miriam mariam maryam marion marika maja mariya mitzi maruja marina
marina mara marisha
mark marc marcus markus marco marcos marek
martha marty marta
martin marty martyn martino martijn
matthew matt matty matthias mateo matteo matvey motya mathieu mathias mateusz
michael mike mick mickey micky mikhail misha mishka michel michele miguel mikhaylo michal mitch mikael mikel mischa mykhailo michi михаил майкл
mirko miro miroslav slava
mohammad mohamed muhammad mehmet mo magomed mukhammed mahmud mukhamed muha maga mohammed mamed
monica mona monika moni nika
nadezhda nadya nadia hope nadja nadiya
natalia natalie nat natasha nata tasha talia natalya nathalie natali nataliya
nathaniel nat nate nathan
nelly nellie nelya nella
nicholas nick nicky nico nikolai kolya nikita niko niklas nicolas nicola nikolay klaus mikolaj mykola nikos kolyan nicolae nils
nicole nicky nikki nicolette nika nici
nikita nik nika
nina ninochka antonina
oleg olezhek oleh olezhka
olga olya olechka lyolya olha helga
oliver ollie noll olivier
olivia liv livvy ollie
pamela pam
patricia pat patty trish tricia patsy patrizia
patrick pat paddy rick patrik patricio
paul paulie pavel pasha pablo paolo pavlo pal pawel pavlik pawlo
paula polly pauline paulina pola polina polya paola
peter pete petey pyotr petya pedro pietro pierre piotr petr petro petrus petri piet petros
philip phil pip filipp filya felipe philippe filippo filip
polina polya paulina appolinaria
rachel ray rachael rae raquel raisa rakhil
raymond ray raymund ramon raimund
rebecca becky becca becks rebekka
regina gina reggie rina
richard rick ricky rich richie dick ricardo riccardo ryszard
robert rob bob bobby robbie bert robin roberto ruprecht roberta
roger rodge rodger rüdiger
roland rolly orlando rolando
roman roma romain romka romano
ronald ron ronnie ronaldo
rose rosie rosa rosita roza
rostislav slava rostik rosty
rudolf rudy rudi rolf rodolfo
ruslan rusik rus
samuel sam sammy samuil
samantha sam sammy
sarah sally sadie sara sarita
sebastian seb bastian basti bas sebastien sevastyan
semyon syoma sema simon semen sam shimon
sergey seryozha serezha seryoga serega serge sergio serhiy seriy serhii
simon si simeon simone szymon
sophia sophie sonya sofia sonja sofie zosia
stanislav stas slava stan stanislaw stanley stanislaus
stephen steve stevie stefan steven stephan stepan styopa esteban etienne stefano stepa szczepan stepanko
stephanie steph steffi stefania stefanie fanny stefka
susan sue susie suzy susanna suzanne susana zuzana susanne sanna
svetlana sveta lana svitlana
sylvia silvia syl sylvie silva
tamara toma tamar mara
tatiana tanya tania tetyana tatyana tata
teresa terry tess tessa theresa therese tere resi
terence terry
theodore ted teddy theo teodoro theodor
thomas tom tommy foma tomas tommaso thom tomasz
timothy tim timmy timofey tima timotheus tymofiy timo
ulrich uli ulli ulrike
valentin valya valik val valentino
valentina valya val tina
valery valera val valeriy valerie
valeria lera valya valerie val
vasily vasya basil vasyl vasil
vera veronika verochka vira
veronica nika vera ronnie roni veronika vroni
victor vic vitya viktor vittorio vicente vityok
victoria vicky tori vika viktoria vittoria
vincent vince vinny vicente vincenzo vinzenz
virginia ginny ginger
vitaly vitalik vitya vital vitaliy
vladimir vova volodya vlad vladik wladimir volodymyr wolodymyr vovan waldemar
vladislav vlad vladik slava wladyslaw vladyslav
vyacheslav slava vyachik viacheslav
walter wally walt gualterio
wilhelm willi will william bill billy willem guillermo guillaume liam willy helmut wim guglielmo vilgelm
wolfgang wolf wolfi
yaroslav yarik slava jaroslav yaro
yuri yura yurik yuriy george jurij iouri
zachary zack zach zakhar
zinaida zina
zoya zoe zoia
aigerim aika aigera aigerimka
aigul aika gulya aikosh
ainur ainurka aina nura nurka
aizhan aika aizhana
akmaral maral
aliya alya liya alia
almas almik almaz
altynai altyn altynka altinai
anuar anvar anwar
arman armanchik armasha
askar askarbek asik
asel asya aselya assel aselka
asem asema asemgul
azamat aza azik
baurzhan baur bauke baurik bauyrzhan
bekzat beka bek bekzhan
berik beke berikbol
bolat bulat boleke
dana danagul danara danka
daniyar daniar danik dan
dauren daur dauka dauletbek
dastan dasik
dinara dina dinka dinarochka
erbol yerbol ereke erik erbolat
erlan yerlan ereke erik
ermek yermek ereke
erzhan yerzhan ereke erik
galymzhan galym gala galymbek
gaukhar gauhar gauka
gulmira gulya mira guli
gulnara gulya gulnar nara guli gulnur
gulzhan gulya zhan
kairat kaireke qairat kaira kairatbek
kanat kaneke qanat kanatbek
karlygash karla karlyga
kuanysh kuanish
kuralai kuka kura
laura laurka
madina madi dina madinka
maksat maks maqsat
marat mareke maratik
meruert mera meruyert mira meirim
murat mureke muratbek
mukhtar muka mukhtarbek
nazgul naza nazira gulya
nazym naza nazima
nurlan nureke nurik nurlanbek nuri
nursultan nurik nureke sultan nursik
nurzhan nurik nureke
olzhas olzhik oleke
perizat peri perizatka
rustam rustem rustik roostam
sabit sabitzhan saken
samal samalka
saule saulesh sauleshka
serik sake serikbek serikbol
sultan suleke soltan
tair tahir taira
talgat taleke talgatbek
timur tima timurlan temir teymur
togzhan toga togzhana
ulan uleke ulanbek
zarina zara zarinka
zhanar zhanara zhanka zhana
zhandos zhandosik zhan zhaneke
zhanibek zhaneke zhan janibek
zhansaya zhanna zhansai saya
zhuldyz zhulya zhuldyzay
yerassyl eras erasyl yeras
aibek aika beka aybek
ainura ainurka nura
bakyt baha bakytbek baktygul
cholpon chola sholpan
gulzat gulya zat
nurgul nura gulya nurgulya
temirlan temir tima
ahmad ahmed akhmet akhmad ahmet amad
ali alireza aliasghar alik
amir amirhossein emir amirali
fatemeh fati fatima fatma fatimah fatia
hasan hassan hesam khasan hasanali
hossein hussein husein hosseinali khusain
mehdi mahdi mehdad
mohammadreza mamreza reza mohammad
mahmoud mahmud mamoud
mostafa mustafa moustafa mosi
masoud masud massoud
parisa pari pariya
reza alireza hamidreza
saeed said saeid sayid
soheila soheil suhayla
yasaman yasi yasmin jasmin yasmine jasmine
zahra zari zohreh zara zahraa
yusuf yousef joseph yosef youssef
ibrahim ebrahim abraham abe avraam ebi avi
ismail esmail ishmael
yakup yaghoub jacob yakub
abdullah abdollah abdulla abdul
elvira elya vira
guadalupe lupe lupita
consuelo chelo
concepcion concha conchita
dolores lola lolita
enrique kike quique
ignacio nacho
jesus chucho chuy
manuel manolo manu emanuel immanuel emmanuel lolo
mercedes merche meche
pilar pili
rafael rafa raphael rafi raffaele
santiago santi diego jaime yago
soledad sole
alfonso alonso poncho
armando mando
eduardo lalo edu
ernesto neto ernest ernst
gonzalo gonza
gregorio goyo
leonardo leo nardo
ramon moncho raimundo
rosario charo
vicente chente
christel christa christiane
dieter dietrich didi
dietmar ditmar
eberhard ebi hardy
elfriede elfi friedel
ernst ernesto ernie
friedrich fritz fred friedel
gisela gisi gila
günter gunther günther
hans johannes johann hannes
heidi adelheid heide
hildegard hilde hilda
ingrid inga inge
ingeborg inge inga
joseph sepp jupp josef
jörg georg jürgen
karlheinz kalle heinz
katharina käthe kathi katja
kunigunde kuni
lieselotte lilo lotte liesel
lothar lutz
magdalena lena magda leni madeleine
manfred manni fredi
margarethe gretchen grete gretel
mathilde tilda hilde
matthias hias matze matti
reinhard reiner rainer hardy
rosemarie rosi romy
siegfried siggi sigi
sigrid sigi
theresia resi thesi
ursula uschi ulla
waltraud traudl traudel
"""


@cache
def forms_alike(word: str) -> frozenset[str]:
    """How all names sound that somebody of this folded name may also have; empty where none are known."""
    return _known().get(spelled(word), frozenset())


def are_two(one: str, other: str) -> bool:
    """Whether two folded words are given names that are known, and not forms of one: Daniel and Daniela."""
    known = _known()
    first, second = spelled(one), spelled(other)
    if first not in known or second not in known or first == second or second in known[first]:
        return False
    return all(not word.isascii() or word in _written() for word in (one, other))  # `jnae` sounds like Ina


@cache
def _written() -> frozenset[str]:
    return frozenset(_GROUPS.translate(_UMLAUTS).split())


@cache
def _known() -> dict[str, frozenset[str]]:
    """How each form sounds → how all others of its groups do."""
    alike: dict[str, set[str]] = {}
    for group in spelled(_GROUPS.translate(_UMLAUTS)).split("\n"):
        forms = group.split()
        for form in forms:
            alike.setdefault(form, set()).update(forms)
    return {form: frozenset(others - {form}) for form, others in alike.items()}


_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})
