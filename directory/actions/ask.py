"""The yearly question goes out, and is answered with one press."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from directory.actions.update_organisation import confirm_organisation
from directory.letters import absolute
from directory.models import Membership, Organisation
from directory.record.asking import (
    LINK_DAYS,
    MAILS,
    answer_token,
    asked_editors,
    due,
    facts_to_check,
    read_answer,
    stop_token,
)
from kernel.mail import write_letter
from kernel.refusals import Conflict


def ask_whats_due() -> int:
    """One run: asks the editors of what is due, within the bound; says how many mails were queued."""
    sent = 0
    for pk in list(due().values_list("pk", flat=True)[:MAILS]):
        # All who look after a page are asked together: what does not fit waits for the next run.
        if sent and sent + asked_editors().filter(organisation=pk).count() > MAILS:
            break
        sent += _ask(pk)
    return sent


def _ask(pk: int) -> int:
    """Asks the editors of one page, unless another process has just done so."""
    with transaction.atomic():
        Organisation.objects.select_for_update().filter(pk=pk).first()
        organisation = due().filter(pk=pk).first()
        if organisation is None:
            return 0
        editors = list(asked_editors().filter(organisation=pk).select_related("person")[:MAILS])
        for editor in editors:
            _write(organisation, editor)
        times = 1 if organisation.times_asked != 1 else 2
        Organisation.objects.filter(pk=pk).update(asked_at=timezone.now(), times_asked=times)
    return len(editors)


def _write(organisation: Organisation, editor: Membership) -> None:
    person, page = editor.person, absolute(organisation.get_absolute_url())
    with override(person.language):
        facts = facts_to_check(organisation)
    answer = answer_token(organisation, person.pk)
    stop = absolute(f"/directory/asked/stop/{stop_token(editor)}/")
    write_letter(
        to=person.email, language=person.language, template="directory/mail/still_right.txt",
        context={
            "person": person, "organisation": organisation, "facts": facts, "days": LINK_DAYS,
            "page": page, "answer_url": absolute(f"/directory/asked/{answer}/"),
            "edit_url": f"{page}edit/", "since": organisation.confirmed_at,
        },
        stop_url=stop,
    )  # fmt: skip


def answer_still_right(*, token: str) -> Organisation:
    """The page is confirmed by the person who was asked, for as long as they look after it and the
    link holds. Raises Refused, Conflict."""
    answer = read_answer(token)
    person = User.objects.filter(pk=answer.person_id, is_active=True).first() if answer else None
    organisation = (
        Organisation.objects.filter(pk=answer.organisation_id, merged_into=None).first()
        if answer else None
    )  # fmt: skip
    if person is None or organisation is None:
        raise Conflict(_("This link is no longer good. Open the page and confirm it there."))
    return confirm_organisation(by=person, organisation=organisation)


def stop_asking(*, membership: Membership) -> None:
    """This person is not asked about this page any more; others who look after it are."""
    Membership.objects.filter(pk=membership.pk).update(asked=False)
