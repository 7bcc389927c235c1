"""A file that was taken out of a text is for those who may read the earlier words, and nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.actions.edit_post import edit_post
from forums.actions.post_reply import post_reply
from forums.actions.split_topic import split_topic
from forums.models import Post, Topic
from notes.actions.collect import edit_collection, make_collection
from notes.actions.edit_note import edit_note, newest_of
from notes.actions.judge_revision import judge_revision
from notes.actions.runs import edit_run, write_run
from notes.actions.write_note import write_note
from realtime.chat.actions.edit_message import edit_message
from realtime.chat.actions.remove_message import remove_message
from realtime.chat.actions.say import say
from tests.cast import Cast
from tests.composing.conftest import WORDS, drawn, sent
from tests.composing.test_files import readers

EVERYBODY = {"ola", "jan", "ewa", "marta", "visitor"}


def shown(cast: Cast) -> tuple[str, str]:
    """Words of Jan's with a picture, and where that is fetched."""
    pk = sent(cast.client(cast.jan), drawn())
    return f"![{WORDS}](file:{pk})", f"/files/{pk}/480.webp"


def reply(cast: Cast, topic: Topic, body: str) -> Post:
    return post_reply(by=cast.jan, topic=topic, body=body)


def age(post: Post) -> None:
    old = post.created_at - timedelta(hours=1)
    Post.objects.filter(pk=post.pk).update(created_at=old)


@pytest.mark.parametrize(
    ("ticked", "who"),
    [({"withhold": "on"}, {"jan", "marta"}), ({}, EVERYBODY)],
    ids=["withheld", "shown in the history"],
)
def test_what_a_correction_took_out(
    cast: Cast, topic: Topic, ticked: dict[str, str], who: set[str]
) -> None:
    words, address = shown(cast)
    post = reply(cast, topic, f"Oto dowód: {words}")
    assert readers(cast, address) == EVERYBODY
    form = f"/forums/topics/{topic.pk}/posts/{post.number}/correct/"
    sends = {"body": "Oto dowód.", "reason": "Dane osobowe", "rule": "other", **ticked}
    assert cast.client(cast.marta).post(form, sends).status_code == 303
    assert readers(cast, address) == who


def test_what_was_taken_out_at_once(cast: Cast, topic: Topic) -> None:
    words, address = shown(cast)
    post = reply(cast, topic, f"Oto lipa: {words}")
    form = f"/forums/topics/{topic.pk}/posts/{post.number}/edit/"
    assert cast.client(cast.jan).post(form, {"body": "Oto lipa."}).status_code == 303
    assert readers(cast, address) == {"jan", "marta"}
    # Later changes, which readers are told of, do not bring it back.
    age(post)
    edit_post(by=cast.jan, post=Post.objects.get(pk=post.pk), body="Zupełnie inne słowa.")
    assert readers(cast, address) == {"jan", "marta"}


def test_what_stood_between_two_changes_that_count_as_one(cast: Cast, topic: Topic) -> None:
    post = reply(cast, topic, "Oto lipa, o której była mowa.")
    age(post)
    words, address = shown(cast)
    edit_post(by=cast.jan, post=Post.objects.get(pk=post.pk), body=f"Inne. {words}")
    assert readers(cast, address) == EVERYBODY
    edit_post(by=cast.jan, post=Post.objects.get(pk=post.pk), body="Inne.")
    assert readers(cast, address) == {"jan", "marta"}


def test_it_is_the_same_where_the_post_has_moved(cast: Cast, topic: Topic) -> None:
    here, address = shown(cast)
    gone, taken_out = shown(cast)
    post = reply(cast, topic, f"{here} {gone}")
    edit_post(by=cast.jan, post=post, body=here)
    split_topic(by=cast.marta, topic=topic, numbers=[post.number], title="Osobno")
    assert readers(cast, address) == EVERYBODY
    assert readers(cast, taken_out) == {"jan", "marta"}


def test_a_picture_that_is_shown_costs_what_it_did(cast: Cast, topic: Topic) -> None:
    words, address = shown(cast)
    reply(cast, topic, words)
    with CaptureQueriesContext(connection) as asked:
        answer = cast.client().get(address)
    assert len(asked) == 2
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_browser_that_has_it_is_told_that_it_has_gone(cast: Cast, topic: Topic) -> None:
    words, address = shown(cast)
    post = reply(cast, topic, words)
    has = {"if-none-match": cast.client().get(address)["ETag"]}
    assert cast.client().get(address, headers=has).status_code == 304
    edit_post(by=cast.jan, post=post, body="Nic.")
    assert cast.client().get(address, headers=has).status_code == 404


def test_what_a_message_showed_before(cast: Cast) -> None:
    words, address = shown(cast)
    message, _made = say(by=cast.jan, room=cast.market, body=f"Proszę {words}")
    assert readers(cast, address) == EVERYBODY
    edit_message(by=cast.jan, message=message, body="Proszę")
    assert readers(cast, address) == set()
    words, address = shown(cast)
    message, _made = say(by=cast.jan, room=cast.market, body=words)
    remove_message(by=cast.jan, message=message)
    assert readers(cast, address) == set()


def test_what_a_run_and_a_collection_showed_before(cast: Cast) -> None:
    note = write_note(by=cast.ola, title="Łowienie ryb", body="Tak.", summary="Ryby.")
    words, address = shown(cast)
    run = write_run(by=cast.jan, note=note, body=words, ran_on="2026-01-31")
    assert readers(cast, address) == EVERYBODY
    edit_run(by=cast.jan, run=run, body="Udało się.", ran_on="2026-01-31")
    assert readers(cast, address) == set()
    words, address = shown(cast)
    row = make_collection(by=cast.jan, title="Ryby", intro=words)
    assert readers(cast, address) == EVERYBODY
    edit_collection(by=cast.jan, collection=row, title="Ryby", intro="Nic.", lang="pl")
    assert readers(cast, address) == set()


def test_what_a_note_showed_before_is_with_its_history(cast: Cast) -> None:
    """Everybody has read that state, and still may."""
    words, address = shown(cast)
    note = write_note(by=cast.jan, title="Łowienie ryb", body=words, summary="Ryby.")
    edit_note(by=cast.jan, note=note, body="Bez obrazka.")
    assert readers(cast, address) == EVERYBODY


def test_a_state_of_a_note_that_nobody_approved(cast: Cast) -> None:
    note = write_note(by=cast.jan, title="Łowienie ryb", body="Tak.", summary="Ryby.")
    first = newest_of(note)
    assert first is not None
    judge_revision(by=cast.marta, revision=first, answer="approve")
    note.refresh_from_db()
    words, address = shown(cast)
    edit_note(by=cast.jan, note=note, sections={"steps": words})
    assert readers(cast, address) == {"jan", "marta"}
    edit_note(by=cast.jan, note=note, sections={"steps": "Bez obrazka."})
    assert readers(cast, address) == {"jan"}  # a reviewer reads what waits, not what was replaced
    waits = newest_of(note)
    assert waits is not None
    judge_revision(by=cast.marta, revision=waits, answer="approve")
    assert readers(cast, address) == {"jan"}
