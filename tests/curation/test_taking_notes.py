"""A draft of a note is begun with posts of a topic."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tokens import make_token
from curation.actions.make_note import make_note
from curation.models import Gathering, Said
from forums.actions.accept_answer import accept_answer
from forums.actions.change_topic import change_topic
from forums.actions.hide import hide_topic
from forums.actions.merge_topics import merge_topics
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Topic
from moderation.actions.decide import decide
from notes.actions.publish_note import publish_note, withdraw_note
from notes.integrity import html as note_html
from notes.models import PracticeNote
from notifications.models import Notification
from tests.cast import Cast
from tests.curation.conftest import page_of


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """Ola asks, Jan answers well, Ewa thanks."""
    topic = start_topic(
        by=cast.ola, forum=cast.square, title="Jak wypożyczyć pętlę?", body="Kto wie?", kind="question", tags="słuch"
    )  # fmt: skip
    answer = post_reply(by=cast.jan, topic=topic, body="1. Zadzwoń\n2. Odbierz")
    post_reply(by=cast.ewa, topic=topic, body="Dziękuję.")
    accept_answer(by=cast.ola, post=answer)
    return Topic.objects.get(pk=topic.pk)


def path_of(topic: Topic) -> str:
    return f"/forums/topics/{topic.pk}/note/"


def sent(**more: Any) -> dict[str, Any]:
    return {"post": ["1", "2"], "title": "Pętla na wypożyczenie", "template": "workshop", **more}


def note_page(cast: Cast, note: PracticeNote, who: Any = None) -> str:
    return cast.client(who).get(f"/notes/{note.slug}/").content.decode()


def test_a_draft_is_begun_with_what_was_written(cast: Cast, topic: Topic, regular: User) -> None:
    jan = cast.client(regular)
    page = jan.get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
    assert path_of(topic) in page
    form = jan.get(path_of(topic)).content.decode()
    assert form.count(" checked") == 2, "the question and the accepted answer"
    answer = jan.post(path_of(topic), sent())
    note = PracticeNote.objects.get()
    assert answer["Location"] == f"/notes/{note.slug}/edit/"
    assert (note.status, note.author, note.title) == ("draft", regular, "Pętla na wypożyczenie")
    assert "Ola Wrona" in note.sections["context"]
    assert "> Kto wie?" in note.sections["context"]
    assert "Jan Zubek" in note.sections["steps"]
    assert "> 1. Zadzwoń" in note.sections["steps"]
    assert f"/forums/t/{topic.pk}/{topic.slug}/" in note.body
    assert [tag.name for tag in note.tags.all()] == ["słuch"]
    assert [*note_html(False)] == []
    # Nobody knows of the draft, and nobody is told before it is published.
    assert not Notification.objects.filter(kind="taken_up").exists()
    assert "A note was made" not in cast.client().get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()  # fmt: skip
    for other in (cast.ola, cast.ewa, cast.marta):
        assert cast.client(other).get(f"/notes/{note.slug}/").status_code == 404
        assert cast.client(other).get(f"/taken-up/{Gathering.objects.get().pk}/").status_code == 404
    publish_note(by=regular, note=note)
    assert {row.person for row in Notification.objects.filter(kind="taken_up")} == {cast.ola}
    assert "Grown out of:" in note_page(cast, note)
    shown = cast.client().get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
    assert "A note was made of this" in shown
    assert f"/notes/{note.slug}/" in shown


def test_what_stands_beside_goes_with_what_happens(cast: Cast, topic: Topic, regular: User) -> None:
    note, _ = make_note(by=regular, topic=topic, posts=[1, 2])
    publish_note(by=regular, note=note)
    page = f"/forums/t/{topic.pk}/{topic.slug}/"
    change_topic(by=cast.ola, topic=topic, title="Inny tytuł", tags=[])
    assert "Inny tytuł" in note_page(cast, note)
    other = start_topic(by=cast.ola, forum=cast.square, title="Dokąd", body="x")
    merge_topics(by=cast.marta, topic=topic, into=other)
    assert "Dokąd" in note_page(cast, note)
    into = f"/forums/t/{other.pk}/{other.slug}/"
    assert note.title in cast.client().get(into).content.decode()
    withdraw_note(by=regular, note=note)
    assert note.title not in cast.client().get(into).content.decode()
    publish_note(by=regular, note=note)
    assert Notification.objects.filter(kind="taken_up").count() == 1, "told once"
    hide_topic(Topic.objects.get(pk=other.pk), True)
    assert "Dokąd" not in note_page(cast, note).split("Around this note")[-1]
    assert cast.client().get(page).status_code in (301, 404)


def test_the_same_posts_make_one_note(cast: Cast, topic: Topic, regular: User) -> None:
    jan = cast.client(regular)
    jan.post(path_of(topic), sent())
    note = PracticeNote.objects.get()
    assert jan.post(path_of(topic), sent())["Location"] == f"/notes/{note.slug}/"
    # Another's draft is nobody's business; what is published is the one.
    other, made = make_note(by=cast.marta, topic=topic, posts=[1, 2])
    assert made
    publish_note(by=regular, note=note)
    assert make_note(by=cast.adam, topic=topic, posts=[2, 1]) == (note, False)
    assert make_note(by=cast.marta, topic=topic, posts=[1, 2]) == (other, False)


def test_who_may(cast: Cast, topic: Topic) -> None:
    address = path_of(topic)
    assert cast.client().get(address).status_code == 302
    assert cast.client(cast.nowa).get(address).status_code == 403
    # Jan is a member: his own words, but not Ola's.
    jan = cast.client(cast.jan)
    assert jan.post(address, sent()).status_code == 422
    assert jan.post(address, sent(post=["2"])).status_code == 303
    hidden = start_topic(by=cast.marta, forum=cast.backroom, title="Tajne", body="x")
    assert jan.get(path_of(hidden)).status_code == 404
    assert cast.client(cast.marta).post(path_of(hidden), sent(post=["1"])).status_code == 422
    for bad in ({"post": []}, {"post": ["x"]}, {"post": ["99"]}, {"title": ""}, {"template": "free"}, {"template": "x"}):  # fmt: skip
        assert jan.post(address, sent(**{"post": ["2"], **bad})).status_code == 422
    assert PracticeNote.objects.count() == 1


def test_too_much_for_one_note(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="długo " * 3_000)
    assert cast.client(cast.marta).post(path_of(topic), sent(post=["4"])).status_code == 422
    assert not Said.objects.exists()


def test_from_talk_to_note(cast: Cast, gathering: Gathering) -> None:
    topic = gathering.topic
    assert topic is not None
    note, _ = make_note(by=cast.marta, topic=topic, posts=[2])
    assert Said.objects.count() == 4, "the words of the talk, not copies of copies"
    for name in ("Ola Wrona", "Jan Zubek", "Dom Kultury w Brzozówce", "Ewa Kostka"):
        assert f"[{name}](/said/" in note.sections["steps"]
    publish_note(by=cast.marta, note=note)
    page = note_page(cast, note)
    assert page.count("Grown out of:") == 2, "the topic, and the room"
    # What is hidden as unlawful in the room is hidden here too, and comes back where it stood.
    said = Said.objects.get(body__startswith="Kup")
    about: dict[str, Any] = {"kind": "message", "object_id": said.message_id, "rule": "illegal", "reason": "x"}  # fmt: skip
    decide(by=cast.adam, verdict="hide", **about)
    assert "Kup pętlę" not in note_page(cast, note)
    assert "Kup pętlę" not in page_of(cast, gathering)
    assert [*note_html(False)] == []
    decide(by=cast.marta, verdict="restore", **about)
    assert "Kup pętlę" in note_page(cast, note)


def test_the_api_does_the_same(cast: Cast, topic: Topic) -> None:
    def send(who: User, **data: Any) -> Any:
        return Client().post(
            f"/api/v1/topics/{topic.pk}/notes", json.dumps(data), content_type="application/json",
            headers={"authorization": f"Bearer {make_token(who)}"},
        )  # fmt: skip

    made = send(cast.marta, posts=[1, 2])
    assert made.status_code == 201, made.content
    assert made.json()["title"] == topic.title
    assert send(cast.marta, posts=[1, 2]).status_code == 200
    assert send(cast.jan, posts=[1]).status_code == 403
    assert send(cast.jan, posts=[77]).status_code == 422
    publish_note(by=cast.marta, note=PracticeNote.objects.get())
    shape = Client().get(f"/api/v1/topics/{topic.pk}/lineage").json()
    assert [one["title"] for one in shape["notes"]] == [topic.title]
