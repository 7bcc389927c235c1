"""Where a record is reviewed, what matters waits, and the old version stays public everywhere."""

import re

import pytest
from django.core import mail
from django.test import Client

from directory.actions.update_organisation import update_organisation
from directory.models import Change, Membership, Organisation, Site
from kernel.jobs import work_off
from notifications.models import Notification
from tests.cast import Cast
from tests.directory.conftest import page_of
from tests.directory.test_pages import HOME, form_of

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "/directory/review/"
OLD = "Dom Kultury w Brzozówce"


def letters(to: str) -> list[str]:
    work_off()
    return [str(letter.body) for letter in mail.outbox if letter.to == [to]]


@pytest.fixture
def reviewed(cast: Cast) -> Organisation:
    """Ola's house, whose changes Marta wants to see first."""
    answer = cast.client(cast.marta).post(f"{HOME}history/review/", {"on": "1"})
    assert answer.status_code == 303
    cast.house.refresh_from_db()
    assert cast.house.moderated
    return cast.house


def write(cast: Cast, **changes: str) -> Change:
    ola = cast.client(cast.ola)
    answer = ola.post(f"{HOME}edit/", form_of(cast, **changes))
    assert answer.status_code == 303, answer.content.decode()
    assert "waits for a moderator" in page_of(ola, answer["Location"])
    return Change.objects.filter(status="waiting").latest("pk")


def seen(page: str) -> str:
    return re.findall(r'name="seen" value="([^"]+)"', page)[0]


def decide(client: Client, change: Change, **answer: str) -> int:
    address = f"{QUEUE}changes/{change.pk}/"
    sent = {"seen": seen(page_of(client, address)), "reason": "", **answer}
    return client.post(address, sent).status_code


def test_the_old_version_stays_public_until_it_is_taken(cast: Cast, reviewed: Organisation) -> None:
    visitor, ola, marta = cast.client(), cast.client(cast.ola), cast.client(cast.marta)
    waiting = write(
        cast, name="Dom Kultury Nowy", description="Nowy opis", phone="600 100 200",
        street="Lipowa", number="3", summary="Od razu widać.", comment="Nowa nazwa",
    )  # fmt: skip
    assert set(waiting.after) == {"name", "description", "phone", "street", "number"}
    for address in (
        HOME,
        "/directory/",
        "/api/v1/organisations/dom-kultury-w-brzozowce",
        "/api/v1/organisations.csv",
        f"{HOME}history/",
    ):
        page = (
            page_of(visitor, address)
            if "csv" not in address
            else b"".join(visitor.get(address)).decode()
        )
        for new in ("Dom Kultury Nowy", "Nowy opis", "600 100 200", "Lipowa"):
            assert new not in page, (address, new)
    assert "Od razu widać." in page_of(visitor, HOME), "what does not matter goes through at once"
    assert "waits for review" in page_of(ola, HOME)
    assert "600 100 200" in page_of(ola, f"{HOME}edit/")
    assert "waits for review" not in page_of(visitor, HOME)
    assert "waits for review" not in page_of(cast.client(cast.jan), HOME)
    queue = page_of(marta, QUEUE)
    assert "Dom Kultury w" in queue and "Nowa nazwa" in queue
    assert QUEUE in page_of(marta, "/moderation/")
    assert decide(marta, waiting, verdict="yes") == 303
    page = page_of(visitor, HOME)
    assert "Dom Kultury Nowy" in page and "Nowy opis" in page and "Lipowa 3" in page
    assert "Nowa nazwa" in page_of(visitor, f"{HOME}history/")
    assert HOME in page_of(visitor, "/search/?q=nowy")
    assert len(letters("ola@example.org")) == 1
    assert Notification.objects.get(person=cast.ola).kind == "change_taken"


def test_it_is_not_taken_with_a_reason(cast: Cast, reviewed: Organisation) -> None:
    marta = cast.client(cast.marta)
    waiting = write(cast, name="Coś innego")
    assert decide(marta, waiting, verdict="no") == 422, "without a reason"
    assert decide(marta, waiting, verdict="no", reason="To nie jest nazwa ze statutu.") == 303
    cast.house.refresh_from_db()
    assert cast.house.name == OLD
    assert "To nie jest nazwa ze statutu." in letters("ola@example.org")[0]
    told = Notification.objects.get(person=cast.ola)
    assert (told.kind, told.detail) == ("change_rejected", "To nie jest nazwa ze statutu.")
    assert "Coś innego" not in page_of(cast.client(), f"{HOME}history/")
    assert "To nie jest" in page_of(cast.client(cast.ola), f"{HOME}history/")


def test_its_author_takes_it_back(cast: Cast, reviewed: Organisation) -> None:
    waiting = write(cast, name="Coś innego")
    Membership.objects.create(organisation=cast.house, person=cast.jan, role="editor")
    address = f"{HOME}history/{waiting.pk}/withdraw/"
    assert cast.client(cast.jan).post(address).status_code == 403
    ola = cast.client(cast.ola)
    for _again in range(2):
        assert ola.post(address).status_code == 303
    waiting.refresh_from_db()
    assert waiting.status == "withdrawn"
    assert "Nothing waits." in page_of(cast.client(cast.marta), QUEUE)


def test_a_second_edit_adds_to_what_waits(cast: Cast, reviewed: Organisation) -> None:
    first = write(cast, name="Coś innego")
    marta = cast.client(cast.marta)
    page = page_of(marta, f"{QUEUE}changes/{first.pk}/")
    second = write(cast, phone="600 100 200")
    assert second.pk == first.pk and set(second.after) == {"name", "phone"}
    sent = {"verdict": "yes", "seen": seen(page)}
    answer = marta.post(f"{QUEUE}changes/{first.pk}/", sent)
    assert answer.status_code == 409, "she has not seen the telephone"
    assert "600 100 200" in answer.content.decode()
    assert decide(marta, first, verdict="yes") == 303
    cast.house.refresh_from_db()
    assert (cast.house.name, cast.house.phone) == ("Coś innego", "600 100 200")


def test_two_moderators_make_one_decision(cast: Cast, reviewed: Organisation) -> None:
    waiting = write(cast, name="Coś innego")
    marta, adam = cast.client(cast.marta), cast.client(cast.adam)
    page = page_of(adam, f"{QUEUE}changes/{waiting.pk}/")
    assert decide(marta, waiting, verdict="yes") == 303
    sent = {"verdict": "no", "seen": seen(page), "reason": "Nie"}
    answer = adam.post(f"{QUEUE}changes/{waiting.pk}/", sent)
    assert answer.status_code == 409
    assert "Marta Lis has decided" in answer.content.decode()
    waiting.refresh_from_db()
    assert (waiting.status, waiting.decided_by) == ("applied", cast.marta)


def test_a_record_that_moved_on(cast: Cast, reviewed: Organisation) -> None:
    waiting = write(cast, name="Coś innego", phone="600 100 200", website="https://dk.pl")
    fields = {"phone": "12 000", "email": "dk@dk.pl"}
    update_organisation(by=cast.adam, organisation=cast.house, fields=fields)
    marta = cast.client(cast.marta)
    address = f"{QUEUE}changes/{waiting.pk}/"
    page = page_of(marta, address)
    assert "changed it meanwhile" in page and "12 000" in page
    assert 'name="of-name"' not in page, "what nobody touched needs no answer"
    assert decide(marta, waiting, verdict="yes") == 422
    assert decide(marta, waiting, verdict="yes", **{"of-phone": "present"}) == 303
    cast.house.refresh_from_db()
    house = cast.house
    assert (house.name, house.phone, house.email) == ("Coś innego", "12 000", "dk@dk.pl")
    assert house.website == "https://dk.pl"
    waiting.refresh_from_db()
    assert set(waiting.after) == {"name", "website"}


def test_a_place_waits_whole(cast: Cast, reviewed: Organisation) -> None:
    waiting = write(cast, lon="19.7", lat="49.9", precision="exact", gmina="")
    site = Site.objects.get(organisation=cast.house)
    assert (site.lon, site.precision, site.gmina) == (19.82, "locality", cast.gmina)
    assert decide(cast.client(cast.marta), waiting, verdict="yes") == 303
    site.refresh_from_db()
    assert (site.lon, site.lat, site.precision, site.gmina) == (19.7, 49.9, "exact", None)


def test_moderators_are_not_reviewed_and_undo_of_an_editor_is(
    cast: Cast, reviewed: Organisation
) -> None:
    update_organisation(by=cast.marta, organisation=cast.house, fields={"name": "Zmieniona"})
    cast.house.refresh_from_db()
    assert cast.house.name == "Zmieniona"
    made = Change.objects.filter(after__has_key="name").get()
    ola = cast.client(cast.ola)
    ola.post(f"{HOME}history/{made.pk}/undo/", {"names": ["name"]})
    cast.house.refresh_from_db()
    assert cast.house.name == "Zmieniona"
    assert Change.objects.get(status="waiting").after == {"name": OLD}


def test_strangers_do_not_review(cast: Cast, reviewed: Organisation) -> None:
    waiting = write(cast, name="Coś innego")
    address = f"{QUEUE}changes/{waiting.pk}/"
    for outsider in (cast.ola, cast.jan, cast.ewa, cast.nowa, cast.visitor):
        client = cast.client(outsider)
        assert client.get(QUEUE).status_code == 404
        assert client.get(address).status_code == 404
        assert client.post(address, {"verdict": "yes"}).status_code == 404
    for outsider in (cast.ola, cast.jan, cast.ewa, cast.nowa):
        assert cast.client(outsider).post(f"{HOME}history/review/", {"on": "0"}).status_code == 403
    for outsider in (cast.jan, cast.ewa, cast.nowa):
        page = page_of(cast.client(outsider), f"{HOME}history/")
        assert "Coś innego" not in page
    assert cast.client(cast.marta).get(f"{QUEUE}changes/{10**18}/").status_code == 404


def test_bad_answers_change_nothing(cast: Cast, reviewed: Organisation) -> None:
    waiting = write(cast, name="Coś innego")
    marta = cast.client(cast.marta)
    for wrong in (
        {"verdict": "maybe"},
        {"verdict": ""},
        {"verdict": "yes", "reason": "a\x00"},
        {"verdict": "no", "reason": "x" * 1001},
    ):
        assert decide(marta, waiting, **wrong) == 422
    assert decide(marta, waiting, verdict="yes", seen="else") == 409
    waiting.refresh_from_db()
    assert waiting.status == "waiting"
