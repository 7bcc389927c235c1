"""Who belongs to an organisation, and who edits its page."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer, is_moderator
from directory.actions.writing import locked_for_editing
from directory.facts import MembershipChanged
from directory.models import Membership, Organisation
from directory.versions import directory_changed
from kernel.facts import publish
from kernel.gate import BadText, clean_text
from kernel.refusals import Invalid, Refused


def add_member(*, by: User, organisation: Organisation, handle: str, role: str) -> Membership:
    """Adds somebody, brings back somebody who has left, or changes a role. Raises Refused, Invalid."""
    check_writer(by)
    if role not in Membership.Role.values:
        raise Invalid({"role": [_("Choose one from the list.")]})
    try:
        handle = clean_text(handle, limit=60, lines=False, name=True).lstrip("@").lower()
    except BadText as error:
        raise Invalid({"handle": [str(error)]}) from error
    person = User.objects.filter(handle=handle, is_active=True, verified=True).first()
    if person is None:
        raise Invalid({"handle": [_("There is nobody here by this name.")]})
    with transaction.atomic():
        locked = locked_for_editing(by, organisation)
        membership, made = Membership.objects.get_or_create(
            organisation=locked, person=person, defaults={"role": role}
        )
        if not made:
            if membership.left_at is None and membership.role != role:
                _keep_an_editor(by, locked, membership, role)
            if membership.left_at is not None:
                membership.since, membership.left_at = timezone.now(), None
            membership.role = role
            membership.save()
        publish(MembershipChanged(locked.pk, person.pk, by_id=by.pk))
        directory_changed()
    return membership


def remove_member(*, by: User, organisation: Organisation, handle: str) -> None:
    """Ends a membership; it stays in the history. A person may leave by themselves. The last editor
    cannot go: somebody must look after the page. Raises Refused, Invalid."""
    check_writer(by)
    with transaction.atomic():
        leaving = by.handle == handle
        locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if not leaving:
            locked = locked_for_editing(by, organisation)
        membership = (
            Membership.objects.select_related("person")
            .filter(organisation=locked, person__handle=handle, left_at=None)
            .first()
        )
        if membership is None:
            raise Invalid({"handle": [_("This person does not belong here any more.")]})
        _keep_an_editor(by, locked, membership, "")
        membership.left_at = timezone.now()
        membership.save(update_fields=["left_at"])
        publish(MembershipChanged(locked.pk, membership.person_id))
        directory_changed()


def _keep_an_editor(
    by: User, organisation: Organisation, membership: Membership, role: str
) -> None:
    if membership.role != Membership.Role.EDITOR or role == Membership.Role.EDITOR:
        return
    others = Membership.objects.filter(
        organisation=organisation,
        role=Membership.Role.EDITOR,
        left_at=None,
        person__is_active=True,  # a closed account looks after nothing
    ).exclude(pk=membership.pk)
    if not others.exists() and not is_moderator(by):
        raise Refused(_("Somebody must look after the page. Name another editor first."))
