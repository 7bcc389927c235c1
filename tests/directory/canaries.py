"""What of the directory is private, column by column, and canaries in all of it: for test_private."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import transaction

from accounts.models import User
from directory.models import (
    Card,
    Change,
    Claim,
    Contact,
    FoundWith,
    ImportJob,
    ImportLine,
    Membership,
    NotForUs,
    Organisation,
    Partnership,
    Photo,
    Site,
    ToldMatch,
)
from directory.sight import EDITORS, PEOPLE, shows
from search import index
from tests.cast import Cast, person
from tests.directory.conftest import House

PUBLIC, GUARDED, PRIVATE, OWN = "public", "guarded", "private", "own"
"""Everybody's; of those whom a column beside it names; nobody's who only looks; keys of our own tables."""


def fields(decision: str, names: str) -> dict[str, str]:
    """The same decision about several columns, their names with blanks between them."""
    return dict.fromkeys(names.split(), decision)


DECIDED: dict[str, dict[str, str]] = {
    "Organisation": {
        **fields(PUBLIC, "slug name short_name former_names sort_name kind summary description html lang summary_en description_en html_en easy easy_html website bip e_delivery preferred "
            "declaration declared_on isil wikidata reach projects confirmed_by nip "
            "regon krs rik legal_form organiser founded languages practices audiences formats is_example "
            "source picture version created_at updated_at confirmed_at"),
        "phone": GUARDED, "email": GUARDED,
        **fields(PRIVATE, "shown_to source_key hidden asked_at told_at moderated merged_into"),
        "id": OWN, "times_asked": OWN,
    },
    "Site": {
        # Of a place that is not to be shown, all that says where it is.
        **fields(PRIVATE, "street number postcode locality transport building lon lat"),
        **fields(PUBLIC, "position name gmina phone area hours_note precision"),
        "id": OWN, "organisation": OWN,
    },
    "OpeningPeriod": {
        "id": OWN, "site": OWN,
        **fields(PUBLIC, "kind weekday opens closes season_from season_to"),
    },
    "OpeningException": {
        "id": OWN, "site": OWN, **fields(PUBLIC, "first last opens closes note"),
    },
    "AccessFact": {
        "id": OWN, "site": OWN,
        **fields(PUBLIC, "attribute value measure note source checked_on checked_by"),
    },
    "Membership": {
        "id": OWN, "organisation": OWN, "person": PUBLIC, "role": PUBLIC, "since": PUBLIC,
        "left_at": PRIVATE, "asked": OWN,
    },
    "Contact": {
        "id": OWN, "organisation": OWN, "position": PUBLIC, "role": PUBLIC, "for_access": PUBLIC,
        "name": GUARDED, "phone": GUARDED, "email": GUARDED,
        "name_shown": PUBLIC, "phone_shown": PUBLIC, "email_shown": PUBLIC,
    },
    "Network": fields(PUBLIC, "id code name url position"),
    "NetworkPlace": {
        "id": OWN, "organisation": OWN, **fields(PUBLIC, "network role since until"),
    },
    "Standing": {
        "id": OWN, "organisation": OWN, **fields(PUBLIC, "kind title giver url since until"),
    },
    "Card": {
        "id": OWN, "organisation": OWN,
        **fields(PUBLIC, "author kind title body html what practices audiences gmina radius_km first_day last_day "
            "access capacity gives until fulfilled_at outcome version created_at"),
        **fields(PRIVATE, "told_of_end hidden removed_at"),
    },
    "FoundWith": {
        # With whom: until that one has agreed, and for good where it has not.
        "id": OWN, "card": OWN, "organisation": GUARDED, "agreed_at": PUBLIC,
        **fields(PRIVATE, "by named_at declined_at answered_by"),
    },
    "NotForUs": {"id": OWN, "card": OWN, "other": OWN, "by": PRIVATE, "created_at": PRIVATE},
    "ToldMatch": {"id": OWN, "card": OWN, "other": OWN, "told_at": PRIVATE},
    "Change": {
        # Of one that waits, everything; `version` and `status` say nothing without the rest.
        "id": OWN, "organisation": OWN, "version": OWN, "status": OWN, "private": OWN,
        **fields(PRIVATE, "by source comment before after at decided_by decided_at reason"),
    },
    "Claim": {
        "id": OWN, "organisation": OWN, "status": OWN,
        **fields(PRIVATE, "person email evidence created_at decided_by decided_at reason"),
    },
    "OldAddress": {"id": OWN, "organisation": OWN, "slug": PUBLIC, "at": PUBLIC},
    "Partnership": {
        # Until the other side has confirmed it.
        "id": OWN, "first": OWN, "second": OWN, "asked_by": OWN, "whole": OWN,
        **fields(PRIVATE, "person about asked_at"),
        "confirmed_at": PUBLIC, "ended_at": PUBLIC,
    },
    "Photo": {
        "id": OWN, "organisation": OWN, "site": OWN, "by": PRIVATE,
        **fields(PUBLIC, "kind name width height alt credit position created_at"),
    },
    "ImportJob": {
        # Moderators' work: what was sent in is nobody else's until it is in the directory.
        **fields(OWN, "id state size counts revision file columns plan"),
        **fields(PRIVATE, "by name note created_at ended_at"),
    },
    "ImportLine": {
        **fields(OWN, "id job line outcome choice done twin twin_line changes"),
        **fields(PRIVATE, "name reason"),
    },
}  # fmt: skip


@dataclass
class Canaries:
    """What was planted: the needles by (model, field); the guarded ones with their circle."""

    needles: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    guarded: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def word(self, model: str, name: str) -> str:
        """A text that stands nowhere else."""
        self.count += 1
        text = f"kanarek{self.count:03}"
        self.needles.setdefault((model, name), []).append(text)
        return text

    def day(self, model: str, name: str) -> datetime:
        """A day that is no other's, as machines and as people write it."""
        self.count += 1
        moment = datetime(1900 + self.count, 3, 14, 12, tzinfo=UTC)
        self.needles.setdefault((model, name), []).extend(
            [
                moment.strftime("%Y-%m-%d"),
                moment.strftime("14 march %Y"),
                moment.strftime("march %Y"),
            ]
        )
        return moment

    def person(self, model: str, name: str) -> User:
        text = self.word(model, name)
        return person(text, text.capitalize())

    def guard(self, circle: str, *, email: bool = False) -> str:
        self.count += 1
        text = f"strzezony{self.count:03}" + ("@example.org" if email else "")
        self.guarded[text] = circle
        return text

    def hidden_from(self, sight: str) -> list[str]:
        return [text for text, circle in self.guarded.items() if not shows(sight, circle)]

    def private(self) -> list[str]:
        return [needle for needles in self.needles.values() for needle in needles]


def plant(cast: Cast, house: House) -> Canaries:
    """The cast's house is at a place that is not to be shown, and has everything that is private."""
    c, home = Canaries(), cast.house
    _plant_organisation(c, cast, house)
    Site.objects.filter(organisation=home).delete()
    for position, (lon, lat) in enumerate(((19.876543, 49.912345), (19.765432, 49.954321))):
        c.needles.setdefault(("Site", "lon"), []).append(f"{lon:.4f}")
        c.needles.setdefault(("Site", "lat"), []).append(f"{lat:.4f}")
        words = {
            n: c.word("Site", n)
            for n in ("street", "number", "postcode", "locality", "transport", "building")
        }
        Site.objects.create(
            organisation=home, position=position, gmina=cast.gmina, lon=lon, lat=lat,
            precision=Site.Precision.HIDDEN, **words,
        )  # fmt: skip
    for circle in Contact.Shown.values:
        Contact.objects.create(
            organisation=home, role=f"Sala ({circle})",
            name=c.guard(circle), name_shown=circle, phone=c.guard(circle), phone_shown=circle,
            email=c.guard(circle, email=True), email_shown=circle, for_access=circle == PEOPLE,
        )  # fmt: skip
    _plant_record(c, cast, house("Obok"))
    with transaction.atomic():
        for organisation in Organisation.objects.all():
            index.touch("organisation", organisation.pk)
    return c


def _plant_organisation(c: Canaries, cast: Cast, house: House) -> None:
    shown_to = {"phone": PEOPLE, "email": EDITORS, "note": c.word("Organisation", "shown_to")}
    Organisation.objects.filter(pk=cast.house.pk).update(
        phone=c.guard(PEOPLE), email=c.guard(EDITORS, email=True), shown_to=shown_to, moderated=True,
        source_key=c.word("Organisation", "source_key"), asked_at=c.day("Organisation", "asked_at"),
        told_at=c.day("Organisation", "told_at"),
    )  # fmt: skip
    c.needles["Organisation", "moderated"] = ['"moderated"']
    house(c.word("Organisation", "hidden"), hidden=True)
    merged = house(c.word("Organisation", "merged_into"), hidden=True)
    Organisation.objects.filter(pk=merged.pk).update(merged_into=cast.house)


def _plant_record(c: Canaries, cast: Cast, other: Organisation) -> None:
    home = cast.house
    Membership.objects.create(
        organisation=home, person=c.person("Membership", "left_at"), left_at=datetime.now(UTC)
    )
    mine, theirs = (
        Card.objects.create(
            organisation=organisation, kind="need", title="Rzutnik", until=datetime(2100, 1, 1, tzinfo=UTC)
        )
        for organisation in (home, other)
    )  # fmt: skip
    for name, removed_at in (("hidden", None), ("removed_at", c.day("Card", "removed_at"))):
        Card.objects.create(
            organisation=home, kind="need", title=c.word("Card", name), body=c.word("Card", name), hidden=True,
            removed_at=removed_at, until=datetime(2100, 1, 1, tzinfo=UTC),
        )  # fmt: skip
    Card.objects.filter(pk=mine.pk).update(told_of_end=c.day("Card", "told_of_end").date())
    closed = Card.objects.create(
        organisation=home, kind="need", title="Drabina", until=datetime(2100, 1, 1, tzinfo=UTC),
        fulfilled_at=datetime.now(UTC), outcome=Card.Outcome.FOUND,
    )  # fmt: skip
    FoundWith.objects.create(
        card=closed, organisation=other, by=c.person("FoundWith", "by"),
        named_at=c.day("FoundWith", "named_at"), declined_at=c.day("FoundWith", "declined_at"),
        answered_by=c.person("FoundWith", "answered_by"),
    )  # fmt: skip
    NotForUs.objects.create(
        card=mine, other=theirs, by=c.person("NotForUs", "by"),
        created_at=c.day("NotForUs", "created_at"),
    )  # fmt: skip
    ToldMatch.objects.create(card=mine, other=theirs, told_at=c.day("ToldMatch", "told_at"))
    Change.objects.create(
        organisation=home, version=1, status=Change.Status.WAITING, by=c.person("Change", "by"),
        source=c.word("Change", "source"), comment=c.word("Change", "comment"),
        before={"summary": c.word("Change", "before")}, after={"summary": c.word("Change", "after")},
        at=c.day("Change", "at"), decided_by=c.person("Change", "decided_by"),
        decided_at=c.day("Change", "decided_at"), reason=c.word("Change", "reason"),
    )  # fmt: skip
    Claim.objects.create(
        organisation=home, person=c.person("Claim", "person"), email=c.word("Claim", "email"),
        evidence=c.word("Claim", "evidence"), created_at=c.day("Claim", "created_at"),
        decided_by=c.person("Claim", "decided_by"), decided_at=c.day("Claim", "decided_at"),
        reason=c.word("Claim", "reason"), status=Claim.Status.REJECTED,
    )  # fmt: skip
    first, second = sorted((home, other), key=lambda organisation: organisation.pk)
    Partnership.objects.create(
        first=first, second=second, asked_by=other, person=c.person("Partnership", "person"),
        about=c.word("Partnership", "about"), asked_at=c.day("Partnership", "asked_at"),
    )  # fmt: skip
    job = ImportJob.objects.create(
        by=c.person("ImportJob", "by"), name=c.word("ImportJob", "name"), note=c.word("ImportJob", "note"),
        created_at=c.day("ImportJob", "created_at"), ended_at=c.day("ImportJob", "ended_at"),
    )  # fmt: skip
    ImportLine.objects.create(
        job=job, line=2, outcome="new", name=c.word("ImportLine", "name"),
        reason=c.word("ImportLine", "reason"),
    )  # fmt: skip
    Photo.objects.create(
        organisation=home, name="ab/abcccccccccccccccccccccccccccccc-dddddddddddd", width=10, height=10, alt="Scena", by=c.person("Photo", "by")
    )  # fmt: skip
