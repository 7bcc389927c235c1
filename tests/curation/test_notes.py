"""What leads to a note: a conversation about it, posts and other notes that link to it; downloads."""

from typing import Any

import pytest

from curation.links import note_links
from curation.models import NoteLink
from forums.actions.edit_post import edit_post
from forums.actions.hide import hide_topic
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.start_topic import start_topic
from forums.models import Topic
from notes.actions.edit_note import edit_note
from notes.actions.hide import hide_note
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from notifications.models import Notification
from tests.cast import Cast
from tests.composing.conftest import document, send


@pytest.fixture
def note(cast: Cast) -> PracticeNote:
    return write_note(by=cast.ola, title="Łowienie [ryb]", body="Zdanie.")


def page(cast: Cast, note: PracticeNote, who: Any = None) -> str:
    return cast.client(who).get(f"/notes/{note.slug}/").content.decode()


def test_a_conversation_begins_at_the_note(cast: Cast, note: PracticeNote) -> None:
    jan, address = cast.client(cast.jan), f"/notes/{note.slug}/discuss/"
    assert address in page(cast, note)
    form = jan.get(address).content.decode()
    assert "Ogólne" in form
    assert "Moderacja" not in form
    key = form.split('name="key" value="')[1].split('"')[0]
    data = {"forum": "ogolne", "body": "Jaka wędka?", "key": key}
    for _ in range(2):
        assert jan.post(address, data).status_code == 303
    topic = Topic.objects.get()
    assert topic.title == "Łowienie [ryb]"
    assert f"/forums/t/{topic.pk}/" in page(cast, note)
    assert f'href="/notes/{note.slug}/"' in cast.client().get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()  # fmt: skip
    assert jan.get(address)["Location"].startswith(f"/forums/t/{topic.pk}/")
    assert Notification.objects.get(kind="note_discussed").person == cast.ola
    hide_topic(topic, True)
    assert f"/forums/t/{topic.pk}/" not in page(cast, note)
    for bad in ({"forum": "moderacja"}, {"body": ""}, {"forum": "nie-ma"}, {"body": "a\0"}):
        assert jan.post(address, {"forum": "ogolne", "body": "x", **bad}).status_code == 422


def test_who_may_begin_one(cast: Cast, note: PracticeNote) -> None:
    draft = write_note(by=cast.ola, title="Szkic", body="x", status="draft")
    assert cast.client(cast.jan).get(f"/notes/{draft.slug}/discuss/").status_code == 404
    assert cast.client(cast.ola).post(f"/notes/{draft.slug}/discuss/", {"forum": "ogolne", "body": "x"}).status_code == 403  # fmt: skip
    assert cast.client().get(f"/notes/{note.slug}/discuss/").status_code == 302
    assert cast.client(cast.nowa).get(f"/notes/{note.slug}/discuss/").status_code == 403


def test_posts_and_notes_that_lead_here(cast: Cast, note: PracticeNote) -> None:
    topic = start_topic(
        by=cast.jan, forum=cast.square, title="Pytanie o wędki", body="Gdzie kupić?"
    )
    assert "wędki" not in page(cast, note)
    reply = post_reply(
        by=cast.ewa, topic=topic, body=f"Zobacz /notes/x/ i [to](/notes/{note.slug}/)."
    )
    assert "wędki" in page(cast, note)
    other = write_note(by=cast.jan, title="Inna notatka", body=f"Jak [tu](/notes/{note.slug}/).")
    assert "Inna notatka" in page(cast, note)
    assert [*note_links(False)] == []
    edit_note(by=cast.jan, note=other, title="Zmieniona notatka")
    assert "Zmieniona notatka" in page(cast, note)
    hide_note(other, True)
    assert "Zmieniona notatka" not in page(cast, note)
    edit_post(by=cast.ewa, post=reply, body="Już nie.")
    assert "wędki" not in page(cast, note)
    edit_post(by=cast.ewa, post=reply, body=f"Jednak [to](/notes/{note.slug}/).")
    assert "wędki" in page(cast, note)
    remove_post(by=cast.ewa, post=reply)
    assert "wędki" not in page(cast, note)


def test_what_not_everybody_reads_is_not_told(cast: Cast, note: PracticeNote) -> None:
    start_topic(by=cast.marta, forum=cast.backroom, title="Tajne sprawy", body=f"[ta](/notes/{note.slug}/)")  # fmt: skip
    write_note(by=cast.jan, title="Tajny szkic", body=f"[ta](/notes/{note.slug}/)", status="draft")
    for who in (None, cast.jan, cast.ewa, cast.ola, cast.marta):
        html = page(cast, note, who)
        assert "Tajne sprawy" not in html
        assert "Tajny szkic" not in html


def test_the_check_mends_the_links(cast: Cast, note: PracticeNote) -> None:
    start_topic(by=cast.jan, forum=cast.square, title="T", body=f"[ta](/notes/{note.slug}/)")
    NoteLink.objects.all().delete()
    assert len([*note_links(True)]) == 1
    assert [*note_links(False)] == []
    assert NoteLink.objects.get().opens


def test_documents_are_counted_when_they_are_taken(cast: Cast, note: PracticeNote) -> None:
    sent = send(cast.client(cast.ola), document(), "zgoda.docx").json()
    edit_note(by=cast.ola, note=note, body=f"![Zgoda](file:{sent['id']})")
    address = f"/files/{sent['id']}/zgoda.docx"
    html = page(cast, note)
    assert address in html
    assert "downloaded" not in html
    for _ in range(2):
        assert cast.client().get(address).status_code == 200
    cast.client().head(address)
    assert "downloaded 2 times" in page(cast, note)
    assert "downloaded 2 times" in page(cast, note, cast.jan)
    hide_note(note, True)
    assert cast.client(cast.jan).get(address).status_code == 404
