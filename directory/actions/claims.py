"""Somebody says "I belong to this organisation": proved by mail, decided by a moderator or an editor."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer, is_moderator
from directory import letters
from directory.actions.review import clean_reason, review_from_now
from directory.facts import ClaimDecided, ClaimMade, MembershipChanged
from directory.models import Claim, Membership, Organisation
from directory.policies import may_edit, may_see, role_in
from directory.record.claiming import proof_for, read_token, token_of
from directory.versions import directory_changed
from kernel.facts import publish
from kernel.gate import BadText, clean_text, required_text
from kernel.once import once
from kernel.refusals import Conflict, Invalid, Refused
from moderation.actions.state import state
from moderation.models import Statement, Verdict

EVIDENCE_LIMIT = 4_000
OPEN_LIMIT = 5
"""So many claims of one person may be open at once."""


def claim_by_mail(
    *, by: User, organisation: Organisation, email: str, key: str | None = None
) -> Claim:
    """Sends a link to an address of the organisation's own; opening it with the same account proves the
    claim. Sending again goes to the new address, and the older link is void then. Raises Refused,
    Invalid, Conflict, KeyReused."""
    check_writer(by)
    email = _email(email)
    with transaction.atomic():
        locked = _locked(by, organisation)
        if letters.editors_of(locked):
            raise Conflict(_("People look after this page now. Ask them to add you."))
        if not proof_for(locked).holds(email):
            raise Invalid({"email": [_("This is not an address of this organisation’s own.")]})

        def make() -> int:
            claim = _open_claim(by, locked)
            claim.email = email
            claim.save()
            letters.claim_link(claim, f"{locked.get_absolute_url()}claim/{token_of(claim)}/")
            return claim.pk

        payload = ["claim by mail", locked.pk, email]
        pk, _made = once(person_id=by.pk, key=key, payload=payload, make=make)
    return Claim.objects.select_related("organisation").get(pk=pk)


def claim_by_word(
    *, by: User, organisation: Organisation, evidence: str, key: str | None = None
) -> Claim:
    """Asks those who decide: the editors of the page, or the moderators where nobody looks after it.
    Both are told. Editors need no evidence. Raises Refused, Invalid, KeyReused."""
    check_writer(by)
    with transaction.atomic():
        locked = _locked(by, organisation)
        editors = letters.editors_of(locked)
        try:
            judge = clean_text if editors else required_text
            evidence = judge(evidence, limit=EVIDENCE_LIMIT)
        except BadText as error:
            raise Invalid({"evidence": [str(error)]}) from error

        def make() -> int:
            claim = _open_claim(by, locked)
            news = claim.pk is None or claim.evidence != evidence
            claim.evidence = evidence
            claim.save()
            if news:
                path = f"{locked.get_absolute_url()}people/" if editors else review_path(claim)
                letters.claim_made(claim, editors or letters.moderators(), path)
                publish(ClaimMade(claim.pk))
            return claim.pk

        payload = ["claim by word", locked.pk, evidence]
        pk, _made = once(person_id=by.pk, key=key, payload=payload, make=make)
    return Claim.objects.select_related("organisation").get(pk=pk)


def review_path(claim: Claim) -> str:
    return f"/directory/review/claims/{claim.pk}/"


def _email(email: str) -> str:
    try:
        email = required_text(email, limit=254, lines=False, name=True).strip()
        validate_email(email)
    except BadText as error:
        raise Invalid({"email": [str(error)]}) from error
    except ValidationError:
        words = _("This is not an e-mail address, such as biuro@example.org.")
        raise Invalid({"email": [words]}) from None
    return email


def _locked(by: User, organisation: Organisation) -> Organisation:
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not may_see(by, locked):
        raise Refused(_("This page cannot be claimed."))
    if role_in(by, locked) == Membership.Role.EDITOR:
        raise Conflict(_("You look after this page already."))
    return locked


def _open_claim(by: User, organisation: Organisation) -> Claim:
    """The person's open claim, or a new one that is not saved yet."""
    claims = Claim.objects.filter(person=by, status=Claim.Status.OPEN)
    claim = (
        claims.filter(organisation=organisation).select_related("person", "organisation").first()
    )
    if claim is None and claims.count() >= OPEN_LIMIT:
        words = _("Some of your claims are still open. Wait for an answer, or take one back.")
        raise Invalid({"evidence": [words]})
    return claim or Claim(person=by, organisation=organisation)


def prove_claim(*, by: User, organisation: Organisation, token: str) -> Claim:
    """The link from the mail, pressed by the person who claims: they look after the page from now on.
    A link proves once, for one claim, address and account. Raises Refused, Conflict."""
    check_writer(by)
    named = read_token(token)
    with transaction.atomic():
        locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
        claim = (
            Claim.objects.select_for_update().filter(pk=named[0], organisation=locked).first()
            if named else None
        )  # fmt: skip
        if claim is None or named is None or claim.email != named[1]:
            raise Conflict(_("This link is no longer good. Ask for a new one."))
        if claim.person_id != by.pk:
            raise Refused(_("This link belongs to another account. Log in with that one."))
        if claim.status != Claim.Status.OPEN or not may_see(by, locked):
            raise Conflict(_("This link has been used, or the claim was taken back."))
        if letters.editors_of(locked):
            raise Conflict(_("People look after this page now. Ask them to add you."))
        if not proof_for(locked).holds(claim.email):
            raise Conflict(
                _("This is no longer an address of this organisation. Ask for a new link.")
            )
        _accept(claim, locked, by=None, reason="")
    return claim


def _accept(claim: Claim, organisation: Organisation, *, by: User | None, reason: str) -> None:
    membership, _made = Membership.objects.get_or_create(
        organisation=organisation, person=claim.person, defaults={"role": Membership.Role.EDITOR}
    )
    if membership.left_at is not None:
        membership.since, membership.left_at = timezone.now(), None
    membership.role = Membership.Role.EDITOR
    membership.save()
    claim.status = Claim.Status.ACCEPTED
    _close(claim, by=by, reason=reason)
    publish(MembershipChanged(organisation.pk, claim.person_id))
    directory_changed()


def _close(claim: Claim, *, by: User | None, reason: str) -> None:
    claim.decided_by, claim.decided_at, claim.reason = by, timezone.now(), reason
    claim.save()
    letters.claim_decided(claim)
    publish(ClaimDecided(claim.pk))


def decide_claim(
    *, by: User, claim: Claim, accepted: bool, reason: str = "", review: bool = False
) -> Claim:
    """A moderator decides; where the page has editors, any of them does. A claim that is not accepted
    needs a reason. `review`: the record's changes that matter are reviewed from now on (moderators).
    Raises Refused, Invalid, Conflict."""
    check_writer(by)
    reason = clean_reason(reason, required=not accepted)
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=claim.organisation_id)
        locked = Claim.objects.select_for_update().select_related("person").get(pk=claim.pk)
        locked.organisation = organisation
        if not may_edit(by, organisation) or locked.person_id == by.pk:
            raise Refused(_("Somebody else decides about this."))
        if locked.status != Claim.Status.OPEN:
            raise Conflict(
                _("This claim is not open any more: somebody has decided, or it was taken back.")
            )
        if not accepted:
            locked.status = Claim.Status.REJECTED
            if is_moderator(by):
                state(
                    by=by, person_id=locked.person_id, verdict=Verdict.REFUSE, kind="claim",
                    object_id=locked.pk, title=organisation.name, url=organisation.get_absolute_url(),
                    excerpt=locked.evidence, reason=reason, ground="other",
                )  # fmt: skip
            _close(locked, by=by, reason=reason)
            return locked
        _accept(locked, organisation, by=by, reason=reason)
        if review and is_moderator(by):
            review_from_now(organisation, by=by)
    return locked


def open_again(by: User, statement: Statement, reason: str) -> None:
    """The refusal was wrong: who made the claim looks after the page. Answers `moderation.registry.reverses`."""
    claim = Claim.objects.filter(pk=statement.object_id, status=Claim.Status.REJECTED).first()
    if claim is None:
        raise Conflict(
            _("This claim is not open any more: somebody has decided, or it was taken back.")
        )
    claim.status = Claim.Status.OPEN
    claim.save(update_fields=["status"])
    decide_claim(by=by, claim=claim, accepted=True, reason=reason)


def withdraw_claim(*, by: User, claim: Claim) -> None:
    """The person takes it back; its link proves nothing any more. A second time changes nothing."""
    check_writer(by)
    with transaction.atomic():
        locked = Claim.objects.select_for_update().get(pk=claim.pk)
        if locked.person_id != by.pk:
            raise Refused(_("Only who made the claim can take it back."))
        if locked.status == Claim.Status.OPEN:
            locked.status, locked.decided_at = Claim.Status.WITHDRAWN, timezone.now()
            locked.save(update_fields=["status", "decided_at"])
