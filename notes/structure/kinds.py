"""Templates, and the fields that suit each. A template only says which fields are offered: a note keeps
what is written in a field, whichever template it has later."""

from django.db import models
from django.utils.translation import gettext_lazy as _

SECTIONS = ("context", "materials", "steps", "access", "risks", "failed", "results")
"""Longer texts (Markdown), in the order in which they are read."""
FACTS = ("people", "minutes", "cost", "staff")
"""Short ones, shown together at the top."""


class Template(models.TextChoices):
    FREE = "free", _("Free form")
    WORKSHOP = "workshop", _("Workshop scenario")
    ACCESS = "access", _("Accessibility practice")
    HERITAGE = "heritage", _("Heritage interpretation")
    REPORT = "report", _("Project report")
    TOOL = "tool", _("Tool")


class Cost(models.TextChoices):
    """What it costs once, in złoty."""

    NONE = "0", _("nothing")
    UP_TO_200 = "200", _("up to 200 zł")
    UP_TO_1000 = "1000", _("200 to 1,000 zł")
    UP_TO_5000 = "5000", _("1,000 to 5,000 zł")
    MORE = "more", _("over 5,000 zł")


_FIELDS: dict[str, tuple[str, ...]] = {
    Template.FREE: (),
    Template.WORKSHOP: (*FACTS, *SECTIONS),
    Template.ACCESS: ("cost", "staff", "context", "materials", "steps", "access", "failed", "results"),
    Template.HERITAGE: ("people", "minutes", "staff", "context", "materials", "steps", "access", "failed"),
    Template.REPORT: ("people", "cost", "staff", "context", "steps", "access", "risks", "failed", "results"),
    Template.TOOL: ("minutes", "cost", "context", "materials", "steps", "access", "risks"),
}  # fmt: skip


def fields_of(template: str) -> tuple[str, ...]:
    """Facts, then sections. Of what is no template: those of the free form."""
    return _FIELDS.get(template, ())


HEADINGS: dict[str, dict[str, str]] = {
    "pl": {
        "context": "Dla kogo i gdzie",
        "materials": "Co jest potrzebne",
        "steps": "Krok po kroku",
        "access": "Dostępność",
        "risks": "Na co uważać",
        "failed": "Co nie wyszło",
        "results": "Co z tego wyszło",
    },
    "en": {
        "context": "For whom and where",
        "materials": "What you need",
        "steps": "Step by step",
        "access": "Accessibility",
        "risks": "What to watch out for",
        "failed": "What did not work",
        "results": "What came out of it",
    },
    "uk": {
        "context": "Для кого і де",
        "materials": "Що потрібно",
        "steps": "Крок за кроком",
        "access": "Доступність",
        "risks": "На що зважати",
        "failed": "Що не вдалося",
        "results": "Що з цього вийшло",
    },
}
"""The headings belong to the text, so they are in its language and not in the reader's."""


def heading_of(section: str, lang: str) -> str:
    return HEADINGS.get(lang, HEADINGS["en"])[section]
