"""The words that organisations, notes and filters share: what people do, and for whom."""

from taxonomy.editions import raise_edition
from taxonomy.models import Audience, PracticeArea, Word

PRACTICES: tuple[tuple[str, str, str], ...] = (
    ("teatr", "teatr", "theatre"),
    ("muzyka", "muzyka", "music"),
    ("taniec", "taniec", "dance"),
    ("plastyka", "plastyka", "visual arts"),
    ("rzemioslo", "rzemiosło", "crafts"),
    ("film", "film", "film"),
    ("fotografia", "fotografia", "photography"),
    ("literatura", "literatura", "literature"),
    ("czytelnictwo", "czytelnictwo", "reading"),
    ("dziedzictwo", "dziedzictwo", "heritage"),
    ("historia_lokalna", "historia lokalna", "local history"),
    ("muzealnictwo", "muzealnictwo", "museum work"),
    ("folklor", "folklor", "folklore"),
    ("edukacja", "edukacja kulturowa", "cultural education"),
    ("animacja", "animacja społeczna", "community arts"),
    ("dostepnosc", "dostępność", "accessibility"),
    ("ekologia", "ekologia", "ecology"),
    ("media", "media lokalne", "local media"),
    ("cyfrowe", "kultura cyfrowa", "digital culture"),
    ("kulinaria", "kulinaria", "food"),
    ("gry", "gry i zabawy", "games"),
    ("kultura_mniejszosci", "kultura mniejszości", "minority cultures"),
)
"""Code, Polish name, English name."""

AUDIENCES: tuple[tuple[str, str, str], ...] = (
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
)


def ensure_vocabulary() -> None:
    """Adds the words that are missing. Words that somebody has renamed stay as they are."""
    lists: tuple[tuple[type[Word], tuple[tuple[str, str, str], ...]], ...] = (
        (PracticeArea, PRACTICES),
        (Audience, AUDIENCES),
    )
    for model, words in lists:
        table = model._default_manager
        known = set(table.values_list("code", flat=True))
        missing = [
            model(code=code, name_pl=name_pl, name_en=name_en, position=position)
            for position, (code, name_pl, name_en) in enumerate(words, start=1)
            if code not in known
        ]
        if missing:
            table.bulk_create(missing, ignore_conflicts=True)
            raise_edition("words")
