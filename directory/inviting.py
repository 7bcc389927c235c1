"""An invitation by mail may make somebody belong to an organisation (accounts.invitations)."""

from accounts.invitations.grants import Grant, register_grant
from accounts.models import User
from directory.actions.members import add_member
from directory.models import Membership, Organisation
from directory.policies import may_edit


def register_invitations() -> None:
    register_grant(
        "organisation",
        Grant(
            name_of=_name_of, address_of=_address_of, may=_may,
            roles=Membership.Role.choices, give=_give,
        ),
    )  # fmt: skip


def _organisation(pk: int) -> Organisation | None:
    return Organisation.objects.filter(pk=pk).first()


def _name_of(pk: int) -> str | None:
    found = _organisation(pk)
    return found.name if found else None


def _address_of(pk: int) -> str:
    found = _organisation(pk)
    return found.get_absolute_url() if found else "/directory/"


def _may(person: User, pk: int) -> bool:
    found = _organisation(pk)
    return found is not None and may_edit(person, found)


def _give(by: User, to: User, pk: int, role: str) -> None:
    found = _organisation(pk)
    if found is not None and not _belongs_already(found, to, role):
        add_member(by=by, organisation=found, handle=to.handle, role=role)


def _belongs_already(organisation: Organisation, person: User, role: str) -> bool:
    """An invitation takes nothing away: an editor who is invited to belong stays an editor."""
    here = Membership.objects.filter(organisation=organisation, person=person, left_at=None).first()
    return here is not None and here.role in (Membership.Role.EDITOR, role)
