"""An organisation's page, and the doors to changing it."""

import json
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from directory import ports
from directory.actions.set_access import GivenFact, set_access
from directory.forms.access import AccessForm
from directory.models import AccessFact, Card, Membership, Organisation, Site
from directory.policies import may_edit, may_see
from directory.ports import Panel, PanelRow
from kernel.refusals import Refused
from tests.cast import Cast
from tests.directory.conftest import House, page_of

HOME = "/directory/dom-kultury-w-brzozowce/"


def form_of(cast: Cast, **changes: str) -> dict[str, object]:
    """What the browser of an editor sends when nothing was touched, with changes."""
    page = page_of(cast.client(cast.ola), f"{HOME}edit/")
    sent: dict[str, object] = {}
    inputs = r'<input type="(?:text|hidden|date)" name="([^"]+)"[^>]*?value="([^"]*)"'
    sent.update(re.findall(inputs, page))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    sent.update(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.S))
    sent.pop("csrfmiddlewaretoken", None)
    return {**sent, **changes}


def test_the_page_says_what_it_is_where_and_who(visitor: Client, cast: Cast) -> None:
    page = page_of(visitor, HOME)
    assert "culture centre" in page
    assert "Pracownie, scena i" in page
    assert "Example: invented" in page
    assert "Nobody has checked this place yet." in page
    assert "Ola Wrona" in page
    assert "Ewa Kostka" not in page, "who has left is not shown"
    assert 'href="/chat/dom-kultury-w-brzozowce/"' in page
    assert f"/moderation/report/organisation/{cast.house.pk}/" in page
    assert "/edit/" not in page
    assert "/edit/" in page_of(cast.client(cast.ola), HOME)
    assert "/edit/" not in page_of(cast.client(cast.jan), HOME)
    assert "/edit/" not in page_of(cast.client(cast.ewa), HOME)


def test_the_access_table_says_who_checked_and_when(visitor: Client, cast: Cast) -> None:
    checked = date(2026, 9, 3)
    set_access(
        by=cast.ola, organisation=cast.house,
        access={
            "winda": GivenFact("no", "Studio jest na piętrze", "17 stopni", checked),
            "toaleta": GivenFact("partly"),
            "etr": GivenFact("unknown"),
        },
    )  # fmt: skip
    page = page_of(visitor, HOME)
    row = re.search(r"<tr><th scope=\"row\">Lift</th>.*?</tr>", page, re.S)
    assert row is not None
    assert all(word in row[0] for word in ("no", "17 stopni", "3 September 2026", "Ola Wrona"))
    assert "partly" in page
    assert "easy-to-read text" in page, "what nobody has checked is named too"
    assert AccessFact.objects.get(attribute="toaleta").checked_on == timezone.localdate()


def test_machines_read_it_too_and_no_text_breaks_out(visitor: Client, cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.house.pk).update(
        summary="</script><script>alert(1)</script>", version=7
    )
    page = page_of(visitor, HOME)
    assert "<script>alert" not in page
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert data is not None
    thing = json.loads(data[1])
    assert thing["name"] == cast.house.name
    assert thing["description"].startswith("</script>")
    assert "geo" not in thing["location"], "the village's point is not the building's"


def test_panels_of_other_rooms_stand_on_the_page_and_age_it(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [PanelRow("Spacer badawczy", "/notes/spacer/", "note")]
    monkeypatch.setattr(
        ports.panels,
        "sources",
        [lambda viewer, house: [Panel("Notatki", tuple(rows)), Panel("Pusto")]],
    )
    page = page_of(visitor, HOME)
    assert "Spacer badawczy" in page
    assert "Pusto" not in page
    rows.append(PanelRow("Drugi", "/notes/drugi/"))
    assert "Drugi" in page_of(visitor, HOME)


def test_partners_do_the_same_things_and_say_so(
    visitor: Client, cast: Cast, house: House, region: None
) -> None:
    from taxonomy.models import PracticeArea

    theatre = PracticeArea.objects.get(code="teatr")
    near, hidden = house("Blisko", lon=19.9, lat=50.0), house("Schowany", hidden=True)
    house("Nic wspólnego")
    for organisation in (cast.house, near, hidden):
        organisation.practices.add(theatre)
    page = page_of(visitor, HOME)
    assert "They do the same things" in page
    assert "Blisko" in page
    assert "7\u00a0km" in page
    assert "Schowany" not in page
    assert "Nic wspólnego" not in page


@pytest.mark.parametrize("who", ["visitor", "jan", "ewa", "nowa"])
@pytest.mark.parametrize("path", ["edit/", "confirm/", "people/", "people/remove/", "cards/new/"])
def test_outsiders_change_nothing(cast: Cast, who: str, path: str) -> None:
    client = cast.client(getattr(cast, who))
    before = Organisation.objects.values().get(pk=cast.house.pk)
    sent = {
        "name": "Zdobyte", "version": "1", "handle": "ola", "role": "editor", "kind": "need", "title": "x",
        "until": "2030-01-01",
    }  # fmt: skip
    for response in (client.get(f"{HOME}{path}"), client.post(f"{HOME}{path}", sent)):
        assert response.status_code in (302, 403, 405)
        if response.status_code == 302:
            assert who == "visitor"
            assert "/accounts/login/" in response["Location"]
    assert Organisation.objects.values().get(pk=cast.house.pk) == before
    assert Membership.objects.filter(left_at=None).count() == 1
    assert not Card.objects.exists()


@pytest.mark.parametrize("path", ["", "edit/", "people/", "cards/new/"])
def test_a_hidden_house_is_missing_even_for_its_editor(cast: Cast, path: str) -> None:
    Organisation.objects.filter(pk=cast.house.pk).update(hidden=True)
    for viewer in (cast.ola, cast.jan, cast.ewa):
        assert cast.client(viewer).get(f"{HOME}{path}").status_code == 404
    assert cast.client(cast.marta).get(f"{HOME}{path}").status_code == 200


def test_checks_and_querysets_agree(cast: Cast, house: House) -> None:
    house("Obcy")
    house("Schowany", hidden=True)
    mine = house("Ukryty Oli", hidden=True)
    Membership.objects.create(organisation=mine, person=cast.ola, role="editor")
    member = house("Jan tylko należy")
    Membership.objects.create(organisation=member, person=cast.jan, role="member")
    paused = cast.jan
    for viewer in (cast.visitor, cast.ola, paused, cast.ewa, cast.marta, cast.adam, cast.nowa):
        visible = set(Organisation.objects.visible_to(viewer))
        editable = set(Organisation.objects.editable_by(viewer))
        for organisation in Organisation.objects.all():
            assert (organisation in visible) == may_see(viewer, organisation), (
                viewer,
                organisation,
            )
            assert (organisation in editable) == may_edit(viewer, organisation), (
                viewer,
                organisation,
            )
    cast.ola.suspended_until = timezone.now() + timedelta(days=1)
    cast.ola.save()
    assert not Organisation.objects.editable_by(cast.ola).exists()
    assert not may_edit(cast.ola, cast.house)


def test_an_editor_changes_everything_at_once(cast: Cast, region: None) -> None:
    ola = cast.client(cast.ola)
    sent = form_of(
        cast, name="Dom Kultury", kind="teatr", summary="Nowe", description="**Mocne**", website="example.org",
        practices="muzyka", audiences="dzieci", languages="uk", street="Lipowa", lon="19,9", lat="50.01",
    )  # fmt: skip
    sent |= {"access-winda_value": "yes", "access-winda_note": "Do piętra"}
    response = ola.post(f"{HOME}edit/", sent)
    assert response.status_code == 303, response.content.decode()[:3000]
    saved = Organisation.objects.get(pk=cast.house.pk)
    assert (saved.name, saved.kind, saved.website) == (
        "Dom Kultury",
        "teatr",
        "https://example.org",
    )
    assert saved.html == "<p><strong>Mocne</strong></p>\n"
    assert saved.languages == ["uk"]
    assert saved.confirmed_at is not None
    assert saved.version == 2
    assert [p.code for p in saved.practices.all()] == ["muzyka"]
    site = Site.objects.get(organisation=saved)
    assert (site.street, site.lon, site.lat) == ("Lipowa", 19.9, 50.01)
    fact = AccessFact.objects.get(site=site)
    assert (fact.attribute, fact.value, fact.note, fact.checked_by) == (
        "winda",
        "yes",
        "Do piętra",
        cast.ola,
    )
    page = page_of(cast.client(), HOME)
    assert "Dom Kultury" in page
    assert "Lift" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "a" * 201), ("name", "a\x00b"), ("name", "…"), ("kind", "pałac"),
        ("email", "nie adres"), ("website", "javascript:alert(1)"), ("website", "http://" + "a" * 400),
        ("phone", "brak"), ("gmina", "99999999999999999999"), ("gmina", "x"), ("lon", "1e999"),
        ("lon", "19.9"), ("practices", "nieznane"), ("description", "x" * 33_000), ("lang", "xx"),
        ("precision", "x"), ("access-winda_value", "może"), ("access-winda_note", "x" * 301),
        ("access-winda_checked", "jutro"), ("access-winda_note", "a\x00"),
    ],
)  # fmt: skip
def test_a_wrong_field_keeps_what_was_written(
    cast: Cast, region: None, field: str, value: str
) -> None:
    sent = form_of(cast, summary="To zostaje w formularzu", **{field: value})
    if field == "lon":
        sent["lat"] = ""
    response = cast.client(cast.ola).post(f"{HOME}edit/", sent)
    page = response.content.decode()
    assert response.status_code == 422, page[:500]
    assert "To zostaje w formularzu" in page
    assert "summary-error" in page
    assert Organisation.objects.get(pk=cast.house.pk).version == 1


def test_a_day_that_has_not_come_is_refused(cast: Cast, region: None) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=2)).isoformat()
    sent = form_of(cast) | {"access-winda_value": "yes", "access-winda_checked": tomorrow}
    response = cast.client(cast.ola).post(f"{HOME}edit/", sent)
    assert response.status_code == 422
    assert "This day has not come yet." in response.content.decode()


def test_two_editors_do_not_overwrite_each_other(cast: Cast, region: None) -> None:
    Membership.objects.create(organisation=cast.house, person=cast.jan, role="editor")
    ola_sends = form_of(cast, summary="Słowa Oli", phone="111")
    jan_sends = {**ola_sends, "summary": "Słowa Jana"}
    assert cast.client(cast.ola).post(f"{HOME}edit/", ola_sends).status_code == 303
    jan = cast.client(cast.jan)
    response = jan.post(f"{HOME}edit/", jan_sends)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Słowa Oli" in page
    assert "Słowa Jana" in page
    assert "Somebody has changed this page since you opened it." in page
    assert Organisation.objects.get(pk=cast.house.pk).summary == "Słowa Oli"
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert jan.post(f"{HOME}edit/", {**jan_sends, "version": version[1]}).status_code == 303
    assert Organisation.objects.get(pk=cast.house.pk).summary == "Słowa Jana"


@pytest.mark.parametrize("version", ["", "x", "-1", "1" * 40])
def test_a_form_without_its_version_is_refused(cast: Cast, region: None, version: str) -> None:
    response = cast.client(cast.ola).post(f"{HOME}edit/", form_of(cast, version=version))
    assert response.status_code == 422


def test_what_was_checked_keeps_its_name_when_something_else_changes(
    cast: Cast, region: None
) -> None:
    long_ago = date(2025, 5, 5)
    set_access(
        by=cast.ola,
        organisation=cast.house,
        access={"winda": GivenFact("yes", checked_on=long_ago)},
    )
    Membership.objects.create(organisation=cast.house, person=cast.jan, role="editor")
    assert (
        cast.client(cast.jan).post(f"{HOME}edit/", form_of(cast, summary="Inne")).status_code == 303
    )
    fact = AccessFact.objects.get(attribute="winda")
    assert (fact.checked_by, fact.checked_on) == (cast.ola, long_ago)
    sent = form_of(cast) | {"access-winda_value": "no"}
    cast.client(cast.jan).post(f"{HOME}edit/", sent)
    fact.refresh_from_db()
    assert (fact.checked_by, fact.checked_on) == (cast.jan, timezone.localdate())


def test_an_editor_confirms_with_one_press(cast: Cast) -> None:
    assert "It is all still right" in page_of(cast.client(cast.ola), HOME)
    assert cast.client(cast.ola).post(f"{HOME}confirm/").status_code == 303
    assert Organisation.objects.get(pk=cast.house.pk).confirmed_at is not None
    assert "Confirmed" in page_of(cast.client(), HOME)


def test_facts_of_nobody_are_not_written(cast: Cast) -> None:
    with pytest.raises(Refused):
        set_access(by=cast.jan, organisation=cast.house, access={"winda": GivenFact("yes")})
    form = AccessForm({}, facts={})
    assert form.is_valid()
    assert form.given() == {}, "a form without the table says nothing"


def test_a_renamed_person_shows_at_once(cast: Cast, visitor: Client) -> None:
    from django.db import transaction

    from accounts.facts import PersonRenamed
    from accounts.models import User
    from kernel.facts import publish

    page_of(visitor, HOME)
    with transaction.atomic():
        User.objects.filter(pk=cast.ola.pk).update(name="Aleksandra Wrona")
        publish(PersonRenamed(cast.ola.pk))
    assert "Aleksandra Wrona" in page_of(visitor, HOME)


@pytest.mark.parametrize("slug", ["nie-ma", "a" * 500, "%00", "%ed%a0%80", "..%2f"])
def test_addresses_of_nothing(visitor: Client, slug: str) -> None:
    assert 400 <= visitor.get(f"/directory/{slug}/").status_code < 500


def test_a_hidden_place_is_hidden_everywhere(cast: Cast, visitor: Client) -> None:
    from directory.ports import _by_letters

    Site.objects.filter(organisation=cast.house).update(
        precision="hidden", street="Tajna", postcode="00-111", locality="Sekretowo"
    )
    for address in (HOME, "/directory/", "/directory/map/", "/directory/needs/"):
        page = page_of(visitor, address)
        assert not any(word in page for word in ("Tajna", "00-111", "Sekretowo")), address
    assert list(_by_letters(cast.visitor, "sekretowo")) == []
