"""Words in the place of a picture: judged so that they say something to somebody who cannot see it."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.gate import BadText, clean_text
from taxonomy.spelling import fold

ALT_LIMIT, CREDIT_LIMIT = 300, 200
NOTHING_SAID = gettext_lazy(
    "Say in a few words what the picture shows. People who do not see it have only these words."
)
_FILE = re.compile(r"\.(jpe?g|jfif|png|webp|gif|heic|avif|bmp|tiff?)$", re.IGNORECASE)
_CAMERA = re.compile(
    r"(img|dsc[a-z]?|pict?|pxl|mvimg|screenshot|whatsapp image|zrzut ekranu)[\s_-]*\d[\w\s._-]*",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    [
        "zdjecie",
        "zdjecia",
        "foto",
        "fotka",
        "fotografia",
        "fotografie",
        "obraz",
        "obrazek",
        "grafika",
        "ilustracja",
        "logo",
        "logotyp",
        "plik",
        "miniatura",
        "skan",
        "baner",
        "image",
        "images",
        "photo",
        "photos",
        "photograph",
        "photography",
        "picture",
        "pictures",
        "pic",
        "pics",
        "graphic",
        "illustration",
        "thumbnail",
        "file",
        "scan",
        "banner",
        "alt",
        "opis",
        "tekst",
        "text",
        "description",
        "brak",
        "none",
        "nowe",
        "nowy",
        "nowa",
        "new",
        "nasze",
        "nasz",
        "nasza",
        "our",
        "the",
        "a",
        "an",
        "to",
        "jest",
        "this",
        "is",
        "no",
        "nr",
        "of",
        "z",
        "do",
        "test",
    ]
)
"""Words that by themselves only say that there is a picture."""


def read_alt(raw: object, *, file_name: str = "") -> str:
    """The words as they may be kept. Raises BadText for words that say nothing."""
    words = " ".join(clean_text(raw, limit=ALT_LIMIT, lines=False).split())
    if not words:
        raise BadText(str(NOTHING_SAID))
    stem = file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if _FILE.search(words) or _CAMERA.fullmatch(words) or (stem and fold(words) == fold(stem)):
        raise BadText(
            _(
                "This is the name of a file. Say what the picture shows, in a sentence or a few words."
            )
        )
    said = [word for word in fold(words).split() if not word.isdigit() and len(word) > 1]
    if all(word in _GENERIC for word in said):
        raise BadText(
            _(
                "That there is a picture, people hear anyway. Say what is in it: who, where, doing what."
            )
        )
    return words


def read_credit(raw: object) -> str:
    """Who made the picture, and under which licence; may be empty."""
    return " ".join(clean_text(raw, limit=CREDIT_LIMIT, lines=False).split())
