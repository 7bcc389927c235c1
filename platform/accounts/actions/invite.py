"""Somebody is invited by mail; the invitation is sent again, taken back, accepted."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import may_invite, owner_of_address
from accounts.guarding import digest
from accounts.handles import free_handle
from accounts.invitations.grants import carried, grant_of, thing_name
from accounts.invitations.links import link_to
from accounts.limits import spend_as
from accounts.models import Invitation, User
from accounts.ports import is_disposable
from accounts.viewer import check_writer
from kernel.gate import BadText, required_text
from kernel.limits import spend
from kernel.mail import write_letter
from kernel.refusals import Conflict, Invalid, Refusal, Refused, TooMany


def invite(
    *, by: User, email: str, grant_kind: str = "", grant_id: int | None = None, role: str = ""
) -> Invitation:
    """What is said does not depend on who has an account. Raises Refused, Invalid, TooMany."""
    check_writer(by)
    check_may_invite(by, grant_kind, grant_id, role)
    address = _address(email)
    spend_as(by, "invitation")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        same = Invitation.objects.waiting().filter(
            email=address, by=by, grant_kind=grant_kind, grant_id=grant_id
        )
        if same.exists():
            raise Invalid(
                {"email": [_("You have invited this address already. It is in the list.")]}
            )
        made = Invitation.objects.create(
            by=by, email=address, grant_kind=grant_kind, grant_id=grant_id, role=role,
            language=(get_language() or "pl")[:2],
        )  # fmt: skip
        _send(made)
    return made


def check_may_invite(
    by: User, grant_kind: str, grant_id: int | None, role: str | None = None
) -> None:
    """To the site: moderators and administrators. Into something: whoever looks after it."""
    if not may_invite(by, grant_kind, grant_id):
        raise Refused(_("You cannot invite others here."))
    grant = grant_of(grant_kind)
    roles = dict(grant.roles) if grant is not None and grant.roles else {"": ""}
    if role is not None and role not in roles:
        raise Invalid({"role": [_("Choose one from the list.")]})


def resend(*, by: User, invitation: Invitation) -> None:
    """A new link for two weeks more; the one sent before ends. Raises Refused, TooMany, Conflict."""
    check_writer(by)
    check_may_invite(by, invitation.grant_kind, invitation.grant_id)
    spend_as(by, "invitation")
    with transaction.atomic():
        row = _waiting(invitation.pk, also_late=True)
        row.sending += 1
        row.sent_at = timezone.now()
        row.save(update_fields=["sending", "sent_at"])
        _send(row)


def revoke(*, by: User, invitation: Invitation) -> None:
    """Its link does not work any more. Raises Refused, Conflict."""
    check_writer(by)
    check_may_invite(by, invitation.grant_kind, invitation.grant_id)
    with transaction.atomic():
        row = _waiting(invitation.pk, also_late=True)
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])


def accept(*, by: User, invitation: Invitation) -> str:
    """Somebody with an account accepts; where to go then. Raises Refused, Conflict."""
    check_writer(by)
    with transaction.atomic():
        row = _used(invitation, by)
        return _given(row, by)


def join_by(*, invitation: Invitation, name: str, password: str) -> tuple[User, str]:
    """Somebody new: the link has come to their address, so that it is confirmed. Where to go then.
    Raises Invalid, Conflict."""
    fields: dict[str, list[str]] = {}
    try:
        name = required_text(name, limit=80, lines=False, name=True)
    except BadText as error:
        fields["name"] = [str(error)]
    person = User(email=invitation.email, name=name)
    try:
        validate_password(password, person)
    except ValidationError as error:
        fields["password"] = list(error.messages)
    if owner_of_address(invitation.email) or User.objects.filter(email=invitation.email).exists():
        fields = {
            "__all__": [_("There is an account with this address. Log in, and accept there.")]
        }
    if fields:
        raise Invalid(fields)
    with transaction.atomic():
        person = User.objects.create_user(
            invitation.email, password, handle=free_handle(name), name=name, verified=True,
            language=invitation.language,
        )  # fmt: skip
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        row = _used(invitation, person)
        return person, _given(row, person)


def _address(email: str) -> str:
    try:
        address = required_text(email, limit=254, lines=False, name=True).lower()
        validate_email(address)
    except BadText as error:
        raise Invalid({"email": [str(error)]}) from error
    except ValidationError as error:
        raise Invalid({"email": list(error.messages)}) from error
    if is_disposable(address):
        raise Invalid({"email": [_("This is an address for one use. Take another one.")]})
    return address


def _send(invitation: Invitation) -> None:
    """Nobody's mailbox is filled, whoever invites: what is too much is not sent, and nobody is told."""
    try:
        spend("invited", digest(invitation.email))
    except TooMany:
        return
    write_letter(
        to=invitation.email, language=invitation.language, template="accounts/mail/invitation.txt",
        context={
            "by": invitation.by, "thing": thing_name(invitation), "link": link_to(invitation),
        },
    )  # fmt: skip


def _waiting(pk: int, *, also_late: bool = False) -> Invitation:
    row = Invitation.objects.select_for_update(of=("self",)).select_related("by").get(pk=pk)
    if row.accepted_at or row.revoked_at or not (also_late or row.open):
        raise Conflict(_("This invitation was used, or taken back, in the meantime."))
    return row


def _used(invitation: Invitation, by: User) -> Invitation:
    row = _waiting(invitation.pk)
    if row.sending != invitation.sending:
        raise Conflict(_("This invitation was used, or taken back, in the meantime."))
    row.accepted_at, row.accepted_by = timezone.now(), by
    row.save(update_fields=["accepted_at", "accepted_by"])
    return row


def _given(row: Invitation, to: User) -> str:
    """What the invitation carries. Whoever invited may have left meanwhile: then it carries nothing."""
    found = carried(row)
    if found is None or not row.by.is_active:
        return "/"
    grant, number = found
    try:
        with transaction.atomic():
            grant.give(row.by, to, number, row.role)
    except Refusal:
        return "/"
    return grant.address_of(number)
