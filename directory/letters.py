"""The directory's mails. Each is queued in the transaction of what it tells."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from accounts.models import User
from accounts.viewer import in_office
from directory.models import Change, Claim, Contact, Membership, Organisation
from kernel.mail import write_letter
from kernel.naming import contact_email


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _write(person: User, template: str, **context: Any) -> None:
    if person.is_active and person.verified:
        write_letter(
            to=person.email, language=person.language, template=f"directory/mail/{template}.txt",
            context={"person": person, **context},
        )  # fmt: skip


def public_email(organisation: Organisation) -> str:
    """The address that everybody sees on its page; "" for none."""
    shown = organisation.shown_to.get("email", Contact.Shown.EVERYBODY)
    return organisation.email if shown == Contact.Shown.EVERYBODY else ""


def editors_of(organisation: Organisation | int) -> list[User]:
    """The people who look after its page now and can be reached."""
    editors = Membership.objects.filter(
        organisation=organisation, role=Membership.Role.EDITOR, left_at=None,
        person__is_active=True, person__verified=True,
    )  # fmt: skip
    return [row.person for row in editors.select_related("person").order_by("since", "pk")]


def moderators() -> Iterable[User]:
    return User.objects.filter(in_office(), verified=True)


def change_decided(change: Change) -> None:
    """Its author reads whether it was taken, and why not."""
    if change.by is not None:
        organisation = change.organisation
        _write(
            change.by, "change_decided", change=change, organisation=organisation,
            taken=change.status == Change.Status.APPLIED,
            url=absolute(f"{organisation.get_absolute_url()}history/"),
        )  # fmt: skip


def claim_link(claim: Claim, path: str) -> None:
    """The link that proves a claim, to an address of the organisation's own."""
    write_letter(
        to=claim.email, language=claim.person.language, template="directory/mail/claim_link.txt",
        context={"claim": claim, "organisation": claim.organisation, "url": absolute(path)},
    )  # fmt: skip


def claim_made(claim: Claim, deciders: Iterable[User], path: str) -> None:
    """Who decides about it: the editors, or the moderators where there is none."""
    for person in deciders:
        _write(
            person, "claim_made", claim=claim, organisation=claim.organisation, url=absolute(path)
        )


def claim_decided(claim: Claim) -> None:
    """Who made it; and, once it is accepted, the organisation's own public address: if the person is
    not theirs, they learn of it at once."""
    organisation = claim.organisation
    accepted = claim.status == Claim.Status.ACCEPTED
    _write(
        claim.person, "claim_decided", claim=claim, organisation=organisation, accepted=accepted,
        url=absolute(organisation.get_absolute_url()),
    )  # fmt: skip
    told = public_email(organisation)
    if accepted and told and told.lower() not in (claim.person.email.lower(), claim.email.lower()):
        write_letter(
            to=told, language=organisation.lang, template="directory/mail/claim_accepted_house.txt",
            context={
                "claim": claim, "organisation": organisation, "contact": contact_email(),
                "url": absolute(organisation.get_absolute_url()),
            },
        )  # fmt: skip
