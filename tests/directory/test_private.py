"""What of the directory is private leaves by no door: every field of every model is decided about
(tests.directory.canaries), each private one is planted with a canary, and every door is searched for it."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from directory.actions.contacts import add_contact
from directory.models import Membership, Network, NetworkPlace, Organisation, Site
from directory.sight import EDITORS, EVERYBODY, PEOPLE, shows, sight_of
from directory.versions import directory_changed
from tests.cast import Cast
from tests.directory.canaries import DECIDED, PRIVATE, Canaries, plant
from tests.directory.conftest import House
from tests.directory.test_pages import HOME, form_of


def test_every_field_is_decided_about() -> None:
    """Who adds a column says here whether it is private, and plants a canary if it is."""
    found = {
        model.__name__: {
            column.name for column in (*model._meta.local_fields, *model._meta.local_many_to_many)
        }
        for model in apps.get_app_config("directory").get_models()
    }
    assert found == {model: set(fields) for model, fields in DECIDED.items()}


@pytest.fixture
def planted(cast: Cast, house: House) -> Canaries:
    return plant(cast, house)


def test_every_private_field_has_a_canary(planted: Canaries) -> None:
    private = {
        (model, name)
        for model, fields in DECIDED.items()
        for name, decision in fields.items()
        if decision == PRIVATE
    }
    assert set(planted.needles) == private


SLUG = "dom-kultury-w-brzozowce"
PAGES = (
    HOME, "/", "/directory/", "/directory/?order=updated", "/directory/?region=1206",
    "/directory/?access=toilet&unsure=1", "/directory/?view=table", "/directory/map/", "/directory/map/?region=120611",
    "/directory/needs/", "/people/ola/", "/notes/", "/forums/", f"/chat/{SLUG}/",
    "/search/?q=brzozówka", "/search/?q=kultury&kind=organisation",
)  # fmt: skip
EXPORTS = (
    "/api/v1/organisations", "/api/v1/organisations?q=brzozówka", "/api/v1/organisations.csv",
    "/api/v1/organisations.geojson", "/api/v1/organisations.csv?region=120611",
    "/api/v1/search?q=brzozówka", "/feeds/directory.xml", "/feeds/forums.xml", "/feeds/notes.xml",
    "/sitemap.xml", "/sitemap-directory.xml",
)  # fmt: skip
EDITING = tuple(
    f"{HOME}{path}"
    for path in (
        "edit/",
        "contacts/",
        "networks/",
        "people/",
        "history/",
        "claim/",
        "changes/",
        "photos/",
    )
)
OBJECT = f"/api/v1/organisations/{SLUG}"


def text_of(client: Client, address: str) -> str:
    """What leaves by this door, in small letters; a refusal too is looked at."""
    response = client.get(address, follow=True)
    assert response.status_code < 500, address
    body = (
        b"".join(response.streaming_content)  # type: ignore[arg-type]
        if response.streaming
        else response.content
    )
    return body.decode().lower()


def leaks(text: str, needles: list[str]) -> list[str]:
    return [needle for needle in needles if needle.lower() in text]


OUTSIDERS = ("visitor", "nowa", "jan", "ewa")


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nothing_private_leaves(cast: Cast, planted: Canaries, who: str) -> None:
    viewer = getattr(cast, who)
    client, sight = cast.client(viewer), sight_of(viewer, cast.house)
    assert sight == (PEOPLE if who in ("jan", "ewa") else EVERYBODY)
    # Its editors and a moderator have been here: what is kept for them must not be handed on.
    for insider in (cast.ola, cast.marta):
        for address in (HOME, OBJECT):
            cast.client(insider).get(address)
    beyond = [*planted.private(), *planted.hidden_from(sight)]
    for address in (*PAGES, *EDITING, OBJECT):
        assert leaks(text_of(client, address), beyond) == [], address


@pytest.mark.parametrize("who", [*OUTSIDERS, "ola", "marta", "adam"])
def test_lists_and_exports_show_what_everybody_may_see(
    cast: Cast, planted: Canaries, who: str
) -> None:
    """Also to those who see more of one object: what goes from hand to hand has one content."""
    client = cast.client(getattr(cast, who))
    beyond = [*planted.private(), *planted.hidden_from(EVERYBODY)]
    if who in ("marta", "adam"):  # moderators do find what is hidden
        names = (
            planted.needles["Organisation", "hidden"],
            planted.needles["Organisation", "merged_into"],
        )
        beyond = [needle for needle in beyond if [needle] not in names]
    for address in EXPORTS:
        assert leaks(text_of(client, address), beyond) == [], address


def test_what_machines_read_in_the_page_is_everybodys(cast: Cast, planted: Canaries) -> None:
    for viewer in (cast.visitor, cast.jan, cast.ola, cast.marta):
        page = text_of(cast.client(viewer), HOME)
        start = page.index("application/ld+json")
        data = page[start : page.index("</script>", start)]
        assert leaks(data, [*planted.private(), *planted.hidden_from(EVERYBODY)]) == []
        assert "contactpoint" in data, "what is for everybody is there"


def _found(client: Client, q: str) -> Iterator[str]:
    """By which of the searches the house is found."""
    if client.get("/api/v1/search", {"q": q}).json()["total"]:
        yield "search API"
    if f'href="{HOME}"' in client.get("/search/", {"q": q}).content.decode():
        yield "search page"
    if client.get("/api/v1/organisations", {"q": q}).json()["results"]:
        yield "directory API"
    if f'href="{HOME}"' in client.get("/directory/", {"q": q}).content.decode():
        yield "list"


@pytest.mark.parametrize("who", ["visitor", "jan"])
def test_nobody_finds_it_by_what_is_private(cast: Cast, planted: Canaries, who: str) -> None:
    client = cast.client(getattr(cast, who))
    assert len(list(_found(client, "Brzozówce"))) == 4, "the house itself is found everywhere"
    for needle in [*planted.private(), *planted.guarded]:
        if needle.startswith(("kanarek", "strzezony")):
            assert list(_found(client, needle)) == [], needle


def test_whoever_may_see_more_does(cast: Cast, planted: Canaries) -> None:
    """The page, the API's object and the policy say the same of every viewer and every circle."""
    people = [getattr(cast, name) for name in (*OUTSIDERS, "ola", "marta", "adam")]
    for viewer in [*people, *reversed(people)]:  # in any order: the page is kept
        sight, client = sight_of(viewer, cast.house), cast.client(viewer)
        page, shape = text_of(client, HOME), text_of(client, OBJECT)
        for text, circle in planted.guarded.items():
            assert (text in page) == shows(sight, circle), (viewer, text)
            assert (text in shape) == shows(sight, circle), (viewer, text)
    assert [sight_of(viewer, cast.house) for viewer in people] == [
        EVERYBODY, EVERYBODY, PEOPLE, PEOPLE, EDITORS, EDITORS, EDITORS,
    ]  # fmt: skip


def test_a_token_sees_as_much_as_its_person(cast: Cast, planted: Canaries) -> None:
    from accounts.tokens import make_token

    for viewer, sight in ((cast.jan, PEOPLE), (cast.ola, EDITORS), (cast.ewa, PEOPLE)):
        headers = {"Authorization": f"Bearer {make_token(viewer)}"}
        body = cast.client().get(OBJECT, headers=headers).content.decode()
        assert leaks(body, planted.hidden_from(sight)) == []
        assert all(t in body for t, circle in planted.guarded.items() if shows(sight, circle))
        assert leaks(body, planted.private()) == []


def test_editors_see_the_whole_of_it_where_they_edit(cast: Cast, planted: Canaries) -> None:
    for editor in (cast.ola, cast.marta):
        form, contacts = (
            text_of(cast.client(editor), f"{HOME}{p}") for p in ("edit/", "contacts/")
        )
        site = Site.objects.get(organisation=cast.house, position=0)
        assert site.street in form
        assert "19.8765" in form
        assert leaks(contacts, list(planted.guarded)) == [
            text for text in planted.guarded if text not in form
        ]


def test_a_circle_that_becomes_narrower_is_so_at_once(cast: Cast) -> None:
    visitor, ola = cast.client(), cast.client(cast.ola)
    sent = form_of(cast, phone="12 345 67 89", email="dom@example.org")
    assert ola.post(f"{HOME}edit/", sent).status_code == 303
    assert "12 345 67 89" in text_of(visitor, HOME)
    narrow = form_of(cast, phone_shown="people", email_shown="editors")
    assert ola.post(f"{HOME}edit/", narrow).status_code == 303
    for address in (HOME, OBJECT):
        assert leaks(text_of(visitor, address), ["12 345 67 89", "dom@example.org"]) == []
        assert "12 345 67 89" in text_of(cast.client(cast.jan), address)
        assert "dom@example.org" not in text_of(cast.client(cast.jan), address)
        assert "dom@example.org" in text_of(ola, address)
    assert Organisation.objects.get(pk=cast.house.pk).shown_to == {
        "phone": "people", "email": "editors",
    }  # fmt: skip
    assert ola.post(f"{HOME}edit/", form_of(cast, phone_shown="wszyscy")).status_code == 422


def test_an_editor_who_leaves_and_one_who_closes_the_door_see_less(cast: Cast) -> None:
    add_contact(
        by=cast.ola, organisation=cast.house,
        fields={"role": "Księgowość", "phone": "500 600 700", "phone_shown": "editors"},
    )  # fmt: skip
    ola = cast.client(cast.ola)
    assert "500 600 700" in text_of(ola, HOME)
    Membership.objects.filter(person=cast.ola).update(left_at=datetime.now(UTC))
    assert "500 600 700" not in text_of(ola, HOME)
    assert "500 600 700" not in text_of(ola, OBJECT)


# ── where a hidden place is cannot be worked out ────────────────────────────────────────────────


@pytest.fixture
def hidden_home(cast: Cast) -> Site:
    site = Site.objects.get(organisation=cast.house)
    site.precision, site.street, site.number = Site.Precision.HIDDEN, "Cicha", "7"
    site.lon, site.lat, site.postcode = 19.9, 50.0, "32-050"
    site.save()
    return site


def test_no_distance_tells_of_a_hidden_place(cast: Cast, house: House, hidden_home: Site) -> None:
    from taxonomy.models import PracticeArea

    theatre, near = PracticeArea.objects.get(code="teatr"), house("Blisko")
    for organisation in (cast.house, near):
        organisation.practices.add(theatre)
    jan = cast.client(cast.jan)
    addresses = (HOME, near.get_absolute_url())
    before = [text_of(jan, address) for address in addresses]
    assert all("they do the same things" in page for page in before)
    Site.objects.filter(pk=hidden_home.pk).update(lon=hidden_home.lon + 0.4, lat=hidden_home.lat)
    directory_changed()
    assert [text_of(jan, address) for address in addresses] == before, "it tells of the gmina alone"


def test_no_box_on_the_map_finds_a_hidden_place(cast: Cast, hidden_home: Site) -> None:
    found = cast.client().get("/api/v1/organisations?bbox=19.8,49.9,20,50.1").json()
    assert found["results"] == []


def test_no_guess_at_its_address_is_confirmed(cast: Cast, hidden_home: Site) -> None:
    """The question "is it one of these?" is the same for a right and a wrong street."""
    ask: Callable[[str], Any] = lambda street: cast.client(cast.jan).post(  # noqa: E731
        "/directory/add/",
        {
            "name": "Dom Kultury w Brzozowce", "kind": "dom_kultury", "lang": "pl", "street": street,
            "number": "7", "gmina": str(cast.gmina.pk), "locality": "Brzozówka", "precision": "exact",
        },
    )  # fmt: skip
    right, wrong = ask("Cicha"), ask("Głośna")
    assert (right.status_code, wrong.status_code) == (422, 422)
    for answer in (right, wrong):
        assert HOME in answer.content.decode()


def test_networks_are_everybodys(cast: Cast) -> None:
    network = Network.objects.create(code="siec", name="Sieć Otwarta")
    NetworkPlace.objects.create(organisation=cast.house, network=network, role="założyciel")
    assert "założyciel" in text_of(cast.client(), HOME)
    shape = json.loads(text_of(cast.client(), OBJECT))
    assert shape["networks"] == [
        {"code": "siec", "name": "sieć otwarta", "role": "założyciel", "since": None, "until": None}
    ]
