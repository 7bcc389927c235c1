"""Facts and sections as they may be kept. An unknown key is refused: it would be kept and never shown."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kernel.gate import BadText, clean_text, whole_number
from kernel.letter_addresses import without_codes
from kernel.refusals import Invalid
from notes.structure.kinds import FACTS, SECTIONS, Cost, Template

FACT_LIMIT, SECTION_LIMIT = 80, 12_000
MOST_MINUTES = 60 * 24 * 366
Facts = dict[str, str | int]
Sections = dict[str, str]


def read_template(raw: object) -> str:
    if raw not in Template.values:
        raise Invalid({"template": [_("Choose a template from the list.")]})
    return str(raw)


def read_facts(raw: object) -> Facts:
    """Those that say something. Raises Invalid under the name of each wrong one."""
    judges: dict[str, Callable[[Any], str | int]] = {
        "people": _words, "minutes": _minutes, "cost": _cost, "staff": _words,
    }  # fmt: skip
    return _read("facts", raw, {name: judges[name] for name in FACTS})


def read_sections(raw: object) -> Sections:
    def judge(text: Any) -> str:
        return without_codes(clean_text(text, limit=SECTION_LIMIT))

    kept = _read("sections", raw, dict.fromkeys(SECTIONS, judge))
    return {name: str(text) for name, text in kept.items()}


def _read(
    name: str, raw: object, judges: Mapping[str, Callable[[Any], str | int]]
) -> dict[str, str | int]:
    if not isinstance(raw, Mapping):
        raise Invalid({name: [_("Send an object with names and values.")]})
    unknown = [str(key)[:40] for key in raw if key not in judges]
    if unknown:
        words = _("There is no such field: %(names)s.") % {"names": ", ".join(sorted(unknown)[:5])}
        raise Invalid({name: [words]})
    kept: dict[str, str | int] = {}
    wrong: dict[str, list[str]] = {}
    for key, judge in judges.items():
        value = raw.get(key)
        if value in (None, ""):
            continue
        try:
            found = judge(value)
        except ValueError as error:  # BadText is one
            wrong[key] = [str(error)]
            continue
        if not isinstance(found, str) or found.strip():
            kept[key] = found
    if wrong:
        raise Invalid(wrong)
    return kept


def _words(raw: Any) -> str:
    return clean_text(raw, limit=FACT_LIMIT, lines=False)


def _minutes(raw: Any) -> int:
    found = whole_number(raw.strip() if isinstance(raw, str) else raw, least=1, most=MOST_MINUTES)
    if found is None:
        raise BadText(_("Give the time as a whole number of minutes."))
    return found


def _cost(raw: Any) -> str:
    if raw not in Cost.values:
        raise BadText(_("Choose one from the list."))
    return str(raw)
