"""With whom a card was found: what a viewer may know of it, and what they can do about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.viewer import Viewer
from directory.models import Card, FoundWith, Membership, Organisation, Partnership
from directory.page.partnerships import between
from directory.querysets import shown_cards

WAITS, AGREED, DECLINED = "waits", "agreed", "declined"
LATELY = 3
"""So many pairs that found one another stand under the board."""


@dataclass(frozen=True)
class Found:
    """The other organisation and what it has said, for one viewer. `ours`: the viewer is one of the
    card's people; `answers`: an editor of the other one. The partnership of the two is told to those
    alone who edit one of them: `edits` is that one's slug, `partnership` how it stands for it."""

    pk: int
    slug: str
    name: str
    state: str
    ours: bool = False
    answers: bool = False
    edits: str = ""
    other: str = ""
    """The slug of the other of the two, as seen from `edits`."""
    partnership: str = ""
    """"none", "asked" (by `edits`), "answer" (the other one has asked) or "partners"; "" for nobody's
    business."""

    @property
    def url(self) -> str:
        return f"/directory/{self.slug}/"


def found_of(viewer: Viewer, card: Card) -> Found | None:
    """None for who may know of nothing. One statement for visitors, three for those whom it concerns."""
    if card.outcome != Card.Outcome.FOUND:
        return None
    rows = list(
        FoundWith.objects.filter(card=card, organisation__hidden=False)
        .select_related("organisation")
        .only("card", "agreed_at", "declined_at", "organisation__slug", "organisation__name")
        .order_by("-declined_at", "-pk")
    )
    roles = (
        _roles(viewer, [card.organisation_id, *(row.organisation_id for row in rows)])
        if rows
        else {}
    )
    ours = card.organisation_id in roles
    editor = Membership.Role.EDITOR
    known = [
        row for row in rows
        if row.agreed_at or ours or roles.get(row.organisation_id) == editor
    ]  # fmt: skip
    # What stands comes before what was declined.
    row = next((row for row in known if row.declined_at is None), next(iter(known), None))
    if row is None:
        return None
    answers = roles.get(row.organisation_id) == editor
    shown = Found(row.pk, row.organisation.slug, row.organisation.name, _state(row), ours, answers)
    if row.agreed_at is None or not (answers or roles.get(card.organisation_id) == editor):
        return shown
    pair = [(card.organisation_id, card.organisation.slug), (row.organisation_id, shown.slug)]
    return _with_partnership(shown, pair[::-1] if answers else pair)


def _state(row: FoundWith) -> str:
    return AGREED if row.agreed_at else DECLINED if row.declined_at else WAITS


def _roles(viewer: Viewer, organisations: Sequence[int]) -> dict[int, str]:
    if not isinstance(viewer, User) or not viewer.is_active:
        return {}
    belongs = Membership.objects.filter(person=viewer, organisation__in=organisations, left_at=None)
    return dict(belongs.values_list("organisation_id", "role"))


def _with_partnership(shown: Found, pair: Sequence[tuple[int, str]]) -> Found:
    """`pair`: the one that the viewer edits, and the other."""
    (own, slug), (other, other_slug) = pair
    row: Partnership | None = between(own, other).filter(ended_at=None).first()
    if row is None:
        state = "none"
    elif row.confirmed_at is not None:
        state = "partners"
    else:
        state = "asked" if row.asked_by_id == own else "answer"
    return Found(
        shown.pk, shown.slug, shown.name, shown.state, shown.ours, shown.answers,
        edits=slug, other=other_slug, partnership=state,
    )  # fmt: skip


def waiting_for(organisation_id: int) -> list[FoundWith]:
    """What others say they found with it, and it has not answered; for its editors."""
    rows = FoundWith.objects.filter(
        shown_cards("card__"), organisation=organisation_id, agreed_at=None, declined_at=None
    )  # fmt: skip
    return list(rows.select_related("card__organisation").order_by("named_at", "pk"))


def found_known_to(person: User, ids: Collection[int]) -> set[int]:
    """Those of which the person may hear now: they edit one of the two, and both can be seen."""
    own = Membership.objects.filter(
        person=person, role=Membership.Role.EDITOR, left_at=None
    ).values("organisation")
    seen = Organisation.objects.visible_to(person).values("pk")
    rows = FoundWith.objects.filter(
        Q(organisation__in=own) | Q(card__organisation__in=own), pk__in=ids,
        organisation__in=seen, card__organisation__in=seen,
        card__in=Card.objects.visible_to(person).values("pk"),
    )  # fmt: skip
    return set(rows.values_list("pk", flat=True))


def agreed() -> QuerySet[FoundWith]:
    """What everybody may read: all shown, and the other one has agreed."""
    return FoundWith.objects.filter(
        shown_cards("card__"), agreed_at__isnull=False, organisation__hidden=False,
        card__outcome=Card.Outcome.FOUND,
    )  # fmt: skip


def found_lately() -> list[FoundWith]:
    """The latest of them, for the board. One statement."""
    rows = agreed().select_related("organisation", "card__organisation")
    names = ("organisation", "card__organisation")
    return list(
        rows.only("card__title", *(f"{at}__{name}" for at in names for name in ("slug", "name")))
        .order_by("-agreed_at", "-pk")[:LATELY]
    )  # fmt: skip


def partners_found(cards: Sequence[Card]) -> dict[int, dict[str, Any]]:
    """With whom these cards were found, as open data, by card. One statement."""
    pks = [card.pk for card in cards if card.outcome == Card.Outcome.FOUND]
    if not pks:
        return {}
    rows = agreed().filter(card__in=pks).values_list(
        "card_id", "organisation__slug", "organisation__name"
    )  # fmt: skip
    return {
        card: {"slug": slug, "name": name, "url": f"/directory/{slug}/"}
        for card, slug, name in rows
    }


@dataclass(frozen=True)
class Endings:
    """How many cards ended in which way; `confirmed`: found here, and the other one has agreed."""

    found: int
    confirmed: int
    elsewhere: int
    gone: int

    @property
    def all(self) -> int:
        return self.found + self.elsewhere + self.gone


def endings() -> Endings:
    """For the institute, of all cards that were closed. One statement."""
    outcome = Card.Outcome
    return Endings(
        **Card.objects.filter(hidden=False)
        .exclude(fulfilled_at=None)
        .aggregate(
            found=Count("pk", filter=Q(outcome=outcome.FOUND), distinct=True),
            confirmed=Count("pk", filter=Q(found_with__agreed_at__isnull=False), distinct=True),
            elsewhere=Count("pk", filter=Q(outcome=outcome.ELSEWHERE), distinct=True),
            gone=Count("pk", filter=Q(outcome=outcome.GONE), distinct=True),
        )
    )
