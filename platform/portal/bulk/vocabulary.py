"""The words of bench content: phrases that fit together in Polish and in English sentences.

Earlier ones are chosen more often, as in real texts, so that a search meets common words and rare ones.
"""

from collections.abc import Mapping, Sequence

POLISH: Mapping[str, Sequence[str]] = {
    "kto": (
        "dom kultury", "biblioteka", "świetlica", "koło gospodyń", "grupa seniorów", "muzeum", "szkoła",
        "zespół śpiewaczy", "teatr amatorski", "straż pożarna", "filia biblioteczna", "pracownia ceramiki",
        "stowarzyszenie", "klub filmowy", "orkiestra dęta", "harcerska drużyna", "parafia", "przedszkole",
        "fundacja", "izba pamięci", "kino objazdowe", "rada sołecka", "chór", "galeria w spichlerzu",
        "młodzieżowa redakcja", "uniwersytet trzeciego wieku", "warsztat stolarski", "skansen", "klub gier",
        "zespół tańca", "ośrodek zdrowia", "gminne archiwum",
    ),
    "robi": (
        "prowadzi", "organizuje", "przygotowuje", "planuje", "zaprasza na", "wymyśla", "otwiera", "dokumentuje",
        "powtarza co roku", "odwołuje", "przenosi do remizy", "opisuje krok po kroku", "nagrywa", "wspiera",
    ),
    "co": (
        "warsztaty ceramiczne", "wieczór opowieści", "noc czytania", "wystawę fotografii", "kino plenerowe",
        "próby teatralne", "zajęcia dla rodzin", "spacer z przewodnikiem", "zbiórkę starych zdjęć",
        "lekcje muzealne", "festyn", "koncert na schodach", "kurs języka migowego", "czytanie na głos",
        "klub dyskusyjny", "pokaz tkania", "naukę gry na skrzypcach", "dyktando gminne", "grę terenową",
        "słuchowisko", "warsztaty stolarskie", "wymianę książek", "kiermasz", "zajęcia z kodowania",
        "spotkanie z autorką", "naprawianie rowerów", "dzień otwarty", "nagrania wspomnień", "jasełka",
        "pieczenie chleba", "malowanie murali", "prezentację strojów", "konkurs recytatorski",
        "przegląd kapel", "ciche godziny", "oprowadzanie z audiodeskrypcją",
    ),
    "czego": (
        "pieniędzy", "wolontariuszy", "krzeseł", "pętli indukcyjnej", "rzutnika", "zgody sąsiadów", "transportu",
        "tłumaczki języka migowego", "dobrego światła", "ekranu", "mikrofonów", "licencji na film", "gliny",
        "miejsca na próby", "ubezpieczenia", "cierpliwości", "podjazdu", "planu awaryjnego", "folii na deszcz",
        "starych fotografii", "instrumentów", "toalety bez progu", "busa", "kurtyny", "agregatu", "namiotu",
        "kontaktu do szkoły", "wzoru umowy", "opisu dojazdu", "kogoś od nagłośnienia", "pieca", "parasoli",
    ),
    "gdzie": (
        "w remizie", "w świetlicy", "w bibliotece", "na rynku", "na strychu", "w sali gimnastycznej",
        "w parku", "nad stawem", "w stodole", "na boisku", "w kościele", "w dawnym młynie", "na schodach urzędu",
        "w Brzozówce", "w Kalinowej", "w Lipowej", "w Olszanach", "w Jaworniku", "w Dębowcu", "pod lasem",
        "na dziedzińcu", "w piwnicy", "w czytelni", "w spichlerzu", "przy studni", "w autobusie", "na przystanku",
    ),
    "kiedy": (
        "w sobotę", "w niedzielę po południu", "po żniwach", "przed świętami", "jesienią", "w ferie",
        "w przyszły czwartek", "co dwa tygodnie", "w wakacje", "po zmroku", "od rana", "zimą", "w maju",
        "na zakończenie roku", "w przerwie obiadowej", "podczas dni gminy", "w długi weekend", "o świcie",
    ),
    "dla": (
        "dzieci", "seniorów", "młodzieży", "rodzin", "sąsiadów", "osób niewidomych", "osób głuchych", "szkół",
        "nowych mieszkańców", "opiekunów", "nauczycielek", "turystów", "osób na wózkach", "maluchów",
        "przedszkolaków", "wolontariuszy", "rolników", "uchodźców", "artystek", "wszystkich chętnych",
    ),
    "jak": (
        "bez pośpiechu", "za darmo", "po raz pierwszy", "razem z sąsiadami", "mimo deszczu", "na własnym sprzęcie",
        "prostym językiem", "z napisami", "z pomocą straży", "po kosztach", "w małej grupie", "bez prądu",
        "według listy", "na dwa głosy", "z przerwą na herbatę", "ze wsparciem gminy", "od podstaw",
    ),
}  # fmt: skip

POLISH_SENTENCES: Sequence[str] = (
    "U nas {kto} {robi} {co} {gdzie}, zwykle {kiedy}.",
    "Najtrudniej było o {czego}, reszta poszła {jak}.",
    "Szukamy {czego}, najlepiej {gdzie}.",
    "W zeszłym roku {kto} {robi} {co} dla {dla} i nikt nie narzekał.",
    "Bez {czego} nie ma po co zaczynać.",
    "Przyszło dwa razy więcej osób, niż planowaliśmy, więc zabrakło {czego}.",
    "Jeśli {kto} {robi} {co}, warto zapytać sąsiadów o zgodę.",
    "Zrobiliśmy to {jak}, {gdzie}, {kiedy}.",
    "Zapraszamy {kiedy} {gdzie}, będzie coś dla {dla}.",
    "Pamiętajcie o **{dla}**: im trzeba powiedzieć wcześniej.",
    "Pierwszy raz {kto} {robi} {co} {jak}.",
    "Nie warto kupować {czego}, wystarczy pożyczyć.",
    "Lista rzeczy jest krótka, ale {czego} i {czego} nie da się zastąpić.",
    "Ktoś musi stać przy drzwiach i witać, szczególnie {kiedy}.",
    "Po wszystkim siadamy {gdzie} i zapisujemy, co nie wyszło.",
    "Mamy {co} {kiedy}, ale wciąż brakuje nam {czego}.",
    "Wniosek o dofinansowanie {czego} pisaliśmy {jak}.",
    "Dla {dla} lepiej sprawdza się spotkanie {gdzie}.",
    "Kto {kiedy} {robi} {co}, ten wie, ile to pracy.",
    "Dostępność to nie tylko podjazd: {kto} {robi} {co} z myślą o każdym.",
    "Zapytajcie {kiedy}, wtedy {kto} odpowiada najszybciej.",
    "To działa {gdzie}, ale {gdzie} już nie.",
)
POLISH_TITLES: Sequence[str] = (
    "Czy ktoś prowadzi {co} {gdzie}?",
    "Jak zorganizować {co} dla {dla}?",
    "Skąd wziąć pieniądze na {co}?",
    "Brakuje nam {czego}: co robić {kiedy}?",
    "Gdy {kto} {robi} {co}: nasze doświadczenia",
    "Szukamy {czego} {gdzie}",
    "Dla {dla} {kiedy}: pomysły",
    "{co}, ale {jak}: czy to się uda?",
)

ENGLISH: Mapping[str, Sequence[str]] = {
    "who": (
        "the library", "our museum", "the village hall", "a youth group", "the choir", "the school", "a theatre group",
        "the fire brigade", "the pottery studio", "a small foundation", "the film club", "the local archive",
        "the residency house", "the brass band", "a women's circle", "the parish", "the community garden",
    ),
    "does": (
        "runs", "plans", "repeats", "records", "opens", "hosts", "cancels", "documents", "prepares", "moves indoors",
    ),
    "what": (
        "a reading night", "storytelling evenings", "a photo exhibition", "open rehearsals", "family workshops",
        "a listening walk", "an outdoor cinema", "a repair day", "quiet hours", "tactile tours", "a book swap",
        "a sign language course", "oral history sessions", "a street concert", "a weaving demonstration",
        "a board game afternoon", "a seed exchange", "an open studio",
    ),
    "need": (
        "chairs", "a hearing loop", "volunteers", "a licence", "insurance", "a van", "better light", "a projector",
        "an interpreter", "clay", "permission", "a ramp", "a rain plan", "captions", "microphones", "a budget line",
    ),
    "where": (
        "in the barn", "at the library", "on the square", "by the pond", "in the attic", "at the old mill",
        "in the school gym", "in the park", "on the stairs", "in the reading room", "at the bus stop",
    ),
    "when": (
        "on Saturday", "after the harvest", "in the winter break", "in May", "at dusk", "every other week",
        "during the town days", "on a rainy afternoon", "before the holidays", "next spring",
    ),
    "for": (
        "children", "older people", "families", "newcomers", "blind visitors", "deaf visitors", "teachers", "artists",
        "teenagers", "neighbours", "carers", "volunteers",
    ),
}  # fmt: skip

ENGLISH_SENTENCES: Sequence[str] = (
    "Here {who} {does} {what} {where}, mostly {when}.",
    "The hardest part was to find {need}.",
    "We did it {when} and would do it again for {for}.",
    "Without {need} there is no point in starting.",
    "Twice as many people came as we had planned, so we ran out of {need}.",
    "If {who} {does} {what}, ask the neighbours first.",
    "Please remember **{for}**: tell them early and in plain words.",
    "It works {where}, but not {where}.",
    "Somebody has to stand at the door and say hello, above all {when}.",
    "We are looking for {need}, best {when}.",
    "Afterwards we sit down {where} and write up what went wrong.",
    "Last year {who} {does} {what} and nobody complained.",
)
ENGLISH_TITLES: Sequence[str] = (
    "Has anyone tried {what} {where}?",
    "How do we find {need} for {what}?",
    "What to offer {for} {when}",
    "When {who} {does} {what}: lessons learned",
)

TAGS: Sequence[str] = (
    "warsztaty", "biblioteka", "dostępność", "seniorzy", "dzieci", "granty", "teatr", "muzeum", "kino plenerowe",
    "dziedzictwo", "wolontariat", "młodzież", "fotografia", "muzyka", "rzemiosło", "czytanie", "współpraca",
    "szkoła", "ekologia", "folklor",
)  # fmt: skip

FIRST_NAMES: Sequence[str] = (
    "Anna", "Piotr", "Maria", "Krzysztof", "Katarzyna", "Andrzej", "Małgorzata", "Tomasz", "Agnieszka", "Paweł",
    "Barbara", "Marcin", "Ewa", "Michał", "Zofia", "Jakub", "Halina", "Łukasz", "Irena", "Grzegorz", "Daria",
    "Adam", "Olena", "Rafał", "Joanna", "Szymon", "Wanda", "Igor", "Natalia", "Bartosz",
)  # fmt: skip
SURNAMES: Sequence[str] = (
    "Sowa", "Kruk", "Jeleń", "Wilga", "Bukowiec", "Kalina", "Lipa", "Olcha", "Sroka", "Dudek", "Szpak", "Zięba",
    "Jawor", "Grab", "Topola", "Brzoza", "Czajka", "Kawka", "Żuraw", "Derkacz", "Trznadel", "Kos", "Gil", "Rudzik",
    "Wierzba", "Osika", "Modrzew", "Cis", "Świerk", "Jarzębina",
)  # fmt: skip
HOUSES: Sequence[tuple[str, str]] = (
    ("dom_kultury", "Dom Kultury"), ("biblioteka", "Biblioteka"), ("swietlica", "Świetlica"),
    ("muzeum", "Muzeum"), ("kolo_gospodyn", "Koło Gospodyń"), ("stowarzyszenie", "Stowarzyszenie"),
    ("fundacja", "Fundacja"), ("teatr", "Teatr"), ("klub", "Klub"), ("galeria", "Galeria"),
    ("grupa_nieformalna", "Grupa Sąsiedzka"), ("dom_ludowy", "Dom Ludowy"),
)  # fmt: skip
"""Kind of organisation, and how its name begins."""
VILLAGES: Sequence[str] = (
    "Wola", "Lipowa", "Brzezie", "Dąbrowa", "Podlesie", "Zagórze", "Łęki", "Górki", "Olszyny", "Jaworzna",
    "Nowa Wieś", "Kamionka", "Stara Wieś", "Łąkta", "Świerczków",
)  # fmt: skip
"""Names of villages, each in many gminas: as on the real map, a name alone says little."""
