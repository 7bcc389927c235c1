"""Who may write to whom. A refusal never says which of its reasons it was."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from accounts.hushing import apart_from
from accounts.models import User, WrittenTo
from accounts.viewer import Viewer, check_writer
from kernel.refusals import Refused
from realtime.chat.models import Participant
from realtime.chat.people import conversation_of_two, same_two


def closed_to(by: User, people: Collection[User]) -> list[User]:
    """Those of the people to whom this person may not begin to write: closed and unconfirmed accounts,
    those who want nobody to, those who have blocked this person or are blocked,
    and those who have left their conversation with this person."""
    willing = User.objects.filter(
        pk__in=[person.pk for person in people], is_active=True, verified=True
    ).exclude(written_to_by=WrittenTo.NOBODY)  # asked now: what they chose may be a moment old
    open_to_it = set(willing.values_list("pk", flat=True)) - gone_from(by, people)
    open_to_it -= apart_from(by.pk, open_to_it)
    return [person for person in people if person.pk not in open_to_it]


def gone_from(by: User, people: Collection[User]) -> set[int]:
    """Those who have left the conversation of the two by their own choice."""
    marks = [same_two(by.pk, person.pk) for person in people]
    left = Participant.objects.filter(
        room__conversation__same_as__in=marks, by_choice=True, left_at__isnull=False
    ).exclude(person=by)
    return set(left.values_list("person_id", flat=True))


def check_open_to(by: User, people: Collection[User]) -> None:
    """Raises Refused with the names of those to whom one may not begin to write."""
    closed = closed_to(by, people)
    if closed:
        names = ", ".join(person.name for person in closed)
        raise Refused(_("You cannot write to: %(names)s.") % {"names": names})


def may_write_to(viewer: Viewer, person: User) -> bool:
    """Whether the viewer may write to this person, or does so already."""
    if viewer.pk == person.pk or not person.is_active:
        return False
    try:
        by = check_writer(viewer)
    except Refused:
        return False
    return not closed_to(by, [person]) or conversation_of_two(by, person) is not None
