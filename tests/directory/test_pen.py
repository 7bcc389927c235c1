"""Who held the pen for an organisation leaves by no door to those who may not know it: every route of the
site and every operation of the API (tests.directory.doors), what is mailed, and what one can ask for."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from accounts.models import User
from accounts.tokens import make_token
from directory.models import Organisation
from kernel.jobs import work_off
from notifications.mail import sending
from notifications.models import Notification
from tests.cast import Cast, person
from tests.directory.doors import addresses, all_that_leaves, routes, text_of
from tests.directory.pen import (
    HANDLE,
    IN_ITS_NAME,
    NAME,
    NOT_IN_ITS_NAME,
    NUMBER,
    WORD,
    Pen,
    named_in,
    plant,
)

OUTSIDERS = ("visitor", "jan", "ewa")
PERSONAL = ("q", "author", "by", "person", "handle", "tag")
HER_OWN = f"/people/{HANDLE}/"
"""Here her name belongs, but nothing that she wrote for the house."""


@pytest.fixture(autouse=True)
def _place(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    with translation.override("en"):
        yield


@pytest.fixture
def pen(cast: Cast) -> Pen:
    return plant(cast)


def every_address(cast: Cast, pen: Pen) -> list[str]:
    rows = pen.rows(cast)
    return [address for route in routes() for address in addresses(route, rows)]


def openapi(client: Client) -> dict[str, Any]:
    described: dict[str, Any] = json.loads(client.get("/api/v1/openapi.json").content)["paths"]
    return described


# ── what there is ───────────────────────────────────────────────────────────────────────────────


def test_every_model_that_may_speak_for_an_organisation_is_planted() -> None:
    """A new one: she acts in its name in tests.directory.pen, or a word there says why nobody does."""
    found = {
        model.__name__
        for model in apps.get_models()
        if {User, Organisation} <= {column.related_model for column in model._meta.fields}
    }
    assert found == IN_ITS_NAME | set(NOT_IN_ITS_NAME)


def test_she_has_written_all_of_it(cast: Cast, pen: Pen) -> None:
    houses = {"Partnership": "asked_by"}
    by = {"Message": "author", "Topic": "author", "Post": "author", "TopicEvent": "by", "PracticeNote": "author",
          "Revision": "author", "Card": "author", "Partnership": "person"}  # fmt: skip
    for name, column in by.items():
        model = next(one for one in apps.get_models() if one.__name__ == name)
        wanted = {column: NUMBER, houses.get(name, "organisation"): cast.house.pk}
        assert model._default_manager.filter(**wanted).exists(), name
    assert Notification.objects.filter(
        organisation=cast.house, person=cast.ewa, actor=None
    ).exists()


def test_the_doors_are_those_of_the_api_too(cast: Cast, pen: Pen) -> None:
    opened = {re.sub(r"<\w+>", "{}", route) for route in routes()}
    told = {re.sub(r"\{\w+\}", "{}", path).lstrip("/") for path in openapi(cast.client())}
    assert told <= opened
    assert len(told) > 20


# ── what leaves ─────────────────────────────────────────────────────────────────────────────────


def test_no_door_tells_who_held_the_pen(cast: Cast, pen: Pen) -> None:
    doors = every_address(cast, pen)
    # Those who may know it have been here: what is kept for them must not be handed on.
    for insider in (pen.writer, cast.marta):
        client = cast.client(insider)
        for address in doors:
            client.get(address)
    shown = 0
    for who in OUTSIDERS:
        client = cast.client(getattr(cast, who))
        for address in doors:
            text = all_that_leaves(client, address)
            shown += WORD in text
            if address == HER_OWN:
                assert WORD not in text
            else:
                assert named_in(text) == pen.beforehand(address), (who, address)
    assert shown > 100, "what she wrote is there to be read"


def test_nor_do_the_doors_that_search_and_go_on(cast: Cast, pen: Pen) -> None:
    client = cast.client(cast.jan)
    for address in every_address(cast, pen):
        if address != HER_OWN:
            query = f"{address}?q={WORD}&after=0&limit=100"
            assert named_in(all_that_leaves(client, query)) == pen.beforehand(address), query


def test_what_goes_from_hand_to_hand_tells_nobody(cast: Cast, pen: Pen) -> None:
    """The API's objects and lists, feeds, exports and frames are the same for everybody, those included
    who may know it."""
    doors = [one for one in every_address(cast, pen) if one.startswith(("/api/", "/feeds/", "/sitemap"))]  # fmt: skip
    for viewer in (cast.jan, cast.ola, cast.marta):
        client = Client(headers={"Authorization": f"Bearer {make_token(viewer)}"})
        for address in doors:
            assert named_in(all_that_leaves(client, address)) == 0, address


def test_no_answer_of_the_api_to_who_writes_tells_it(cast: Cast, pen: Pen) -> None:
    client = Client(headers={"Authorization": f"Bearer {make_token(cast.jan)}"})
    rows = pen.rows(cast)
    post = pen.topics[1].posts.get(number=3)
    body = {
        "title": "Moje", "body": "Dziękuję.", "kind": "post", "id": post.pk, "reason": "other", "detail": "x",
        "to": cast.house.slug, "organisation": cast.house.slug, "parent": post.pk,
    }  # fmt: skip
    sent = 0
    for path, methods in openapi(cast.client()).items():
        for address in addresses(path.replace("{", "<").replace("}", ">").lstrip("/"), rows):
            for method in set(methods) - {"get"}:
                for leave_out in ((), ("organisation",), ("kind", "parent", "organisation")):
                    given = {name: value for name, value in body.items() if name not in leave_out}
                    answer = getattr(client, method)(address, json.dumps(given), content_type="application/json")  # fmt: skip
                    assert answer.status_code < 500, address
                    assert named_in(text_of(answer)) == 0, (method, address)
                    sent += 1
    assert sent > 20


# ── what one can ask for ────────────────────────────────────────────────────────────────────────


def answers(client: Client, address: str, name: str, value: object) -> list[str]:
    """The places at which what she wrote is shown, whatever else stands around it."""
    text = text_of(client.get(address, {name: str(value)}))
    return re.findall(rf"/(?:t/\d+|notes|chat|needs)/[\w-]*{WORD}[\w-]*|/t/\d+/", text)


def test_asking_by_her_finds_no_more_than_asking_by_nobody(cast: Cast, pen: Pen) -> None:
    """By the words that may mean a person at every list and page, and by each parameter of the API."""
    operations = openapi(cast.client())
    client = cast.client(cast.jan)
    pairs = ((HANDLE, "nieznajoma7"), (NAME, "Nieznajoma Wilga"), (NUMBER, NUMBER + 1))
    plain = [f"/{route}" for route in routes() if "<" not in route]
    lists = [one for one in plain if any(answers(client, one, "q", word) for word in ("", WORD))]
    assert len(lists) > 10
    for address in lists:
        told = operations.get(address, {}).get("get", {}).get("parameters", ())
        for name in {one["name"] for one in told} or PERSONAL:
            for canary, nobody in pairs:
                found, other = (answers(client, address, name, one) for one in (canary, nobody))
                assert found == other, (address, name, canary)


def test_suggestions_do_not_put_her_first_where_she_wrote(cast: Cast, pen: Pen) -> None:
    person("kanarek", "Kanarek Adam")  # earlier by name, and has written nothing
    client = cast.client(cast.jan)
    for topic in pen.topics:
        for place in (f"topic-{topic.pk}-reply", f"post-{topic.pk}-3"):
            found = client.get("/suggest/", {"q": "@kana", "place": place}).json()["results"]
            assert [one["insert"] for one in found] == ["@kanarek", f"@{HANDLE}"], place


# ── who does see it ─────────────────────────────────────────────────────────────────────────────


def test_moderators_the_house_and_she_see_who_wrote(cast: Cast, pen: Pen) -> None:
    note = pen.notes[0]
    theirs = pen.topics[1]
    where = [
        *(f"/forums/t/{topic.pk}/{topic.slug}/" for topic in pen.topics[:4]),
        f"/forums/topics/{theirs.pk}/posts/3/history/", f"/forums/topics/{theirs.pk}/posts/3/actions/",
        f"/notes/{note.slug}/", f"/notes/{note.slug}/history/", f"/notes/{note.slug}/history/2/",
        *(f"/chat/{one.room.slug}/" for one in pen.messages),
        *(f"/chat/{one.room.slug}/messages/{one.seq}/" for one in pen.messages),
    ]  # fmt: skip
    for insider in (cast.marta, cast.adam, cast.ola, pen.writer):
        for address in where:
            assert NAME in cast.client(insider).get(address).content.decode(), (insider, address)


# ── letters ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_no_letter_tells_who_held_the_pen(cast: Cast) -> None:
    User.objects.update(language="en")
    plant(cast)
    mail.outbox.clear()
    early = timezone.now() - timezone.timedelta(days=2)
    assert Notification.objects.filter(organisation=cast.house).count() > 2
    Notification.objects.exclude(mail_after=None).update(mail_after=early)
    sending.work_off()
    work_off()
    theirs = [one for one in mail.outbox if set(one.to) & {"jan@example.org", "ewa@example.org"}]
    assert len(theirs) >= 2
    assert any(
        WORD in str(letter.message()).lower() or cast.house.name in letter.subject
        for letter in theirs
    )
    for letter in theirs:
        whole = letter.message().as_string() + str(letter.body) + str(getattr(letter, "alternatives", ""))  # fmt: skip
        assert named_in(whole.lower()) == 0, letter.subject
