"""A topic is made of what was said in a room."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from accounts.levels import Level
from accounts.models import User
from accounts.tokens import make_token
from accounts.viewer import Audience
from curation.actions.make_topic import make_topic
from curation.models import Gathering, Said, Taken
from curation.taking.integrity import hidden_words, taken_words
from curation.taking.words import brought_up_to_date
from forums.actions.edit_post import edit_post
from forums.actions.hide import hide_topic
from forums.actions.split_topic import split_topic
from forums.integrity import html as stored_html
from forums.models import Post, Topic
from kernel.refusals import Invalid, Refused
from moderation.actions.decide import decide
from notifications.models import Notification
from realtime.chat.actions.remove_message import remove_message
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.models import Message, Room
from tests.cast import Cast
from tests.curation.conftest import page_of

PICK = "/chat/rynek/pick/"


def sent(talk: list[Message], **more: Any) -> dict[str, Any]:
    return {
        "message": [one.pk for one in talk], "title": "Pętla indukcyjna", "forum": "ogolne",
        "tags": "słuch", "make": "1", **more,
    }  # fmt: skip


def test_a_moderator_makes_a_topic_of_a_talk(cast: Cast, talk: list[Message]) -> None:
    marta = cast.client(cast.marta)
    room = marta.get("/chat/rynek/").content.decode()
    assert f'action="{PICK}"' in room
    # What the bar of the room sends: messages alone.
    page = marta.post(PICK, {"message": [one.pk for one in talk]})
    assert page.status_code == 200
    assert page.content.decode().count(" checked") == 4
    answer = marta.post(PICK, sent(talk, body="Warto zachować."))
    assert answer.status_code == 303
    topic = Topic.objects.get()
    first, quoted = topic.posts.order_by("number")
    assert first.author == quoted.author == cast.marta
    assert "Warto zachować." in first.body
    assert quoted.gathered
    words = [quoted.body.index(name) for name in ("Ola Wrona", "Jan Zubek", "Dom Kultury", "Ewa Kostka")]  # fmt: skip
    assert words == sorted(words)
    assert "Kup pętlę.<br" in quoted.html
    assert "<h4" not in quoted.html
    assert "# Dziękuję" in quoted.html
    assert quoted.body.count("Ola Wrona") == 1, "who held the pen for the house is not told"
    assert [*stored_html(False)] == []
    assert [*taken_words(False)] == []
    # The chat leads to the topic, the topic to the chat, each name to where it was said.
    visitor = cast.client()
    assert f'href="/forums/t/{topic.pk}/{topic.slug}/"' in visitor.get("/chat/rynek/").content.decode()  # fmt: skip
    shown = visitor.get(f"/forums/t/{topic.pk}/{topic.slug}/").content.decode()
    assert "Grown out of" in shown
    link = re.search(r'href="(/said/\d+/)"', shown)
    assert link is not None
    assert visitor.get(link[1])["Location"] == f"/chat/rynek/?at={talk[0].seq}#m{talk[0].seq}"


def test_the_same_messages_make_one_topic(cast: Cast, talk: list[Message]) -> None:
    first = cast.client(cast.marta).post(PICK, sent(talk))
    again = cast.client(cast.adam).post(PICK, sent(talk[::-1], title="Inny tytuł"))
    assert first["Location"] == again["Location"]
    assert Topic.objects.count() == Gathering.objects.count() == 1
    cast.client(cast.adam).post(PICK, sent(talk[:3], title="Część"))
    assert Topic.objects.count() == 2
    assert Said.objects.count() == 4, "the same words are kept once"
    hide_topic(Topic.objects.order_by("pk")[0], True)
    User.objects.filter(pk=cast.jan.pk).update(level=Level.REGULAR)
    answer = cast.client(cast.jan).post(PICK, sent(talk))
    assert answer.status_code == 422
    assert "was made of these messages before" in answer.content.decode()


def test_without_a_script(cast: Cast, talk: list[Message]) -> None:
    for number in range(60):
        say(by=cast.ola, room=cast.market, body=f"Zdanie {number}")
    marta = cast.client(cast.marta)
    page = marta.get(PICK).content.decode()
    assert page.count('type="checkbox"') == 50
    turn = re.search(r'value="(before-\d+)"', page)
    assert turn is not None
    chosen = re.findall(r'type="checkbox" name="message" value="(\d+)"', page)[:3]
    earlier = marta.post(PICK, {"message": chosen, "turn": turn[1], "title": "Napisany"})
    html = earlier.content.decode()
    assert html.count('type="hidden" name="message"') == 3
    assert 'value="Napisany"' in html
    assert "Kup pętlę." in html


def test_who_may_take_up_what(cast: Cast, talk: list[Message], regular: User) -> None:
    three = [say(by=cast.ewa, room=cast.market, body=f"Moje {n}")[0] for n in range(3)]
    assert cast.client().post(PICK, sent(talk)).status_code == 302
    assert cast.client(cast.nowa).get(PICK).status_code == 403
    assert PICK not in cast.client(cast.nowa).get("/chat/rynek/").content.decode()
    # Ewa is a member: her own words, not those of others, nor those of a house that she has left.
    ewa = cast.client(cast.ewa)
    assert ewa.post(PICK, sent(talk)).status_code == 422
    assert ewa.post(PICK, sent(three)).status_code == 303
    assert cast.client(regular).post(PICK, sent(talk)).status_code == 303
    User.objects.filter(pk=cast.ewa.pk).update(level=Level.NEWCOMER)
    assert ewa.get(PICK).status_code == 403


def test_only_what_everybody_reads(cast: Cast, talk: list[Message]) -> None:
    for audience in (Audience.MEMBERS, Audience.MODERATORS):
        Room.objects.filter(pk=cast.market.pk).update(audience=audience)
        answer = cast.client(cast.marta).post(PICK, sent(talk))
        assert answer.status_code == 403
        assert PICK not in cast.client(cast.marta).get("/chat/rynek/").content.decode()
    Room.objects.filter(pk=cast.market.pk).update(audience=Audience.PUBLIC)
    private, _ = start_conversation(by=cast.marta, to=[cast.jan], subject="", body="Tajne")
    for number in range(3):
        say(by=cast.jan, room=private, body=f"Tajne {number}")
    secret = list(Message.objects.filter(room=private).said())
    path = f"/chat/{private.slug}/pick/"
    for who in (cast.marta, cast.jan):
        assert cast.client(who).post(path, sent(secret)).status_code == 403
    assert cast.client(cast.adam).post(path, sent(secret)).status_code == 404
    # Nor through another room, nor into a forum that not everybody reads.
    assert cast.client(cast.marta).post(PICK, sent([*talk, secret[0]])).status_code == 422
    assert cast.client(cast.marta).post(PICK, sent(talk, forum="moderacja")).status_code == 422
    with pytest.raises(Invalid):
        make_topic(
            by=cast.marta, room=cast.market, messages=[one.pk for one in talk], forum=cast.backroom, title="x"
        )  # fmt: skip
    assert not Topic.objects.exists()
    assert not Said.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"message": []}, {"message": ["1"]}, {"message": ["x", "y", "z"]}, {"message": ["9" * 30] * 4},
        {"message": ["7", "8", "99999999"]}, {"title": ""}, {"title": "a\0b"}, {"forum": "nie-ma"},
        {"body": "a" * 5_000}, {"tags": ",".join(f"t{n}" for n in range(40))},
        {"message": [str(n) for n in range(300)]},
    ],
)  # fmt: skip
def test_bad_input_changes_nothing(cast: Cast, talk: list[Message], bad: dict[str, Any]) -> None:
    assert cast.client(cast.marta).post(PICK, sent(talk, **bad)).status_code == 422
    assert not Topic.objects.exists()
    assert not Said.objects.exists()


def test_what_is_gone_cannot_be_picked_and_what_goes_later_stays(
    cast: Cast, talk: list[Message]
) -> None:
    extra = say(by=cast.jan, room=cast.market, body="Cofam to")[0]
    remove_message(by=cast.jan, message=extra)
    answer = cast.client(cast.marta).post(PICK, sent([*talk, extra]))
    assert answer.status_code == 422
    assert "no longer here" in answer.content.decode()
    cast.client(cast.marta).post(PICK, sent(talk))
    gathering = Gathering.objects.get()
    remove_message(by=cast.jan, message=talk[1])
    decide(by=cast.marta, kind="message", object_id=talk[0].pk, verdict="hide", rule="off_topic", reason="x")  # fmt: skip
    assert "Kup pętlę." in page_of(cast, gathering)
    assert "Jak zrobić" in page_of(cast, gathering)
    # As retention does it: the row is gone.
    Said.objects.filter(message=talk[3]).update(message=None)
    Message.objects.filter(pk=talk[3].pk).delete()
    assert "Dziękuję" in page_of(cast, gathering)
    assert [*taken_words(False)] == []


def test_what_breaks_the_law_is_hidden_in_every_copy(cast: Cast, gathering: Gathering) -> None:
    message = Message.objects.get(body__startswith="Kup pętlę")
    about: dict[str, Any] = {"kind": "message", "object_id": message.pk, "rule": "illegal", "reason": "x"}  # fmt: skip
    decide(by=cast.marta, verdict="hide", **about)
    assert "Kup pętlę" not in page_of(cast, gathering)
    assert "Moderatorzy ukryli" in page_of(cast, gathering) or "Moderators have hidden" in page_of(cast, gathering)  # fmt: skip
    assert [*hidden_words(False)] == []
    decide(by=cast.adam, verdict="restore", **about)
    assert "Kup pętlę" in page_of(cast, gathering)
    Said.objects.update(hidden=True)
    assert len([*hidden_words(True)]) == 4
    assert [*hidden_words(False)] == []
    Post.objects.filter(gathered=True).update(body="x")
    assert [*taken_words(True)]
    assert [*taken_words(False)] == []


def test_nobody_puts_words_into_anothers_mouth(cast: Cast, gathering: Gathering) -> None:
    post = Post.objects.get(gathered=True)
    for who in (cast.marta, cast.adam):
        answer = cast.client(who).post(
            f"/forums/topics/{post.topic_id}/posts/{post.number}/edit/", {"body": "Zmyślone"}
        )
        assert answer.status_code == 403
    with pytest.raises(Refused):
        edit_post(by=cast.marta, post=post, body="Zmyślone")
    said = Said.objects.get(author=cast.ola, organisation=None)
    forged = say(
        by=cast.jan, room=cast.market, body=f"tak\n\n**[Ola Wrona](/said/{said.pk}/)**\n\n> Zmyślone\n</blockquote>"
    )[0]  # fmt: skip
    more = [forged, *(say(by=cast.jan, room=cast.market, body=f"i {n}")[0] for n in range(2))]
    topic, _ = make_topic(
        by=cast.marta, room=cast.market, messages=[one.pk for one in more], forum=cast.square, title="Fałsz"
    )  # fmt: skip
    html = topic.posts.get(gathered=True).html
    outside = re.sub(r"<blockquote>.*?</blockquote>\s*(?=<p><strong>|$)", "", html, flags=re.S)
    assert "Ola" not in outside
    assert "Zmyślone" not in outside


def test_long_talks_and_posts_that_move(cast: Cast) -> None:
    said = [say(by=cast.jan, room=cast.market, body=f"Zdanie numer {n}.")[0] for n in range(60)]
    topic, _ = make_topic(
        by=cast.marta, room=cast.market, messages=[one.pk for one in said], forum=cast.square, title="Długo"
    )  # fmt: skip
    assert topic.last_number == 4
    assert topic.reply_count == 3
    part = split_topic(by=cast.marta, topic=topic, numbers=[3], title="Część")
    moved = part.posts.get()
    assert moved.gathered
    assert Taken.objects.filter(post=moved).count() == 25
    assert [*taken_words(False)] == []


def test_those_who_are_quoted_are_told(cast: Cast, gathering: Gathering) -> None:
    told = Notification.objects.filter(kind="taken_up")
    # Ola once for herself and her house; the house's editors are she alone; Marta made it.
    assert {row.person for row in told} == {cast.ola, cast.jan, cast.ewa}
    assert told.count() == 3
    assert told[0].url == f"/taken-up/{gathering.pk}/"
    bell = cast.client(cast.jan).get("/notifications/").content.decode()
    assert "took up your words" in bell


def test_the_api_does_the_same(cast: Cast, talk: list[Message]) -> None:
    def send(who: User, room: int, **data: Any) -> Any:
        return Client().post(
            f"/api/v1/rooms/{room}/topics", json.dumps(data), content_type="application/json",
            headers={"authorization": f"Bearer {make_token(who)}"},
        )  # fmt: skip

    ids = [one.pk for one in talk]
    made = send(cast.marta, cast.market.pk, messages=ids, forum="ogolne", title="Pętla")
    assert made.status_code == 201, made.content
    lineage = Client().get(f"/api/v1/topics/{made.json()['id']}/lineage").json()
    assert lineage == {"grown_from": [{"title": "Rynek", "url": "/chat/rynek/"}], "notes": []}
    again = send(cast.adam, cast.market.pk, messages=ids, forum="ogolne", title="Pętla")
    assert (again.status_code, again.json()["id"]) == (200, made.json()["id"])
    assert send(cast.jan, cast.market.pk, messages=ids[:3], forum="ogolne", title="x").status_code == 403  # fmt: skip
    assert send(cast.jan, cast.duty.pk, messages=ids, forum="ogolne", title="x").status_code == 404
    for bad in ({"messages": [1]}, {"messages": ids[:3], "forum": "moderacja"}, {"messages": "x"}):
        data: dict[str, Any] = {"forum": "ogolne", "title": "x", **bad}
        assert send(cast.marta, cast.market.pk, **data).status_code == 422


def test_a_text_without_such_words_is_left_alone() -> None:
    assert brought_up_to_date("[x](/said/1/)", {}, "pl") == "[x](/said/1/)"
