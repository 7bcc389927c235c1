"""A twin is merged into another record: everything of it is there, and its address leads there."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from directory.models import (
    AccessFact,
    Card,
    Change,
    Claim,
    Contact,
    Membership,
    Network,
    NetworkPlace,
    OldAddress,
    Organisation,
    Partnership,
    Photo,
    Site,
)
from kernel.integrity import checks
from moderation.models import Report
from notes.actions.write_note import write_note
from notifications.models import Watch
from realtime.chat.actions.open_room import room_of
from realtime.chat.actions.say import say
from realtime.chat.models import Room
from taxonomy.models import PracticeArea
from tests.cast import Cast
from tests.directory.conftest import House, page_of
from tests.directory.test_pages import HOME, form_of

TWIN = "/directory/dk-brzozowka/"


@pytest.fixture
def twin(cast: Cast) -> Organisation:
    """The same house a second time, from a register; Jan edits it, Ewa belongs to it."""
    one = Organisation.objects.create(
        slug="dk-brzozowka", name="Dom Kultury Brzozówka", kind="dom_kultury", phone="12 999",
        source="Rejestr", source_key="rejestr:7", nip="1234563218",
    )  # fmt: skip
    site = Site.objects.create(
        organisation=one, gmina=cast.gmina, locality="Brzozówka", street="Lipowa", number="3"
    )
    Site.objects.create(
        organisation=one, position=1, name="Filia", locality="Las", gmina=cast.gmina
    )
    AccessFact.objects.create(site=site, attribute="winda", value="yes", note="przy wejściu")
    Membership.objects.create(organisation=one, person=cast.jan, role="editor")
    Membership.objects.create(organisation=one, person=cast.ewa, role="member")
    return one


def merge(
    cast: Cast, gone: str = TWIN, into: str = "dom-kultury-w-brzozowce", **changes: str
) -> int:
    marta = cast.client(cast.marta)
    page = page_of(marta, f"{gone}merge/?into={into}")
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    sent |= dict(re.findall(r'<input type="radio" name="([\w-]+)" value="(\w+)" checked', page))
    return marta.post(f"{gone}merge/", {**sent, **changes}).status_code


def test_the_twin_is_found_compared_and_merged(cast: Cast, twin: Organisation) -> None:
    marta, visitor = cast.client(cast.marta), cast.client()
    Card.objects.create(
        organisation=twin,
        author=cast.jan,
        kind="offer",
        title="Sala lustrzana",
        until=timezone.localdate() + timedelta(days=9),
    )
    cast.house.practices.add(PracticeArea.objects.get(code="teatr"))
    assert f"{TWIN}merge/" in page_of(marta, f"{TWIN}history/")
    found = page_of(marta, f"{TWIN}merge/")
    assert "?into=dom-kultury-w-brzozowce" in found, "what looks like it is proposed"
    assert "?into=dom-kultury-w-brzozowce" in page_of(
        marta, f"{TWIN}merge/?q=dom-kultury-w-brzozowce"
    )
    assert "?into=dom-kultury-w-brzozowce" in page_of(
        marta, f"{TWIN}merge/?q=http://testserver{HOME}"
    )
    page = page_of(marta, f"{TWIN}merge/?into=dom-kultury-w-brzozowce")
    assert "12 999" in page and "123-456" not in page and "Lipowa" in page
    assert merge(cast, **{"of-name": "kept", "comment": "Dwukrotnie wpisana"}) == 303
    house = Organisation.objects.get(pk=cast.house.pk)
    assert (house.name, house.phone, house.nip) == (
        "Dom Kultury w Brzozówce",
        "12 999",
        "1234563218",
    )
    first = Site.objects.get(organisation=house, position=0)
    assert (first.street, first.number, first.lon) == (
        "Lipowa",
        "3",
        19.82,
    ) or first.street == "Lipowa"
    assert first.access.get(attribute="winda").value == "yes"
    assert Site.objects.get(organisation=house, position=1).name == "Filia"
    roles = dict(
        Membership.objects.filter(organisation=house, left_at=None).values_list(
            "person__handle", "role"
        )
    )
    assert roles == {"ola": "editor", "jan": "editor", "ewa": "member"}
    assert "Sala lustrzana" in page_of(visitor, HOME)
    history = page_of(visitor, f"{HOME}history/")
    assert "Dwukrotnie wpisana" in history and "Marta Lis" in history
    for address in ("/directory/", "/directory/map/", "/sitemap.xml"):
        for client in (visitor, marta):
            assert "dk-brzozowka" not in client.get(address).content.decode()
    for list_ in (
        "/api/v1/organisations",
        "/api/v1/organisations.csv",
        "/api/v1/organisations.geojson",
    ):
        answer = marta.get(list_)
        body = b"".join(answer) if answer.streaming else answer.content
        assert b"dk-brzozowka" not in body
    assert "/directory/dk-brzozowka/" not in page_of(visitor, "/search/?q=brzozówka")


@pytest.mark.parametrize("moderator", [False, True])
def test_every_old_address_leads_on(cast: Cast, twin: Organisation, moderator: bool) -> None:
    OldAddress.objects.create(slug="jeszcze-starszy", organisation=twin)
    assert merge(cast) == 303
    client = cast.client(cast.marta if moderator else None)
    for old in ("dk-brzozowka", "jeszcze-starszy"):
        for rest in ("", "history/", "?a=b"):
            answer = client.get(f"/directory/{old}/{rest}")
            assert (answer.status_code, answer["Location"]) == (301, f"{HOME}{rest}")
        api = client.get(f"/api/v1/organisations/{old}")
        assert (api.status_code, api["Location"]) == (
            301,
            "/api/v1/organisations/dom-kultury-w-brzozowce",
        )
    assert cast.client(cast.jan).get(f"{TWIN}edit/")["Location"] == f"{HOME}edit/"
    assert cast.client(cast.jan).post(f"{TWIN}confirm/").status_code == 409
    made = cast.client(cast.jan).post(
        "/directory/add/",
        {
            "name": "DK Brzozówka",
            "kind": "inne",
            "lang": "pl",
            "precision": "gmina",
            "key": "n",
            "sure": "1",
        },
    )
    assert made["Location"] == "/directory/dk-brzozowka-2/", (
        "an old address is given to nobody else"
    )


def test_a_chain_of_merges_leads_to_its_end(cast: Cast, twin: Organisation, house: House) -> None:
    third = house("Trzeci")
    assert merge(cast) == 303
    assert merge(cast, HOME, third.slug) == 303
    answer = cast.client().get(TWIN)
    assert answer["Location"] == third.get_absolute_url()
    assert Organisation.objects.get(pk=twin.pk).merged_into == third
    assert cast.client().get(HOME)["Location"] == third.get_absolute_url()


def test_what_belongs_to_it_comes_along(cast: Cast, twin: Organisation, house: House) -> None:
    home, eno = cast.house, Network.objects.get_or_create(code="eno", defaults={"name": "ENO"})[0]
    third, fourth = house("Trzeci"), house("Czwarty")
    Contact.objects.create(organisation=home, role="sekretariat", phone="1")
    Contact.objects.create(organisation=twin, role="sekretariat", phone="1")
    Contact.objects.create(organisation=twin, role="dyrektorka", phone="2")
    for one in (home, twin):
        Photo.objects.create(
            organisation=one, kind="logo", name=f"{one.pk}.png", width=1, height=1, alt="logo"
        )
        NetworkPlace.objects.create(organisation=one, network=eno)
    now = timezone.now()
    Partnership.objects.create(first=home, second=twin, asked_by=home, confirmed_at=now)
    Partnership.objects.create(first=twin, second=third, asked_by=twin, confirmed_at=now)
    Partnership.objects.create(first=home, second=third, asked_by=home)
    Partnership.objects.create(first=twin, second=fourth, asked_by=twin)
    Report.objects.create(kind="organisation", object_id=twin.pk, reporter=cast.ola, reason="other")
    Watch.objects.create(person=cast.ola, kind="organisation", object_id=twin.pk)
    for one in (home, twin):
        Watch.objects.create(person=cast.jan, kind="organisation", object_id=one.pk)
        Claim.objects.create(organisation=one, person=cast.nowa, evidence="x")
    Claim.objects.create(organisation=twin, person=cast.ola, evidence="she edits the other")
    note = write_note(by=cast.jan, title="Jak zrobić scenę", body="Tak.", organisation=twin)
    assert merge(cast) == 303
    assert list(home.contacts.values_list("role", flat=True)) == ["sekretariat", "dyrektorka"]
    assert sorted(home.photos.values_list("kind", flat=True)) == ["logo", "photo"]
    assert home.networks.count() == 1
    pairs = {
        (p.first_id, p.second_id): (p.confirmed_at is not None, p.asked_by_id)
        for p in Partnership.objects.all()
    }
    assert pairs == {(home.pk, third.pk): (True, home.pk), (home.pk, fourth.pk): (False, home.pk)}
    assert Report.objects.get().object_id == home.pk
    assert sorted(
        Watch.objects.filter(kind="organisation").values_list("person__handle", "object_id")
    ) == [("jan", home.pk), ("ola", home.pk)]
    assert sorted(Claim.objects.values_list("organisation", "status")) == [
        (home.pk, "open"),
        (home.pk, "withdrawn"),
        (home.pk, "withdrawn"),
    ]
    note.refresh_from_db()
    assert note.organisation == home
    drift = [
        words
        for name, check in checks.items()
        if name.startswith("directory")
        for words in check(False)
    ]
    assert drift == []


@pytest.mark.parametrize("talk", ["none", "twin", "both"])
def test_their_rooms(cast: Cast, twin: Organisation, talk: str) -> None:
    rooms = {one.pk: room_of(one) for one in (cast.house, twin)}
    for one in [] if talk == "none" else [twin] if talk == "twin" else [twin, cast.house]:
        say(by=cast.ola, room=rooms[one.pk], body=f"Z {one.slug}")
    assert merge(cast) == 303
    visitor = cast.client()
    mine = Room.objects.get(organisation=cast.house)
    assert mine.slug == "dom-kultury-w-brzozowce" and mine.name == "Dom Kultury w Brzozówce"
    page = page_of(visitor, "/chat/dom-kultury-w-brzozowce/")
    assert ("Z dk-brzozowka" in page) == (talk == "twin")
    if talk == "both":
        assert "Z dk-brzozowka" in page_of(visitor, "/chat/dk-brzozowka/"), (
            "the other talk stays readable"
        )
    else:
        assert visitor.get("/chat/dk-brzozowka/")["Location"] == "/chat/dom-kultury-w-brzozowce/"


def test_another_place_becomes_a_further_one(cast: Cast, twin: Organisation) -> None:
    assert merge(cast, place="further", **{"of-street": "kept", "of-number": "kept"}) == 303
    streets = list(
        Site.objects.filter(organisation=cast.house).values_list("position", "street", "name")
    )
    assert streets == [(0, "", ""), (1, "Lipowa", ""), (2, "", "Filia")]


def test_what_waits_on_a_twin_is_answered(cast: Cast, twin: Organisation) -> None:
    Change.objects.create(
        organisation=twin,
        version=1,
        by=cast.jan,
        status="waiting",
        before={"name": "a"},
        after={"name": "b"},
    )
    assert merge(cast) == 303
    change = Change.objects.get(after={"name": "b"})
    assert change.status == "rejected" and "merged" in change.reason


def test_an_import_leaves_what_was_merged_alone(
    cast: Cast, twin: Organisation, tmp_path: Path
) -> None:
    assert merge(cast) == 303
    file = tmp_path / "r.csv"
    file.write_text("key,slug,name,phone\nrejestr:7,,Dom Kultury Brzozówka,777\n")
    call_command("import_organisations", str(file), verbosity=0)
    twin.refresh_from_db()
    assert twin.phone == "12 999" and twin.hidden and Organisation.objects.count() == 2


def test_only_moderators_merge_and_only_once(cast: Cast, twin: Organisation) -> None:
    address = f"{TWIN}merge/"
    for outsider in (cast.ola, cast.jan, cast.ewa, cast.nowa):
        client = cast.client(outsider)
        assert client.get(address).status_code == 404
        assert client.post(address, {"into": cast.house.slug}).status_code == 404
    assert cast.client().post(address)["Location"].startswith("/accounts/login/")
    marta = cast.client(cast.marta)
    assert marta.get(f"{address}?into=nie-ma").status_code == 404
    assert merge(cast, into="dk-brzozowka") == 422, "into itself"
    assert merge(cast, place="nowhere") == 422
    assert merge(cast, **{"of-name": "else"}) == 422
    assert merge(cast, **{"kept_version": "99"}) == 409
    assert not Organisation.objects.exclude(merged_into=None).exists()
    assert merge(cast) == 303
    assert marta.post(address, {"into": cast.house.slug}).status_code == 409


def test_renaming_into_a_twin_asks_once(cast: Cast, twin: Organisation) -> None:
    ola = cast.client(cast.ola)
    same = form_of(cast, summary="Nic o nazwie.")
    assert ola.post(f"{HOME}edit/", same).status_code == 303, "what twins are known by is untouched"
    sent = form_of(cast, name="Dom Kultury w Brzozowce", street="Lipowa", number="3")
    answer = ola.post(f"{HOME}edit/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert TWIN in page and "merge/" not in page and 'name="sure"' in page
    page = cast.client(cast.marta).post(f"{HOME}edit/", sent).content.decode()
    assert f"{HOME}merge/?into=dk-brzozowka" in page
    assert ola.post(f"{HOME}edit/", {**sent, "sure": "1"}).status_code == 303
