"""What stands where on an organisation's page: links to its sections for telephones, on which it is long."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _


def contents(page: Mapping[str, Any], *, role: str, panels: int) -> Sequence[tuple[str, str]]:
    """(id, name) of the sections that people look for, in their order. `page`: the context of the page;
    `panels`: how many other rooms have something to show."""
    belongs, edits = role in ("editor", "member"), role == "editor"
    main = page["places"][0] if page["places"] else None
    hours = main is not None and not main.shown.empty
    ask = page["contacts"] or page["more_for_people"] or role in ("editor", "moderator")
    sections = (
        ("easy", _("Easy to read"), page["organisation"].easy_html),
        ("cards", _("Seeks and has"), page["cards"] or page["found_here"] or belongs),
        ("access", _("Accessibility"), True),
        ("photos", _("Photographs"), page["gallery"].photos),
        ("places", _("Further places"), len(page["places"]) > 1),
        ("panel-1", _("What they write"), panels),
        ("works-with", _("Partners"), page["works_with"]),
        ("hours", _("Opening hours"), hours or edits),
        ("where", _("Map"), page["map"]),
        ("contacts", _("Whom to ask"), ask),
        ("people", _("People"), page["people"]),
        ("practices", _("What they do"), page["practices"]),
    )
    return [(name, words) for name, words, there in sections if there]
