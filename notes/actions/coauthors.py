"""An author asks others to write a note together; they answer; either side can end it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from kernel.facts import publish
from kernel.refusals import Invalid, Refused
from notes.actions.writing import finish, locked_note
from notes.authors.models import CoAuthor
from notes.facts import CoAuthorAnswered, CoAuthorInvited
from notes.models import PracticeNote
from notes.policies import check_own

MOST = 12
State = CoAuthor.State


def invite_coauthor(*, by: User, note: PracticeNote, handle: object) -> CoAuthor:
    """Asking somebody again who was asked changes nothing; who has declined is not asked twice. Raises
    Refused or Invalid (handle)."""
    person = _person(handle)
    with transaction.atomic():
        held = locked_note(note.pk)
        check_own(by, held)
        if person.pk == held.author_id:
            raise Invalid({"handle": [_("You are its author already.")]})
        row = CoAuthor.objects.filter(note=held, person=person).first()
        if row is not None:
            if row.state == State.DECLINED:
                raise Invalid(
                    {"handle": [_("This person has declined to write this note with you.")]}
                )
            return row
        if held.coauthors.exclude(state=State.DECLINED).count() >= MOST:
            words = _("At most %(most)d people can write a note with you.") % {"most": MOST}
            raise Invalid({"handle": [words]})
        row = CoAuthor.objects.create(note=held, person=person)
        publish(CoAuthorInvited(row.pk))
    return row


def _person(handle: object) -> User:
    words = str(handle).strip().removeprefix("@").lower() if isinstance(handle, str) else ""
    person = (
        User.objects.filter(handle=words, is_active=True, verified=True).first() if words else None
    )
    if person is None:
        raise Invalid({"handle": [_("Nobody here has this name. Copy it from their page, after the @.")]})  # fmt: skip
    return person


def answer_invitation(*, by: User, coauthor: CoAuthor, accept: bool) -> CoAuthor:
    """Raises Refused for everybody but the one who was asked."""
    person = check_writer(by)
    with transaction.atomic():
        held = locked_note(coauthor.note_id)
        row = CoAuthor.objects.get(pk=coauthor.pk)
        if row.person_id != person.pk:
            raise Refused(_("Only the person who was asked can answer."))
        if row.state == State.INVITED:
            row.state = State.ACCEPTED if accept else State.DECLINED
            row.answered_at = timezone.now()
            row.save(update_fields=["state", "answered_at"])
            publish(CoAuthorAnswered(row.pk))
            finish(held)
    return row


def remove_coauthor(*, by: User, coauthor: CoAuthor) -> None:
    """By the author, or by themselves. What they wrote stays in the history. Raises Refused."""
    person = check_writer(by)
    with transaction.atomic():
        held = locked_note(coauthor.note_id)
        if person.pk not in (held.author_id, coauthor.person_id):
            raise Refused(_("Only its author can say who writes this note."))
        CoAuthor.objects.filter(pk=coauthor.pk).delete()
        finish(held)
