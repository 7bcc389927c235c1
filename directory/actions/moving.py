"""What belongs to a twin goes to the record that stays. Inside the transaction of the merge."""

from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from directory.models import (
    AccessFact,
    Claim,
    Contact,
    FoundWith,
    Membership,
    NetworkPlace,
    OpeningException,
    OpeningPeriod,
    Organisation,
    Partnership,
    Photo,
    Site,
    Standing,
)
from directory.vocabulary.standings import given_of
from moderation.models import Report


def _next_position(rows: QuerySet[Any]) -> int:
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def move_people(gone: Organisation, kept: Organisation) -> None:
    """Who belongs to both belongs with the greater of the two roles, if they still do."""
    here = {row.person_id: row for row in Membership.objects.filter(organisation=kept)}
    for row in Membership.objects.filter(organisation=gone):
        mine = here.get(row.person_id)
        if mine is None:
            row.organisation = kept
            row.save(update_fields=["organisation"])
        elif row.left_at is None:
            editors = Membership.Role.EDITOR
            edits = row.role == editors or (mine.left_at is None and mine.role == editors)
            mine.role = editors if edits else Membership.Role.MEMBER
            mine.left_at = None
            mine.save(update_fields=["role", "left_at"])
            row.delete()


def move_contacts(gone: Organisation, kept: Organisation) -> None:
    """Behind those that are there; who is there already with the same words is not there twice."""
    own = ("role", "name", "phone", "email")
    known = set(Contact.objects.filter(organisation=kept).values_list(*own))
    position = _next_position(Contact.objects.filter(organisation=kept))
    for row in Contact.objects.filter(organisation=gone):
        if tuple(getattr(row, name) for name in own) in known:
            row.delete()
            continue
        row.organisation, row.position = kept, position
        row.save(update_fields=["organisation", "position"])
        position += 1


def move_sites(gone: Organisation, kept: Organisation, *, same_place: bool) -> None:
    """Further places follow. The first one either is the same as that of the record that stays, which
    then learns what it did not know of its accessibility, or becomes a further place too."""
    position = _next_position(Site.objects.filter(organisation=kept))
    for site in Site.objects.filter(organisation=gone).order_by("position", "pk"):
        first = Site.objects.filter(organisation=kept, position=0).first()
        if site.position == 0 and same_place and first is not None:
            _learn(first, site)
            Photo.objects.filter(site=site).update(site=first)
            continue
        site.organisation, site.position = kept, position
        site.save(update_fields=["organisation", "position"])
        position += 1


def _learn(first: Site, other: Site) -> None:
    unknown = AccessFact.Value.UNKNOWN
    known = dict(AccessFact.objects.filter(site=first).values_list("attribute", "value"))
    for fact in AccessFact.objects.filter(site=other).exclude(value=unknown):
        if known.get(fact.attribute, unknown) == unknown:
            AccessFact.objects.filter(site=first, attribute=fact.attribute).delete()
            fact.site = first
            fact.save(update_fields=["site"])
    for rows in (OpeningPeriod, OpeningException):
        if not rows.objects.filter(site=first).exists():
            rows.objects.filter(site=other).update(site=first)


def move_photos(gone: Organisation, kept: Organisation) -> None:
    """Behind those that are there; a second logo becomes a photograph."""
    has_logo = Photo.objects.filter(organisation=kept, kind=Photo.Kind.LOGO).exists()
    position = _next_position(Photo.objects.filter(organisation=kept))
    for photo in Photo.objects.filter(organisation=gone):
        if has_logo:
            photo.kind = Photo.Kind.PHOTO
        photo.organisation, photo.position = kept, position
        photo.save(update_fields=["organisation", "position", "kind"])
        position += 1


def move_networks(gone: Organisation, kept: Organisation) -> None:
    known = NetworkPlace.objects.filter(organisation=kept).values("network")
    NetworkPlace.objects.filter(organisation=gone, network__in=known).delete()
    NetworkPlace.objects.filter(organisation=gone).update(organisation=kept)


def move_standings(gone: Organisation, kept: Organisation) -> None:
    """What is not said of the record that stays in the same words."""
    known = {given_of(row) for row in Standing.objects.filter(organisation=kept)}
    for row in Standing.objects.filter(organisation=gone):
        if given_of(row) in known:
            row.delete()
            continue
        row.organisation = kept
        row.save(update_fields=["organisation"])


def move_partnerships(gone: Organisation, kept: Organisation) -> None:
    """Each pair has one row, the smaller id first; the two themselves are no partners any more. Where
    both were partners of a third, the pair that is confirmed stays."""
    of = Q(first=gone) | Q(second=gone)
    for row in Partnership.objects.filter(of):
        third = row.second_id if row.first_id == gone.pk else row.first_id
        first, second = sorted((kept.pk, third))
        twin = Partnership.objects.filter(first=first, second=second).exclude(pk=row.pk).first()
        if third == kept.pk or (twin and (_stands(twin) or not _stands(row))):
            row.delete()
            continue
        if twin:
            twin.delete()
        if row.asked_by_id == gone.pk:
            row.asked_by = kept
        if row.whole_id == gone.pk:
            row.whole = kept
        row.first_id, row.second_id = first, second
        row.save()


def move_found(gone: Organisation, kept: Organisation) -> None:
    """Where a card has named both, the answer that counts stays: yes, then no, then none. Nobody finds
    their own card."""
    for row in FoundWith.objects.filter(organisation=gone):
        twin = FoundWith.objects.filter(organisation=kept, card=row.card_id).first()
        if twin is not None:
            if _weight(twin) >= _weight(row):
                row.delete()
                continue
            twin.delete()
        row.organisation = kept
        row.save(update_fields=["organisation"])
    own = FoundWith.objects.filter(organisation=kept, card__organisation=F("organisation"))
    own.delete()


def _weight(row: FoundWith) -> int:
    return 2 if row.agreed_at else 1 if row.declined_at else 0


def _stands(partnership: Partnership) -> bool:
    return partnership.confirmed_at is not None and partnership.ended_at is None


def move_claims(gone: Organisation, kept: Organisation) -> None:
    """Open claims are answered for the record that stays; a second one of the same person is closed, and
    that of somebody who looks after it already."""
    mine = Claim.objects.filter(organisation=gone, status=Claim.Status.OPEN)
    taken = Claim.objects.filter(organisation=kept, status=Claim.Status.OPEN).values("person")
    editors = Membership.objects.filter(
        organisation=kept, role=Membership.Role.EDITOR, left_at=None
    ).values("person")
    settled = mine.filter(Q(person__in=taken) | Q(person__in=editors))
    settled.update(status=Claim.Status.WITHDRAWN, decided_at=timezone.now())
    Claim.objects.filter(organisation=gone).update(organisation=kept)


def move_reports(gone: Organisation, kept: Organisation) -> None:
    """What is reported of the twin waits for the record that stays."""
    waiting = Report.objects.filter(kind="organisation", decision=None)
    taken = waiting.filter(object_id=kept.pk).values("reporter")
    mine = waiting.filter(object_id=gone.pk)
    mine.exclude(reporter__in=taken).update(object_id=kept.pk)
