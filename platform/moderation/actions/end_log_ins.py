"""An administrator logs somebody out: their computer was lost, or somebody else is in their account."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.end_sessions import end_sessions
from accounts.models import OpenSession, User
from kernel.facts import publish
from kernel.refusals import Conflict, Refused
from moderation.actions.levels import read_reason
from moderation.audit import record
from moderation.facts import LogInsEnded
from place.access import administrator_of


def end_log_ins(*, by: User, person: User, pk: int | None, reason: str) -> int:
    """Ends this session of the person, or all where `pk` is None; how many. Its sockets close, and the person is
    told. Raises Http404 for who is no administrator, Refused, Invalid (reason) or Conflict."""
    administrator_of(by)
    if person.pk == by.pk:
        raise Refused(_("Your own log-ins you end in your settings."))
    words = read_reason(reason)
    which = OpenSession.objects.all() if pk is None else OpenSession.objects.filter(pk=pk)
    with transaction.atomic():
        count = end_sessions(person, which)
        if not count:
            raise Conflict(_("This person is logged out there already."))
        entry = record(
            "logout", by=by, kind="person", object_id=person.pk, person_id=person.pk,
            figures={"count": count}, words=words,
        )  # fmt: skip
        publish(LogInsEnded(entry.pk))
    return count
