"""Somebody who is quoted stands as a participant of the talk from now on, not by name."""

from django.db import transaction
from django.db.models import Max, Q

from accounts.models import User
from curation.models import Gathering, Said, Taken
from curation.taking.policies import check_unname
from curation.taking.spreading import spread


def unname(*, by: User, gathering: Gathering, said: Said) -> None:
    """All that the voice of `said` said in this gathering, and in those that have some of the same words,
    so that no other copy gives the name. There is no way back: what was a name becomes a number in every
    text. Raises Refused."""
    check_unname(by, gathering, said)
    with transaction.atomic():
        spoken = (
            Q(organisation=said.organisation_id) if said.organisation_id
            else Q(author=said.author_id, organisation=None)
        )  # fmt: skip
        here = Said.objects.filter(spoken, taken__gathering=gathering.pk)
        near = set(Taken.objects.filter(said__in=here).values_list("gathering", flat=True))
        # Two who choose at once get different numbers.
        list(Gathering.objects.select_for_update(no_key=True).filter(pk__in=near).order_by("pk"))
        ids = set(
            Said.objects.filter(spoken, taken__gathering__in=near).values_list("pk", flat=True)
        )
        named = Said.objects.filter(pk__in=ids, alias=0)
        if not named.exists():
            return
        known = Said.objects.filter(pk__in=ids).aggregate(last=Max("alias"))["last"]
        taken = Said.objects.filter(taken__gathering__in=near).aggregate(last=Max("alias"))["last"]
        named.update(alias=known or (taken or 0) + 1)
        spread(ids)
