"""Administrators set the place up without code; nobody else sees that they can."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Role, User
from forums.actions.start_topic import start_topic
from forums.models import Forum
from forums.policies import may_reply, may_start
from kernel.facts import receives
from place.facts import SettingChanged
from place.models import Change
from taxonomy.models import PracticeArea, Region
from taxonomy.start import DATA
from tests.cast import Cast

PAGES = [
    "/setup/", "/setup/place/identity/", "/setup/place/contacts/", "/setup/place/accessibility/",
    "/setup/place/defence/", "/setup/documents/rules/", "/setup/documents/privacy/", "/setup/documents/terms/",
    "/setup/forums/", "/setup/forums/new/", "/setup/rooms/", "/setup/people/", "/setup/people/ola/",
    "/setup/logo/", "/setup/words/", "/setup/words/new/", "/setup/region/", "/setup/history/",
]  # fmt: skip


def hidden(client: Client, address: str) -> dict[str, str]:
    html = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(seen|began)" value="([^"]*)"', html))


def heard() -> list[int]:
    """The changes that receivers were told of from now on."""
    told: list[int] = []

    @receives(SettingChanged)
    def listen(fact: SettingChanged) -> None:
        told.append(fact.change_id)

    return told


@pytest.mark.parametrize("address", PAGES)
def test_only_administrators_find_the_set_up(cast: Cast, address: str) -> None:
    for other in (None, cast.jan, cast.ola, cast.marta):
        assert cast.client(other).get(address).status_code == 404
        assert cast.client(other).post(address, {"name": "Zły"}).status_code in (404, 405)
    for language in ("pl", "en"):
        answer = cast.client(cast.adam).get(address, headers={"accept-language": language})
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"


def test_the_menu_leads_there_for_administrators_alone(cast: Cast) -> None:
    assert b'href="/setup/"' in cast.client(cast.adam).get("/").content
    for other in (None, cast.ola, cast.marta):
        assert b'href="/setup/"' not in cast.client(other).get("/").content


def test_the_name_of_the_place_holds_everywhere(cast: Cast, mailoutbox: list[object]) -> None:
    told = heard()
    browser = cast.client(cast.adam)
    seen = hidden(browser, "/setup/place/identity/")
    answer = browser.post(
        "/setup/place/identity/",
        {
            **seen,
            "name": "Targ <Kultury>",
            "lead_en": 'A market "square"',
            "operator": "Instytut Targu",
            "address": "Rynek 1",
        },
    )
    assert answer.status_code == 303
    for address in ("/", "/notes/collections/"):
        page = cast.client().get(address).content.decode()
        assert 'content="A market &quot;square&quot;"' in page, address
    for address in (
        "/",
        "/forums/",
        "/directory/",
        "/notes/",
        "/chat/",
        "/about/rules/",
        "/about/",
    ):
        html = cast.client().get(address).content.decode()
        assert "Targ &lt;Kultury&gt;" in html, address
        assert not re.search(r"<title>[^<]*Rynek", html), address
    assert "Targ &lt;Kultury&gt;" in cast.client().get("/feeds/forums.xml").content.decode()
    assert cast.client().get("/api/v1/openapi.json").json()["info"]["title"] == "Targ <Kultury> API"
    change = Change.objects.get()
    assert (change.what, change.by) == ("settings:identity", cast.adam)
    assert change.before["name"] == "Rynek"
    assert change.after["name"] == "Targ <Kultury>"
    assert "lead_pl" not in change.after, "only what differs is kept"
    assert told == [change.pk]
    assert "Targ &lt;Kultury&gt;" in browser.get("/setup/history/").content.decode()


def test_letters_come_from_the_place(cast: Cast) -> None:
    from kernel.naming import sender
    from place.actions.change_settings import change_settings

    change_settings(by=cast.adam, section="identity", values={"name": 'Targ "Mały", <x@y.z>'})
    assert sender() == '"Targ Mały xy.z" <rynek@example.org>'


def test_a_bad_value_changes_nothing_and_says_why(cast: Cast) -> None:
    browser = cast.client(cast.adam)
    for sent, sentence in (
        ({"name": ""}, "This field is required"), ({"name": "x" * 41}, "too long"),
        ({"name": "a\u202eb"}, "invisible character"), ({"name": "a\0b"}, "control character"),
    ):  # fmt: skip
        answer = browser.post("/setup/place/identity/", sent)
        assert answer.status_code in (400, 422)
        if answer.status_code == 422:
            assert (
                sentence.lower() in answer.content.decode().lower()
                or "characters" in answer.content.decode()
            )
    assert browser.post("/setup/place/contacts/", {"email": "nie adres"}).status_code == 422
    assert browser.post("/setup/place/defence/", {"proof": "x", "joins_an_hour": "0", "flags_hide": "3"}).status_code == 422  # fmt: skip
    assert not Change.objects.exists()


def test_of_two_who_change_at_once_neither_loses_anything(cast: Cast) -> None:
    first, second = cast.client(cast.adam), cast.client(cast.adam)
    seen = hidden(first, "/setup/place/contacts/")
    sent = {"email": "a@example.org", "phone": "12"}
    assert first.post("/setup/place/contacts/", {**seen, **sent}).status_code == 303
    answer = second.post("/setup/place/contacts/", {**seen, "email": "b@example.org"})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Somebody else has changed this" in html
    assert "a@example.org" in html
    assert 'value="b@example.org"' in html, "what was typed is kept"
    again = re.search(r'name="seen" value="([^"]+)"', html)
    assert again
    assert second.post("/setup/place/contacts/", {"seen": again.group(1), "email": "b@example.org"}).status_code == 303  # fmt: skip
    assert "b@example.org" in cast.client().get("/about/help/").content.decode()
    assert [change.after.get("email") for change in Change.objects.order_by("pk")] == [
        "a@example.org", "b@example.org",
    ]  # fmt: skip


def test_the_same_again_is_no_change(cast: Cast) -> None:
    browser = cast.client(cast.adam)
    for _again in range(2):
        browser.post("/setup/place/contacts/", {"email": "a@example.org"})
    assert Change.objects.count() == 1


def test_a_forum_is_opened_named_ordered_and_archived(cast: Cast) -> None:
    browser = cast.client(cast.adam)
    forum = {"name": "Ogłoszenia", "description": "Co nowego.", "slug": "", "lang": "pl",
             "audience": "members", "writing": "moderators", "review": "off"}  # fmt: skip
    assert browser.post("/setup/forums/new/", forum).status_code == 303
    made = Forum.objects.get(slug="ogloszenia")
    assert cast.client().get("/forums/ogloszenia/").status_code == 404
    assert not may_start(cast.ola, made)
    assert may_start(cast.marta, made)
    assert "Ogłoszenia" not in cast.client(cast.ola).get("/forums/ask/").content.decode()
    assert cast.client(cast.ola).get("/forums/ogloszenia/ask/").status_code == 403
    page = f"/setup/forums/{made.pk}/"
    seen = hidden(browser, page)
    changed = {**forum, **seen, "slug": "aktualnosci", "audience": "public"}
    assert browser.post(page, changed).status_code == 303
    assert cast.client().get("/forums/ogloszenia/").status_code == 301
    assert browser.post(page, changed).status_code == 409, "what was seen is old"
    assert browser.post("/setup/forums/new/", {**forum, "slug": "ogolne"}).status_code == 422
    assert browser.post("/setup/forums/new/", {**forum, "slug": "held"}).status_code == 422
    order = list(Forum.objects.values_list("slug", flat=True))
    browser.post(f"{page}up/")
    moved = list(Forum.objects.values_list("slug", flat=True))
    assert moved != order
    assert sorted(moved) == sorted(order)
    browser.post(f"{page}archive/")
    made.refresh_from_db()
    assert not may_start(cast.marta, made)
    assert "archived" in cast.client().get("/forums/").content.decode()
    browser.post(f"{page}reopen/")
    made.refresh_from_db()
    assert may_start(cast.marta, made)
    assert {change.what for change in Change.objects.all()} >= {
        "forum:ogloszenia", "forum:aktualnosci", "forums:order",
    }  # fmt: skip
    for other in (None, cast.ola, cast.marta):
        assert cast.client(other).post(f"{page}archive/").status_code in (404, 403)


def test_nothing_is_written_in_an_archived_forum(cast: Cast) -> None:
    from forums.actions.settle_forum import archive_forum
    from forums.actions.start_topic import start_topic

    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc", body="Jak?")
    archive_forum(by=cast.adam, forum=cast.square, archived=True)
    topic.forum.refresh_from_db()
    assert not may_reply(cast.jan, topic)
    page = cast.client(cast.jan).get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
    assert "This forum is archived" in page
    sent = cast.client(cast.jan).post(f"/forums/topics/{topic.pk}/reply/", {"body": "Tak."})
    assert sent.status_code in (403, 422)
    topic.refresh_from_db()
    assert topic.last_number == 1


def test_a_room_is_named_and_closed_to_outsiders(cast: Cast) -> None:
    browser = cast.client(cast.adam)
    page = f"/setup/rooms/{cast.market.pk}/"
    sent = {**hidden(browser, page), "name": "Plac", "description": "", "audience": "members", "always_listed": "on"}  # fmt: skip
    assert browser.post(page, sent).status_code == 303
    assert cast.client().get("/chat/rynek/").status_code == 404
    assert "Plac" in cast.client(cast.ola).get("/chat/").content.decode()


def test_roles_are_given_and_taken(cast: Cast) -> None:
    browser = cast.client(cast.adam)
    assert "Ola" in browser.get("/setup/people/?q=ola@example.org").content.decode()
    assert browser.post("/setup/people/ola/", {"role": "moderator"}).status_code == 303
    assert cast.client(User.objects.get(pk=cast.ola.pk)).get("/moderation/").status_code == 200
    assert browser.post("/setup/people/ola/", {"role": "member"}).status_code == 303
    assert cast.client(User.objects.get(pk=cast.ola.pk)).get("/moderation/").status_code == 404
    assert browser.post("/setup/people/ola/", {"role": "king"}).status_code == 422
    own = browser.post("/setup/people/adam/", {"role": "member"})
    assert own.status_code == 422
    assert "Another administrator" in own.content.decode()
    assert browser.post("/setup/people/nowa/", {"role": "moderator"}).status_code == 422
    assert User.objects.get(pk=cast.adam.pk).role == Role.ADMIN
    assert list(Change.objects.filter(what="role:ola").values_list("after__role", flat=True)) == [
        "moderator", "member",
    ]  # fmt: skip


def test_a_moderator_looks_after_some_forums(cast: Cast) -> None:
    browser = cast.client(cast.adam)
    topic = start_topic(by=cast.ola, forum=cast.square, title="Sztalugi", body="Kto ma?")
    close = f"/forums/topics/{topic.pk}/close/"
    page = browser.get("/setup/people/marta/forums/").content.decode()
    assert 'value="ogolne"' in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    kept = {"forums": ["moderacja"], "seen": seen}
    assert browser.post("/setup/people/marta/forums/", kept).status_code == 303
    marta = User.objects.get(pk=cast.marta.pk)
    assert cast.client(marta).post(close).status_code == 403
    assert browser.post("/setup/people/marta/forums/", {**kept, "forums": []}).status_code == 409
    assert browser.post("/setup/people/marta/forums/", {"forums": ["nie-ma"]}).status_code == 422
    assert browser.post("/setup/people/ola/forums/", {"forums": ["ogolne"]}).status_code == 422
    assert browser.post("/setup/people/marta/forums/", {"forums": []}).status_code == 303
    assert cast.client(User.objects.get(pk=marta.pk)).post(close).status_code == 303
    assert cast.client(marta).get("/setup/people/marta/forums/").status_code == 404
    assert Change.objects.filter(what="duties:marta").count() == 2
    assert "@marta" in browser.get("/setup/history/").content.decode()


def test_practice_areas_in_two_levels(cast: Cast) -> None:
    browser = cast.client(cast.adam)
    heading = {"name_pl": "Rzemiosła dawne", "name_en": "Old crafts", "parent": "", "position": "7"}
    assert browser.post("/setup/words/new/", heading).status_code == 303
    made = PracticeArea.objects.get(name_en="Old crafts")
    below = {"name_pl": "Koronka", "name_en": "Lace", "parent": str(made.pk), "position": "1"}
    assert browser.post("/setup/words/new/", below).status_code == 303
    lace = PracticeArea.objects.get(code="koronka")
    assert lace.parent == made
    page = f"/setup/words/{made.pk}/"
    assert browser.post(page, {**heading, **hidden(browser, page), "parent": str(made.pk)}).status_code == 422  # fmt: skip
    assert browser.post("/setup/words/new/", below).status_code == 422, "the name is taken"
    assert browser.post("/setup/words/new/", {**below, "name_en": ""}).status_code == 422
    renamed = {**heading, **hidden(browser, page), "name_en": "Crafts of old"}
    assert browser.post(page, renamed).status_code == 303
    made.refresh_from_db()
    assert (made.name_en, made.code) == ("Crafts of old", "rzemiosla-dawne")


def test_a_region_is_loaded_from_two_files(db: None, cast: Cast) -> None:
    browser = cast.client(cast.adam)
    folder = DATA / "malopolskie"

    def files(units: bytes) -> dict[str, SimpleUploadedFile]:
        drawing = (folder / "malopolskie.topojson").read_bytes()
        return {
            "units": SimpleUploadedFile("u.csv", units),
            "topology": SimpleUploadedFile("m.json", drawing),
        }

    bad = browser.post("/setup/region/", files(b"level;teryt\nx;y"))
    assert bad.status_code == 422
    assert "units.csv" in bad.content.decode()
    assert "/tmp" not in bad.content.decode()
    good = (folder / "units.csv").read_bytes()
    assert browser.post("/setup/region/", files(good)).status_code == 303
    assert Region.objects.filter(level="gmina").count() > 100
    gminas = Region.objects.filter(level="gmina").count()
    assert f"<dd>{gminas}</dd>" in browser.get("/setup/region/").content.decode()
    assert Change.objects.filter(what="region").count() == 1


def test_the_list_of_what_to_do_looks_at_what_is_there(cast: Cast) -> None:
    browser = cast.client(cast.adam)
    before = browser.get("/setup/").content.decode()
    browser.post("/setup/place/contacts/", {
        "email": "a@example.org", "authorities_email": "b@example.org", "authorities_languages": "polski",
    })  # fmt: skip
    after = browser.get("/setup/").content.decode()
    assert after.count("state yes") == before.count("state yes") + 1


def test_what_is_changed_in_the_old_administration_is_recorded_too(cast: Cast) -> None:
    forum = cast.square
    sent = {"name": "Wszystko", "slug": forum.slug, "description": "", "audience": forum.audience,
            "review": forum.review, "lang": "pl", "position": str(forum.position)}  # fmt: skip
    answer = cast.client(cast.adam).post(f"/admin/forums/forum/{forum.pk}/change/", sent)
    assert answer.status_code == 302
    change = Change.objects.get()
    assert (change.what, change.by) == ("forum:ogolne", cast.adam)
    assert change.after["name"] == "Wszystko"


def png(width: int = 200, height: int = 80) -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (width, height), "#23408f").save(out, "PNG")
    return out.getvalue()


def test_a_logo_stands_beside_the_name_until_it_is_taken_away(cast: Cast) -> None:
    browser = cast.client(cast.adam)
    for wrong in (b"", b"<svg onload=alert(1)>", png()[:60], png() + b"<script>", b"x" * 1_100_000):
        sent = browser.post("/setup/logo/", {"picture": SimpleUploadedFile("a.png", wrong)})
        assert sent.status_code == 422
    assert browser.post("/setup/logo/", {}).status_code == 422
    assert not Change.objects.exists()
    sent = browser.post("/setup/logo/", {"picture": SimpleUploadedFile("../a.svg", png())})
    assert sent.status_code == 303
    found = re.search(r'<img src="(/logo/[0-9a-f]{32}\.webp)" alt="">', cast.client().get("/").content.decode())  # fmt: skip
    assert found
    picture = cast.client().get(found.group(1))
    assert (picture["Content-Type"], picture.content[8:12]) == ("image/webp", b"WEBP")
    assert "immutable" in picture["Cache-Control"]
    assert "csrftoken" not in picture.cookies
    assert browser.post("/setup/logo/", {"remove": "1"}).status_code == 303
    assert cast.client().get(found.group(1)).status_code == 404
    assert "/logo/" not in cast.client().get("/").content.decode()
