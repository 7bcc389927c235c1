"""Who an organisation is besides its name: short and former names, legal form, who runs it, since when.

Polish institutions change their names with every reform, and people look for the one they know.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import LegalForm, Reach
from kernel.gate import NAME_LIMIT, clean_text

SHORT_LIMIT, FORMER_LIMIT, ORGANISER_LIMIT, PROJECTS_LIMIT = 60, 300, NAME_LIMIT, 600
FIELDS = ("short_name", "former_names", "legal_form", "organiser", "founded", "reach", "projects")
EARLIEST = 966
"""No organisation of the region can be older than its first chronicle."""


def short_name(raw: Any) -> str:
    text = clean_text("" if raw is None else raw, limit=SHORT_LIMIT, lines=False, name=True)
    return " ".join(text.split())


def former_names(raw: Any) -> str:
    """Names with semicolons between them, each once. A list is taken too."""
    if isinstance(raw, list | tuple):
        raw = "; ".join(str(name) for name in raw)
    text = clean_text("" if raw is None else raw, limit=FORMER_LIMIT, lines=False, name=True)
    found = "; ".join(split(text))
    if len(found) > FORMER_LIMIT:  # a semicolon without its blank is shorter than one with it
        raise ValueError(_("This is too long."))
    return found


def split(text: str) -> list[str]:
    """The names of a line of former ones."""
    names = (" ".join(name.split()) for name in text.split(";"))
    return list(dict.fromkeys(name for name in names if name))


def legal_form(raw: Any) -> str:
    if raw in (None, ""):
        return ""
    if raw not in LegalForm.values:
        raise ValueError(_("Choose one from the list."))
    return str(raw)


def reach(raw: Any) -> str:
    if raw in (None, ""):
        return ""
    if raw not in Reach.values:
        raise ValueError(_("Choose one from the list."))
    return str(raw)


def projects(raw: Any) -> str:
    text = clean_text("" if raw is None else raw, limit=PROJECTS_LIMIT, lines=False)
    return " ".join(text.split())


def organiser(raw: Any) -> str:
    text = clean_text("" if raw is None else raw, limit=ORGANISER_LIMIT, lines=False, name=True)
    return " ".join(text.split())


def year(raw: Any, *, least: int, most: int) -> int | None:
    """A year in four figures, or None for none. Raises ValueError."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    text = str(raw).strip() if isinstance(raw, int | str) and not isinstance(raw, bool) else ""
    if not re.fullmatch(r"[0-9]{3,4}", text) or not least <= int(text) <= most:
        raise ValueError(
            _("Write a year between %(least)s and %(most)s.") % {"least": least, "most": most}
        )
    return int(text)


def this_year() -> int:
    return timezone.localdate().year


JUDGES: Mapping[str, Callable[[Any], Any]] = {
    "short_name": short_name,
    "former_names": former_names,
    "legal_form": legal_form,
    "organiser": organiser,
    "founded": lambda raw: year(raw, least=EARLIEST, most=this_year()),
    "reach": reach,
    "projects": projects,
}

LABELS = {
    "legal_form": gettext_lazy("Legal form"),
    "organiser": gettext_lazy("Run by"),
    "founded": gettext_lazy("Founded"),
    "reach": gettext_lazy("How far it works"),
}


def also_called(organisation: Any) -> list[str]:
    """Its other names: the short one, then the former ones."""
    short = [organisation.short_name] if organisation.short_name else []
    return [*short, *split(organisation.former_names)]


def shown(organisation: Any) -> list[tuple[str, str]]:
    """(label, value) of what its page says beside the names."""
    forms = dict(LegalForm.choices)
    values = {
        "legal_form": str(forms.get(organisation.legal_form, "")),
        "organiser": organisation.organiser,
        "founded": str(organisation.founded or ""),
        "reach": str(dict(Reach.choices).get(organisation.reach, "")),
    }
    return [(str(LABELS[name]), value) for name, value in values.items() if value]
