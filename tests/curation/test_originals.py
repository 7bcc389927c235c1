"""Words that a note quotes have changed since: whoever writes the note is told, and nobody else."""

import pytest

from accounts.models import User
from curation.actions.make_note import make_note
from curation.actions.make_topic import make_topic
from curation.models import Gathering
from forums.actions.edit_post import edit_post
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from notes.actions.publish_note import publish_note
from notes.models import PracticeNote
from realtime.chat.actions.edit_message import edit_message
from realtime.chat.models import Message
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TOLD = "Some of the words that you quote have changed since:"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Jak zacząć?", body="Kto wie?")
    post_reply(by=cast.ewa, topic=topic, body="Od kawy.")
    post_reply(by=cast.adam, topic=topic, body="Od stołu.")
    return topic


@pytest.fixture
def note(topic: Topic, regular: User) -> PracticeNote:
    made, _new = make_note(by=regular, topic=topic, posts=[1, 2, 3])
    return made


def _page(cast: Cast, note: PracticeNote, who: User) -> str:
    answer = cast.client(who).get(f"/notes/{note.slug}/edit/")
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def _post(topic: Topic, number: int) -> Post:
    return Post.objects.get(topic=topic, number=number)


def test_what_was_changed_and_what_is_gone_is_said_to_who_writes(
    cast: Cast, topic: Topic, note: PracticeNote, regular: User
) -> None:
    assert TOLD not in _page(cast, note, regular)
    edit_post(by=cast.ewa, post=_post(topic, 2), body="Od herbaty, jednak.")
    remove_post(by=cast.adam, post=_post(topic, 3))
    page = _page(cast, note, regular)
    assert TOLD in page
    assert "Ewa Kostka: it was changed where it was said" in page
    assert "Adam Pasternak: it is no longer where it was said" in page
    told = page[page.index(TOLD) : page.index("The note keeps what you took up")]
    assert told.count("<li>") == 2, "what Ola wrote is as it was"
    assert told.count('href="/said/') == 1, "what is gone has no place to look at"
    assert "Od kawy." in page, "the note keeps what was taken up"
    publish_note(by=regular, note=note)
    for reader in (None, cast.ola, regular):
        shown = cast.client(reader).get(f"/notes/{note.slug}/").content.decode()
        assert TOLD not in shown
        assert "herbaty" not in shown
    assert cast.client(cast.ola).get(f"/notes/{note.slug}/edit/").status_code in (403, 404)


def test_what_came_back_as_it_was_is_said_no_more(
    cast: Cast, topic: Topic, note: PracticeNote, regular: User
) -> None:
    edit_post(by=cast.ewa, post=_post(topic, 2), body="Od herbaty.")
    assert TOLD in _page(cast, note, regular)
    edit_post(by=cast.ewa, post=_post(topic, 2), body="Od kawy.")
    assert TOLD not in _page(cast, note, regular)


def test_a_participant_stays_one(
    cast: Cast, topic: Topic, note: PracticeNote, regular: User
) -> None:
    said = Gathering.objects.get(note=note).taken.get(said__author=cast.ewa).said
    type(said).objects.filter(pk=said.pk).update(alias=1)
    edit_post(by=cast.ewa, post=_post(topic, 2), body="Od herbaty.")
    page = _page(cast, note, regular)
    told = page[page.index(TOLD) : page.index("The note keeps what you took up")]
    assert "a participant (1): it was changed" in told
    assert "Ewa" not in told
    assert "/said/" not in told


def test_words_that_came_by_way_of_a_chat(cast: Cast, talk: list[Message], regular: User) -> None:
    grown, _new = make_topic(
        by=cast.marta, room=cast.market, messages=[one.pk for one in talk], forum=cast.square,
        title="Pętla", tags="",
    )  # fmt: skip
    numbers = list(Post.objects.filter(topic=grown).values_list("number", flat=True))
    note, _new = make_note(by=regular, topic=grown, posts=numbers)
    assert TOLD not in _page(cast, note, regular)
    edit_message(by=cast.ewa, message=talk[3], body="Dziękuję bardzo")
    told = _page(cast, note, regular)
    assert "Ewa Kostka: it was changed where it was said" in told
