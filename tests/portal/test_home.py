"""The home page: what a visitor may see, the same for everybody, at a fixed price."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Card, Organisation
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Topic
from kernel import pages
from notes.actions.runs import write_run
from notes.models import PracticeNote
from realtime.chat.actions.say import say
from tests.cast import Cast

SECRET = "Tylko między nami"


def html(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def ask(cast: Cast, title: str, tags: tuple[str, ...] = ()) -> Topic:
    return start_topic(
        by=cast.ola, forum=cast.square, title=title, body="Treść.", kind="question", tags=tags
    )


def note(cast: Cast, number: int, **changes: object) -> PracticeNote:
    values = {
        "slug": f"notatka-{number}",
        "title": f"Notatka {number}",
        "body": "x",
        "html": "<p>x</p>",
    }
    values |= {"author": cast.ola, "published_at": timezone.now()}
    return PracticeNote.objects.create(**{**values, **changes})


def card(cast: Cast, title: str, **changes: object) -> Card:
    values = {"organisation": cast.house, "author": cast.ola, "kind": "need", "title": title}
    values |= {"until": timezone.localdate() + timedelta(days=9)}
    return Card.objects.create(**{**values, **changes})


def test_it_shows_what_is_new(cast: Cast) -> None:
    ask(cast, "Skąd wziąć pętlę indukcyjną?", ("dostępność",))
    note(cast, 1)
    card(cast, "Szukamy projektora")
    say(by=cast.jan, room=cast.market, body="Dzień dobry")
    page = html(cast.client())
    for shown in (
        "Skąd wziąć pętlę indukcyjną?", "Notatka 1", "Szukamy projektora", 'href="/chat/rynek/"',
        "Dom Kultury w Brzozówce", "/search/?q=dost",
    ):  # fmt: skip
        assert shown.replace(" w ", " w\u00a0") in page or shown in page, shown


def test_an_empty_square_still_says_what_to_do(db: None) -> None:
    page = html(Client(headers={"accept-language": "en"}))
    assert "Ask someone who has done it." in page
    assert 'action="/search/"' in page
    assert page.count("<h1") == 1
    assert page.count("<main") == 1


@pytest.mark.parametrize("who", ["visitor", "jan", "marta", "adam"])
def test_nothing_of_the_moderators_is_on_it_whoever_looks(cast: Cast, who: str) -> None:
    start_topic(
        by=cast.marta,
        forum=cast.backroom,
        title=SECRET,
        body=SECRET,
        kind="question",
        tags=("tajne",),
    )
    say(by=cast.marta, room=cast.duty, body=SECRET)
    hidden = ask(cast, "Ukryte pytanie")
    Topic.objects.filter(pk=hidden.pk).update(hidden=True, version=2)
    note(cast, 1, status="draft", title="Brudnopis", published_at=None)
    note(cast, 2, hidden=True, title="Ukryta notatka")
    gone = Organisation.objects.create(slug="ukryta", name="Ukryta świetlica", hidden=True)
    card(cast, "Ogłoszenie ukrytej", organisation=gone)
    card(cast, "Po terminie", until=timezone.localdate() - timedelta(days=1))
    page = html(cast.client(getattr(cast, who)))
    for secret in (
        SECRET, "Tylko między\u00a0nami", "tajne", "dyzur-moderatorow", "Ukryte pytanie", "Brudnopis",
        "Ukryta notatka", "Ukryta świetlica", "Ogłoszenie ukrytej", "Po terminie",
    ):  # fmt: skip
        assert secret not in page, secret


def test_nothing_of_one_person_reaches_the_next(cast: Cast) -> None:
    html(cast.client(cast.ola))
    other = html(cast.client(cast.jan))
    assert "Ola Wrona" not in other
    nobody = html(cast.client())
    for word in ("Ola Wrona", "Jan Zubek", "/people/"):
        assert word not in nobody
    token = r'name="csrfmiddlewaretoken" value="(\w+)"'
    assert re.findall(token, other) != re.findall(token, html(cast.client(cast.ola)))


def test_who_has_an_account_is_not_asked_to_join(cast: Cast) -> None:
    assert 'href="/accounts/signup/"' in html(cast.client())
    assert 'href="/accounts/signup/"' not in html(cast.client(cast.ola))


def test_it_changes_with_what_it_shows(cast: Cast) -> None:
    client = cast.client()
    topic = ask(cast, "Pierwsze pytanie")
    assert "Pierwsze pytanie" in html(client)
    ask(cast, "Drugie pytanie")
    assert "Drugie pytanie" in html(client)
    say(by=cast.jan, room=cast.market, body="Halo")
    assert "1 message" in html(client)
    say(by=cast.jan, room=cast.market, body="Halo, halo")
    assert "2 messages" in html(client)
    post = post_reply(by=cast.jan, topic=topic, body="Tak.")
    Topic.objects.filter(pk=topic.pk).update(accepted=post, version=9)
    assert "Pierwsze pytanie" not in html(client)


def test_a_visitor_who_has_it_is_told_so_until_it_changes(cast: Cast) -> None:
    client = cast.client()
    mark = client.get("/")["ETag"]
    assert client.get("/", headers={"if-none-match": mark}).status_code == 304
    ask(cast, "Nowe pytanie")
    assert client.get("/", headers={"if-none-match": mark}).status_code == 200


def counted(client: Client, *, fresh: bool) -> int:
    if fresh:
        for store in pages._stores.values():
            store.clear()
    with CaptureQueriesContext(connection) as seen:
        html(client)
    return len(seen)


@pytest.mark.parametrize(("signed_in", "most"), [(False, 12), (True, 18)])
def test_it_costs_the_same_for_few_things_and_for_many(
    cast: Cast, signed_in: bool, most: int
) -> None:
    client = cast.client(cast.jan if signed_in else None)

    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            topic = ask(cast, f"Pytanie {number}", (f"temat-{number}", "wspólny"))
            post_reply(by=cast.jan, topic=topic, body="Odpowiedź.")
            note(cast, number)
            card(cast, f"Szukamy {number}")
            Organisation.objects.create(slug=f"dom-{number}", name=f"Dom {number}")
        say(by=cast.jan, room=cast.market, body="Halo")

    fill(0, 1)
    html(client)
    few = counted(client, fresh=True)
    fill(1, 50)
    many = counted(client, fresh=True)
    again = counted(client, fresh=False)
    assert few == many <= most
    assert again <= (7 if signed_in else 4)


def test_a_message_after_something_was_done_is_shown_once(cast: Cast) -> None:
    client = cast.client(cast.ola)
    client.post("/accounts/settings/", {"name": "Ola Wrona", "handle": "ola", "language": "en"})
    assert "Saved." in html(client)
    assert "Saved." not in html(client)


def test_notes_that_others_have_run_come_first_and_each_says_how_often(cast: Cast) -> None:
    note(cast, 1, run_count=2, published_at=timezone.now() - timedelta(days=9))
    note(cast, 2, run_count=7, hidden=True, title=SECRET)
    for number in range(3, 7):
        note(cast, number, published_at=timezone.now() - timedelta(hours=number))
    page = html(Client(headers={"accept-language": "pl"}))
    shown = page.split('aria-labelledby="home-notes"')[1].split("</section>")[0]
    assert re.findall(r"/notes/notatka-(\d)/", shown) == ["1", "3", "4", "5"]
    assert shown.count("sprawdzone 2 razy") == 1
    assert shown.count("Jeszcze nikt nie opisał, jak poszło.") == 3
    assert SECRET not in shown


def test_a_run_that_is_told_now_is_on_the_home_page_at_once(cast: Cast) -> None:
    old = note(cast, 1, published_at=timezone.now() - timedelta(days=9))
    for number in range(2, 6):
        note(cast, number)
    visitor = Client()
    assert "/notes/notatka-1/" not in html(visitor)
    write_run(by=cast.jan, note=old, body="Wyszło.", ran_on=timezone.localdate())
    assert "/notes/notatka-1/" in html(visitor)
