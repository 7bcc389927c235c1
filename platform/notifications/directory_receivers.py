"""Who is told of what happens to the records of the directory."""

from directory.actions.claims import review_path
from directory.facts import ChangeDecided, ClaimDecided, ClaimMade, OrganisationsMerged
from directory.letters import editors_of, moderators
from directory.models import Change, Claim
from kernel.facts import receives
from notifications.actions.tell import tell
from notifications.models import Notification, Watch

NO_TARGET = ("", 0)
"""Decisions have no target: who asked must learn of them in any case."""


@receives(ChangeDecided)
def change_decided(fact: ChangeDecided) -> None:
    change = Change.objects.select_related("organisation").get(pk=fact.change_id)
    if change.by_id is not None:
        taken = change.status == Change.Status.APPLIED
        tell(
            {change.by_id}, kind="change_taken" if taken else "change_rejected", actor_id=None,
            subject=change.organisation.name, detail=change.reason, target=NO_TARGET,
            url=f"{change.organisation.get_absolute_url()}history/",
        )  # fmt: skip


@receives(ClaimMade)
def claim_made(fact: ClaimMade) -> None:
    """The editors, who can add the person by one press; without any the moderators."""
    claim = Claim.objects.select_related("organisation").get(pk=fact.claim_id)
    editors = editors_of(claim.organisation)
    url = f"{claim.organisation.get_absolute_url()}people/" if editors else review_path(claim)
    tell(
        {person.pk for person in (editors or moderators())}, kind="claim_made",
        actor_id=claim.person_id, subject=claim.organisation.name, detail=claim.evidence,
        url=url, target=NO_TARGET,
    )  # fmt: skip


@receives(ClaimDecided)
def claim_decided(fact: ClaimDecided) -> None:
    claim = Claim.objects.select_related("organisation").get(pk=fact.claim_id)
    accepted = claim.status == Claim.Status.ACCEPTED
    tell(
        {claim.person_id}, kind="claim_accepted" if accepted else "claim_rejected", actor_id=None,
        subject=claim.organisation.name, detail=claim.reason, target=NO_TARGET,
        url=claim.organisation.get_absolute_url(),
    )  # fmt: skip


@receives(OrganisationsMerged)
def organisations_merged(fact: OrganisationsMerged) -> None:
    """Who watches a twin watches the record that stays, and it was that one that spoke."""
    Notification.objects.filter(organisation=fact.gone_id).update(organisation=fact.kept_id)
    watches = Watch.objects.filter(kind="organisation", object_id=fact.gone_id)
    there = Watch.objects.filter(kind="organisation", object_id=fact.kept_id).values("person")
    watches.filter(person__in=list(there.values_list("person", flat=True))).delete()
    watches.update(object_id=fact.kept_id)
