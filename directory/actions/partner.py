"""Two organisations work together: one proposes it, the other confirms or declines, either ends it."""

from datetime import timedelta

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer, is_moderator
from directory.facts import (
    PartnershipAsked,
    PartnershipConfirmed,
    PartnershipDeclined,
    PartnershipEnded,
)
from directory.models import Organisation, Partnership
from directory.page.partnerships import between, of
from directory.policies import may_edit
from directory.speaking import check_speaks_as
from directory.versions import directory_changed
from kernel.facts import publish
from kernel.gate import BadText, clean_text
from kernel.once import once
from kernel.refusals import Invalid, Refused

ABOUT_LIMIT = 200
PARTNERS, WE_ARE_PART, THEY_ARE_PART = "partners", "we", "they"
"""How two organisations belong together, said by the one that proposes it."""
WAITING_LIMIT = 20
"""Proposals of one organisation that may wait at once."""
REST = timedelta(days=90)
"""For so long nobody proposes again what was declined."""


def propose_partnership(
    *,
    by: User,
    organisation: Organisation,
    other: Organisation,
    about: str = "",
    relation: str = PARTNERS,
    key: str | None = None,
) -> Partnership:
    """The proposal of `organisation` to `other`. One that the other has made already is confirmed by
    it. `relation`: PARTNERS, or which of the two is a part of which. Raises Refused, Invalid (partner,
    about, relation), KeyReused."""
    check_writer(by)
    if relation not in (PARTNERS, WE_ARE_PART, THEY_ARE_PART):
        raise Invalid({"relation": [_("Choose one from the list.")]})
    try:
        about = clean_text(about, limit=ABOUT_LIMIT, lines=False)
    except BadText as error:
        raise Invalid({"about": [str(error)]}) from error
    with transaction.atomic():
        _hold(organisation, other)
        check_speaks_as(by, organisation)
        whole = {WE_ARE_PART: other.pk, THEY_ARE_PART: organisation.pk}.get(relation)
        payload = ["partnership", organisation.pk, other.pk, about, whole]
        pk, _made = once(
            person_id=by.pk, key=key, payload=payload,
            make=lambda: _propose(by, organisation, other, about, whole),
        )  # fmt: skip
    return Partnership.objects.get(pk=pk)


def _hold(organisation: Organisation, other: Organisation) -> None:
    """Both rows, always in the same order: two that propose to each other wait in line."""
    if organisation.pk == other.pk:
        raise Invalid({"partner": [_("Choose another organisation than your own.")]})
    held = Organisation.objects.select_for_update().filter(pk__in=(organisation.pk, other.pk))
    rows = {row.pk: row for row in held.order_by("pk")}
    if other.pk not in rows or rows[other.pk].hidden:
        raise Invalid({"partner": [_("There is no such organisation.")]})


def _propose(
    by: User, organisation: Organisation, other: Organisation, about: str, whole: int | None
) -> int:
    row = between(organisation.pk, other.pk).first()
    now = timezone.now()
    if row is not None and row.ended_at is None:
        if row.confirmed_at is not None:
            raise Invalid({"partner": [_("You are partners already.")]})
        if row.asked_by_id == organisation.pk:
            raise Invalid(
                {"partner": [_("You have proposed it already. They have not answered yet.")]}
            )
        if row.whole_id != whole:
            raise Invalid({"relation": [_("They have proposed it otherwise. Answer them first.")]})
        return _confirm(by, row)
    if row is not None and row.confirmed_at is None and row.asked_by_id == organisation.pk:
        assert row.ended_at is not None
        if row.ended_at > now - REST:
            raise Invalid({"partner": [_("They declined not long ago. Talk with them first.")]})
    waiting = of(organisation.pk).filter(asked_by=organisation, confirmed_at=None)
    if waiting.count() >= WAITING_LIMIT:
        raise Invalid(
            {
                "partner": [
                    _("Many of your proposals wait for an answer. Let some be answered first.")
                ]
            }
        )
    first, second = sorted((organisation.pk, other.pk))
    row = row or Partnership(first_id=first, second_id=second)
    row.asked_by, row.person, row.about, row.whole_id = organisation, by, about, whole
    row.asked_at, row.confirmed_at, row.ended_at = now, None, None
    row.save()
    publish(PartnershipAsked(row.pk, organisation.pk, other.pk, by.pk))
    directory_changed()
    return row.pk


def _confirm(by: User, row: Partnership) -> int:
    row.confirmed_at = timezone.now()
    row.save(update_fields=["confirmed_at"])
    publish(PartnershipConfirmed(row.pk, row.asked_by_id, _other_of(row, row.asked_by_id), by.pk))
    directory_changed()
    return row.pk


def confirm_partnership(*, by: User, organisation: Organisation, partnership_id: int) -> None:
    """Editors of the organisation that was asked say yes; a second time changes nothing."""
    check_writer(by)
    with transaction.atomic():
        row = _held(organisation, partnership_id)
        check_speaks_as(by, organisation)
        if row.asked_by_id == organisation.pk and row.confirmed_at is None:
            raise Refused(_("The other organisation answers this."))
        if row.confirmed_at is None:
            _confirm(by, row)


def end_partnership(*, by: User, organisation: Organisation, partnership_id: int) -> None:
    """Ends a partnership, declines one that was proposed, or takes a proposal back, whichever of these
    it is for this organisation. Moderators may end what is confirmed. Raises Refused."""
    check_writer(by)
    with transaction.atomic():
        row = _held(organisation, partnership_id)
        if not (row.confirmed_at and is_moderator(by) and may_edit(by, organisation)):
            check_speaks_as(by, organisation)
        other = _other_of(row, organisation.pk)
        if row.confirmed_at is None and row.asked_by_id == organisation.pk:
            row.delete()
            directory_changed()
            return
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        fact = PartnershipEnded if row.confirmed_at else PartnershipDeclined
        publish(fact(row.pk, organisation.pk, other, by.pk))
        directory_changed()


def _held(organisation: Organisation, partnership_id: int) -> Partnership:
    """The row, locked; 404 for what is not (or no longer) one of this organisation's."""
    row = of(organisation.pk).select_for_update().filter(pk=partnership_id).first()
    if row is None:
        raise Http404
    return row


def _other_of(row: Partnership, organisation_id: int) -> int:
    return row.second_id if row.first_id == organisation_id else row.first_id
