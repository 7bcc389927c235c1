"""Whom a note names, by the links of its HTML; and who hears of it."""

import re

from accounts.models import User
from directory.models import Organisation
from kernel.facts import publish
from notes.facts import NoteMentioned
from notes.models import PracticeNote

_MENTION = re.compile(r'<a class="mention" href="/(people|directory)/([^"/]+)/"')


def tell_named(note: PracticeNote, before: str = "") -> None:
    """Tells those whom a public note names now and did not in the HTML `before`. Within the action."""
    if note.status != PracticeNote.Status.PUBLISHED or note.hidden:
        return
    fresh = set(_MENTION.findall(note.html)) - set(_MENTION.findall(before))
    handles = [name for kind, name in fresh if kind == "people"]
    slugs = [name for kind, name in fresh if kind == "directory"]
    if not fresh:
        return
    people = User.objects.filter(handle__in=handles, is_active=True).values_list("pk", flat=True)
    houses = Organisation.objects.filter(slug__in=slugs).values_list("pk", flat=True)
    publish(NoteMentioned(note.pk, tuple(sorted(people)), tuple(sorted(houses))))
