"""The closed lists that every site starts with. Codes stay for good: addresses and files use them."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Entry = tuple[str, str, str]
"""Code, Polish name, English name."""

HEADINGS: Sequence[tuple[int, Entry]] = (
    (1, ("sztuki", "sztuki i rzemiosło", "arts and crafts")),
    (10, ("dziedzictwo", "dziedzictwo", "heritage")),
    (14, ("edukacja", "edukacja kulturowa", "cultural education")),
    (15, ("animacja", "animacja społeczna", "community arts")),
    (16, ("dostepnosc", "dostępność", "accessibility")),
    (17, ("ekologia", "ekologia", "ecology")),
    (19, ("cyfrowe", "kultura cyfrowa", "digital culture")),
    (30, ("badania", "badania i debata", "research and debate")),
    (31, ("kadry", "prowadzenie instytucji", "running an organisation")),
)
"""What people do, the first level, each with its place in the order: a heading can be chosen too.
Some of the codes are older than the headings, hence the gaps."""

PRACTICES: Mapping[str, Sequence[Entry]] = {
    "sztuki": (
        ("teatr", "teatr", "theatre"),
        ("muzyka", "muzyka", "music"),
        ("taniec", "taniec", "dance"),
        ("plastyka", "plastyka", "visual arts"),
        ("rzemioslo", "rzemiosło", "crafts"),
        ("film", "film", "film"),
        ("fotografia", "fotografia", "photography"),
        ("literatura", "literatura", "literature"),
        ("cyrk", "cyrk i sztuka ulicy", "circus and street arts"),
        ("nowe_media", "sztuka nowych mediów", "new media art"),
    ),
    "dziedzictwo": (
        ("historia_lokalna", "historia lokalna", "local history"),
        ("muzealnictwo", "muzealnictwo", "museum work"),
        ("folklor", "folklor", "folklore"),
        ("interpretacja", "interpretacja dziedzictwa", "heritage interpretation"),
        ("szlaki", "szlaki i wędrówki", "heritage trails"),
        ("archiwa", "archiwa społeczne", "community archives"),
        ("zabytki", "zabytki i ich ochrona", "monuments and conservation"),
        ("kulinaria", "kulinaria", "food"),
        ("kultura_mniejszosci", "kultura mniejszości", "minority cultures"),
    ),
    "edukacja": (
        ("czytelnictwo", "czytelnictwo", "reading"),
        ("edukacja_artystyczna", "edukacja artystyczna", "arts education"),
        ("edukacja_muzealna", "edukacja w muzeum", "museum learning"),
        ("edukacja_medialna", "edukacja medialna", "media literacy"),
        ("nauka", "popularyzacja nauki", "science for everybody"),
        ("gry", "gry i zabawy", "games"),
    ),
    "animacja": (
        ("sasiedztwo", "działania sąsiedzkie", "work in the neighbourhood"),
        ("partycypacja", "partycypacja", "participation"),
        ("miedzypokoleniowe", "działania międzypokoleniowe", "work between generations"),
        ("wolontariat", "wolontariat", "volunteering"),
        ("swieta", "festiwale i święta lokalne", "festivals and local feasts"),
        ("przestrzen", "przestrzeń publiczna", "public space"),
    ),
    "dostepnosc": (
        ("kultura_gluchych", "kultura Głuchych", "Deaf culture"),
        ("audiodeskrypcja", "audiodeskrypcja i napisy", "audio description and captions"),
        ("latwy_tekst", "tekst łatwy do czytania", "easy-to-read texts"),
        ("zdrowie", "kultura i zdrowie", "culture and health"),
    ),
    "ekologia": (
        ("ogrody", "ogrody społeczne", "community gardens"),
        ("naprawianie", "naprawianie i dzielenie się", "repairing and sharing"),
    ),
    "cyfrowe": (
        ("media", "media lokalne", "local media"),
        ("digitalizacja", "digitalizacja", "digitisation"),
        ("technologie", "nowe technologie", "new technologies"),
    ),
    "badania": (
        ("badania_kultury", "badania i analizy", "cultural research"),
        ("publicznosc", "badania publiczności", "audience research"),
        ("ewaluacja", "ewaluacja", "evaluation"),
        ("polityka_kulturalna", "polityka kulturalna", "cultural policy"),
        ("debaty", "debaty i konferencje", "debates and conferences"),
        ("wydawnictwa", "wydawnictwa", "publishing"),
    ),
    "kadry": (
        ("szkolenia", "szkolenia kadr kultury", "training for culture workers"),
        ("fundusze", "fundusze i projekty", "funding and projects"),
        ("promocja", "promocja i komunikacja", "promotion"),
        ("wspolpraca", "sieci i partnerstwa", "networks and partnerships"),
    ),
}
"""The second level by heading. Fewer than sixty in all: more than that nobody chooses from; tags take
the rest."""

AUDIENCES: Sequence[Entry] = (
    ("dzieci", "dzieci", "children"),
    ("mlodziez", "młodzież", "teenagers"),
    ("dorosli", "dorośli", "adults"),
    ("seniorzy", "seniorzy", "older people"),
    ("rodziny", "rodziny", "families"),
    ("szkoly", "szkoły", "schools"),
    ("osoby_z_niepelnosprawnosciami", "osoby z niepełnosprawnościami", "people with disabilities"),
    ("migranci", "migranci", "migrants"),
    ("spolecznosc_lokalna", "społeczność lokalna", "the neighbourhood"),
    ("profesjonalisci", "profesjonaliści", "professionals"),
    ("do_3_lat", "dzieci do 3 lat", "children under 3"),
    ("przedszkolaki", "przedszkolaki", "preschool children"),
    ("klasy_1_3", "klasy 1–3", "primary school, years 1–3"),
    ("klasy_4_8", "klasy 4–8", "primary school, years 4–8"),
    ("studenci", "studenci", "students"),
    ("nauczyciele", "nauczyciele", "teachers"),
    ("liderzy", "liderzy lokalni", "local leaders"),
    ("turysci", "turyści", "tourists"),
    ("wies", "mieszkańcy wsi", "people in the countryside"),
    ("wzrok", "osoby niewidome i słabowidzące", "blind and partially sighted people"),
    ("sluch", "osoby słabosłyszące", "hard of hearing people"),
    ("pjm", "Głusi użytkownicy PJM", "Deaf users of Polish Sign Language"),
    ("ruch", "osoby z niepełnosprawnością ruchu", "people with reduced mobility"),
    ("intelekt", "osoby z niepełnosprawnością intelektualną", "people with learning disabilities"),
    ("neuroroznorodnosc", "osoby neuroróżnorodne", "neurodivergent people"),
    ("kryzys", "osoby w kryzysie, także psychicznym", "people in crisis, also of mental health"),
    ("mniejszosci", "mniejszości i uchodźcy", "minorities and refugees"),
    ("placowki", "osoby w szpitalach, domach opieki, więzieniach", "people in hospital, care or prison"),
)  # fmt: skip

AUDIENCE_GROUPS: Sequence[tuple[str | Promise, Sequence[str]]] = (
    (
        _("By age"),
        ("do_3_lat", "przedszkolaki", "dzieci", "klasy_1_3", "klasy_4_8", "mlodziez", "studenci",
         "dorosli", "seniorzy"),
    ),
    (
        _("By what they do together"),
        ("rodziny", "szkoly", "spolecznosc_lokalna", "wies", "nauczyciele", "liderzy",
         "profesjonalisci", "turysci"),
    ),
    (
        _("Who are often left out"),
        ("osoby_z_niepelnosprawnosciami", "wzrok", "sluch", "pjm", "ruch", "intelekt",
         "neuroroznorodnosc", "kryzys", "migranci", "mniejszosci", "placowki"),
    ),
)  # fmt: skip
"""How forms and filters set them out; what a site has added stands after them."""

FORMATS: Sequence[Entry] = (
    ("warsztaty", "warsztaty", "workshop"),
    ("zajecia", "zajęcia stałe", "regular class"),
    ("cykl", "cykl spotkań", "series"),
    ("kurs", "kurs", "course"),
    ("spotkanie", "spotkanie lub wykład", "talk"),
    ("debata", "debata lub konferencja", "debate or conference"),
    ("wystawa", "wystawa", "exhibition"),
    ("spektakl", "spektakl", "performance"),
    ("koncert", "koncert", "concert"),
    ("pokaz", "pokaz filmowy", "screening"),
    ("festiwal", "festiwal lub święto", "festival"),
    ("plener", "wydarzenie plenerowe", "outdoor event"),
    ("spacer", "spacer", "walk"),
    ("oprowadzanie", "oprowadzanie", "guided tour"),
    ("gra", "gra lub quest", "game"),
    ("konkurs", "konkurs", "competition"),
    ("oboz", "obóz lub półkolonie", "camp"),
    ("rezydencja", "rezydencja", "residency"),
    ("online", "online", "online"),
)
"""How people meet."""
