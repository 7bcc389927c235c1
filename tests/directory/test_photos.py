"""The logo and the photographs of an organisation, through the doors that people use."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.actions.photos import Sent
from directory.models import Organisation, Photo, Site
from kernel import images
from kernel.images.making import made_of
from tests.cast import Cast
from tests.directory.conftest import page_of
from tests.directory.photos import HOME, PICTURES, WORDS, added, drawn, files, own_media, send

__all__ = ["own_media"]
pytestmark = pytest.mark.usefixtures("own_media")


def test_a_photograph_is_sent_and_shown(cast: Cast, visitor: Client, own_media: Path) -> None:
    ola = cast.client(cast.ola)
    assert "at most 10 MB" in page_of(ola, PICTURES)
    assert page_of(visitor, HOME).count("<figure>") == 0
    answer = send(ola, drawn(2000, 1500), credit="Jan Kowal, CC BY 4.0")
    assert (answer.status_code, answer["Location"]) == (303, PICTURES)
    photo = Photo.objects.get()
    assert (photo.alt, photo.credit, photo.by) == (WORDS, "Jan Kowal, CC BY 4.0", cast.ola)
    assert (photo.width, photo.height) == (1600, 1200)
    assert len(files(own_media)) == 3
    page = page_of(visitor, HOME)
    tag = re.search(r"<figure><img [^>]*>", page)
    assert tag
    assert f'alt="{WORDS}"' in tag[0]
    assert 'width="1600" height="1200"' in tag[0]
    assert 'loading="lazy"' in tag[0]
    assert tag[0].count(" 480w") == tag[0].count(" 960w") == tag[0].count(" 1600w") == 1
    assert "Jan Kowal, CC BY 4.0</figcaption>" in page
    for address in re.findall(r"/media/[^ \"]+", tag[0]):
        assert visitor.get(address)["Content-Type"] == "image/webp"
    head = re.search(r'<meta property="og:image" content="([^"]+)">', page)
    assert head
    assert head[1].startswith(f"{settings.BASE_URL}/media/")


def test_the_logo_stands_in_the_place_of_the_house(cast: Cast, visitor: Client) -> None:
    drawing = '<span class="house"><svg'
    assert drawing in page_of(visitor, HOME)
    added(
        cast, kind="logo", alt="Niebieska czapla nad nazwą", sent=Sent(drawn(300, 200, kind="PNG"))
    )
    page, rows = page_of(visitor, HOME), page_of(visitor, "/directory/")
    assert 'alt="Niebieska czapla nad nazwą"' in page
    assert drawing not in page.split("org-hero")[1].split("</header>")[0]
    assert re.search(r'<span class="house"><img src="/media/[^"]+-120\.webp" alt=""', rows)


def test_a_second_logo_takes_the_place_of_the_first(
    cast: Cast, own_media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    first = added(cast, kind="logo")
    with django_capture_on_commit_callbacks(execute=True):
        second = added(cast, kind="logo", sent=Sent(drawn(ink="green")))
    assert Photo.objects.get() == second
    assert images.weight(first.name) == 0
    assert images.weight(second.name) > 0


def test_machines_read_the_pictures_too(cast: Cast, visitor: Client) -> None:
    empty = visitor.get("/api/v1/organisations/dom-kultury-w-brzozowce").json()
    assert (empty["logo"], empty["photos"]) == (None, [])
    added(cast, credit="Ola")
    added(cast, kind="logo", sent=Sent(drawn(400, 300)), alt="Czapla")
    data = visitor.get("/api/v1/organisations/dom-kultury-w-brzozowce").json()
    photo, logo = data["photos"][0], data["logo"]
    assert (photo["alt"], photo["credit"], photo["width"], photo["height"]) == (
        WORDS,
        "Ola",
        800,
        600,
    )
    assert logo["alt"] == "Czapla"
    for one in (photo, logo):
        assert visitor.get(one["url"].removeprefix(settings.BASE_URL)).status_code == 200
    ld = json.loads(re.search(r'ld\+json">(.*?)</script>', page_of(visitor, HOME), re.S)[1])  # type: ignore[index]
    assert ld["logo"]["url"] == logo["url"]
    assert [image["caption"] for image in ld["image"]] == [WORDS]
    shapes = visitor.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert {"logo", "photos"} <= set(shapes["OrganisationOut"]["properties"])
    assert {"url", "alt", "credit", "width", "height"} == set(shapes["PictureOut"]["properties"])


def test_what_a_picture_shows_is_said_anew(cast: Cast, visitor: Client) -> None:
    photo, ola = added(cast), cast.client(cast.ola)
    page = page_of(ola, PICTURES)
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]  # type: ignore[index]
    address, name = f"{PICTURES}{photo.pk}/", f"p{photo.pk}"
    fields = {"seen": seen, f"{name}-alt": "Pusta scena", f"{name}-credit": "Ewa"}
    assert ola.post(address, {**fields, f"{name}-alt": "zdjęcie"}).status_code == 422
    assert ola.post(address, fields).status_code == 303
    assert 'alt="Pusta scena"' in page_of(visitor, HOME)
    late = ola.post(address, {**fields, f"{name}-alt": "Scena przed próbą"})
    assert late.status_code == 409, "somebody has changed it since the page was opened"
    text = late.content.decode()
    assert 'value="Scena przed próbą"' in text
    assert "On the page now: “Pusta scena”" in text
    photo.refresh_from_db()
    assert photo.alt == "Pusta scena"
    again = re.search(r'name="seen" value="(\w+)"', text)[1]  # type: ignore[index]
    assert ola.post(address, {**fields, "seen": again, f"{name}-alt": "Scena przed próbą"}).status_code == 303  # fmt: skip


def test_the_order_is_changed_by_buttons(cast: Cast, visitor: Client) -> None:
    first, second, third = (added(cast, alt=f"Sala numer {n}") for n in "abc")
    logo = added(cast, kind="logo", sent=Sent(drawn(ink="white")), alt="Czapla")
    ola = cast.client(cast.ola)

    def order() -> list[str]:
        return re.findall(r'<figure>.*?alt="([^"]+)"', page_of(visitor, HOME))

    ola.post(f"{PICTURES}{third.pk}/move/", {"to": "earlier"})
    assert order() == ["Sala numer a", "Sala numer c", "Sala numer b"]
    ola.post(f"{PICTURES}{first.pk}/move/", {"to": "later"})
    assert order() == ["Sala numer c", "Sala numer a", "Sala numer b"]
    for address, to in ((second, "later"), (third, "earlier"), (logo, "earlier")):
        answer = ola.post(f"{PICTURES}{address.pk}/move/", {"to": to})
        assert answer.status_code == 303, "at an end nothing changes"
    assert order() == ["Sala numer c", "Sala numer a", "Sala numer b"]


def test_removing_takes_the_files_after_the_commit_only(
    cast: Cast, own_media: Path, visitor: Client, django_capture_on_commit_callbacks: Any
) -> None:
    photo, ola = added(cast), cast.client(cast.ola)
    asked = page_of(ola, f"{PICTURES}{photo.pk}/remove/")
    assert "Remove this picture?" in asked
    assert Photo.objects.exists()
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        assert ola.post(f"{PICTURES}{photo.pk}/remove/").status_code == 303
        assert not Photo.objects.exists()
        assert images.weight(photo.name) > 0, "a rollback could still bring the row back"
    for work in waiting:
        work()
    assert files(own_media) == []
    assert "<figure>" not in page_of(visitor, HOME)
    assert ola.post(f"{PICTURES}{photo.pk}/remove/").status_code == 404


def test_the_files_go_with_the_organisation(
    cast: Cast, own_media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    added(cast)
    with django_capture_on_commit_callbacks(execute=True):
        cast.house.delete()
    assert files(own_media) == []


def test_the_administration_can_remove_one(
    cast: Cast, own_media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    photo, adam = added(cast), cast.client(cast.adam)
    assert WORDS in page_of(adam, "/admin/directory/photo/")
    assert adam.get("/admin/directory/photo/add/").status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        gone = adam.post(f"/admin/directory/photo/{photo.pk}/delete/", {"post": "yes"})
    assert gone.status_code == 302
    assert files(own_media) == []


def test_one_send_makes_one_picture(cast: Cast, own_media: Path) -> None:
    ola = cast.client(cast.ola)
    for _time in range(2):
        assert send(ola, drawn(), key="eine").status_code == 303
    assert Photo.objects.count() == 1
    assert len({name.rsplit("-", 1)[0] for name in files(own_media)}) == 1
    assert send(ola, drawn(ink="blue"), key="eine").status_code == 422


def test_a_hidden_house_shows_no_pictures(cast: Cast) -> None:
    added(cast)
    Organisation.objects.update(hidden=True)
    assert cast.client().get(HOME).status_code == 404
    assert cast.client().get("/api/v1/organisations/dom-kultury-w-brzozowce").status_code == 404
    assert send(cast.client(cast.ola), drawn(ink="blue")).status_code == 404
    assert "/media/" not in page_of(cast.client(), "/directory/")


def test_a_picture_may_belong_to_one_of_several_places(cast: Cast) -> None:
    assert 'name="site"' not in page_of(cast.client(cast.ola), PICTURES)
    barn = Site.objects.create(organisation=cast.house, position=1, name="Stodoła")
    assert 'name="site"' in page_of(cast.client(cast.ola), PICTURES)
    assert send(cast.client(cast.ola), drawn(), site=str(barn.pk)).status_code == 303
    assert Photo.objects.get().site == barn


def test_many_pictures_cost_no_more_statements(cast: Cast) -> None:
    from kernel import pages

    def cost(client: Client, address: str) -> int:
        client.get(address)
        for store in pages._stores.values():
            store.clear()
        with CaptureQueriesContext(connection) as statements:
            assert client.get(address).status_code == 200
        return len(statements)

    added(cast)
    addresses = (HOME, "/directory/", "/api/v1/organisations")
    few = [cost(cast.client(), address) for address in addresses]
    ola = cost(cast.client(cast.ola), PICTURES)
    for _number in range(5):
        added(cast)
    assert [cost(cast.client(), address) for address in addresses] == few
    assert cost(cast.client(cast.ola), PICTURES) == ola <= 18
    assert max(few) <= 12


def test_the_integrity_check_knows_what_is_lost_and_what_is_left(
    cast: Cast, own_media: Path, capsys: Any
) -> None:
    photo = added(cast)
    stray = images.keep(made_of(drawn(ink="lime"), images.LARGE))
    lost = next(own_media.rglob(f"*{photo.name[3:]}*"))
    lost.rename(lost.with_name("away"))
    for path in own_media.rglob("*.webp"):
        os.utime(path, (1, 1))
    with pytest.raises(SystemExit):
        call_command("check_integrity")
    said = capsys.readouterr().out
    assert f"{stray}: nothing refers to it" in said
    assert f"directory.photos: {photo.name} has lost 1 of its copies" in said
    lost.with_name("away").rename(lost)
    with pytest.raises(SystemExit):  # it says what it has mended
        call_command("check_integrity", "--fix")
    assert images.weight(stray) == 0
    assert images.weight(photo.name) > 0
    call_command("check_integrity")
