"""Opening hours as a part of the record: for the history, for taking a change back, for merging.

"hours", "office_hours" and "quiet_hours" speak of the first place, "hours.<id>" of a further one. A value is a
text in the notation of directory.hours.osm, which holds the exceptions too; without hours there is none.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from directory.hours import osm
from directory.hours.judging import FIELDS
from directory.hours.stored import hours_of, write_hours
from directory.hours.times import BadHours
from directory.hours.timetable import OPEN, Hours
from directory.hours.words import NAMES, in_words
from directory.models import Organisation, Site
from directory.record.values import Part, Values, register
from directory.record.words import Wording, at_place
from kernel.refusals import Conflict


def _read(pks: Sequence[int]) -> dict[int, Values]:
    sites = list(Site.objects.filter(organisation__in=pks))
    hours = hours_of(sites)
    found: dict[int, Values] = defaultdict(dict)
    for site in sites:
        for name, kind in FIELDS.items():
            if text := osm.write(hours[site.pk], kind):
                key = f"{name}.{site.pk}" if site.position else name
                found[site.organisation_id][key] = text
    return found


def _owns(name: str) -> bool:
    return name.partition(".")[0] in FIELDS


def _write(by: User | None, organisation: Organisation, values: Values) -> None:
    sites = list(Site.objects.filter(organisation=organisation))
    before = hours_of(sites)
    by_name = {str(site.pk) if site.position else "": site for site in sites}
    for place in {name.partition(".")[2] for name in values}:
        if place not in by_name:
            continue  # the place has gone, and its hours with it
        hours = before[by_name[place].pk]
        for name, text in values.items():
            field, _point, of = name.partition(".")
            if of == place:
                hours = _with(hours, FIELDS[field], text or "")
        write_hours(by_name[place], hours)


def _with(hours: Hours, kind: str, text: str) -> Hours:
    try:
        said = osm.read(text, kind)
    except BadHours as error:  # a note of old may hold what we refuse today
        raise Conflict(_("These hours cannot be brought back.")) from error
    others = [table for table in hours.timetables if table.kind != kind]
    exceptions = said.exceptions if kind == OPEN else hours.exceptions
    return replace(hours, timetables=(*others, *said.timetables), exceptions=exceptions)


def _label(name: str, wording: Wording) -> str:
    field, _point, of = name.partition(".")
    hours = _("Opening hours") if FIELDS[field] == OPEN else str(NAMES[FIELDS[field]])
    return at_place(hours, of, wording) if of else hours


def _words(name: str, value: Any, wording: Wording) -> str:
    """As the page says it; as the file does where we would not take it any more."""
    try:
        return in_words(osm.read(value or "", FIELDS[name.partition(".")[0]]))
    except BadHours:
        return str(value)


def register_hours() -> None:
    register(Part("hours", _read, _owns, _write, _label, _words, of_place=True))
