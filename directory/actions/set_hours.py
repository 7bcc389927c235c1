"""When a place is open, said by one of its editors."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.viewer import check_writer
from directory.actions.places import locked_in_version, place_of
from directory.actions.writing import touched
from directory.hours.stored import hours_of, write_hours
from directory.hours.times import BadHours
from directory.hours.timetable import Hours, whole
from directory.models import Organisation
from directory.vocabulary.fields import clean_fields
from kernel.refusals import Invalid


def set_hours(
    *, by: User, organisation: Organisation, place: int, hours: Hours, version: int | None = None
) -> bool:
    """Puts these hours in place of those that are written; exceptions that are over stay as they are.
    Whether anything is another now. Raises Refused, Conflict, Invalid (under "hours")."""
    check_writer(by)
    note = clean_fields({"hours_note": hours.note})["hours_note"]
    with transaction.atomic():
        locked = locked_in_version(by, organisation, version)
        site = place_of(locked, place)
        before = hours_of([site])[site.pk]
        today = timezone.localdate()
        over = tuple(e for e in before.exceptions if e.last < today)
        ahead = tuple(e for e in hours.exceptions if e not in over)
        try:
            judged = whole(hours.timetables, ahead, note)
        except BadHours as error:
            raise Invalid({"hours": [str(error)]}) from error
        after = replace(judged, exceptions=(*over, *judged.exceptions))
        if after == before:
            return False
        site.hours_note = note
        site.save(update_fields=["hours_note"])
        write_hours(site, after)
        touched(locked, confirmed=True)
    return True
