"""A spammer is undone in one act, and the act in another one. Pauses."""

from typing import Any

import pytest

from accounts.levels import Level
from accounts.models import User
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.duty import ForumDuty
from forums.models import Forum, Topic
from forums.review.kinds import State
from forums.review.models import Waiting
from moderation.actions.report import report
from moderation.models import Act, Decision, Report, Screened
from notes.actions.write_note import write_note
from notifications.models import Notification
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import start_conversation
from tests.cast import Cast, person
from tests.forums.conftest import drift
from tests.moderation.conftest import thing


@pytest.fixture
def spam(cast: Cast) -> dict[str, Any]:
    """What Seler has left: a topic with somebody's answer in it, a reply, a note, a message, a letter."""
    seler = person("seler", "Seler Reklamowy")
    own = start_topic(by=seler, forum=cast.square, title="Kup okna", body="Tanie okna.")
    post_reply(by=cast.jan, topic=own, body="Nie kupię.")
    other = start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")
    post = post_reply(by=seler, topic=other, body="Okna na noc.")
    note = write_note(by=seler, title="Jak kupić okna", body="Prosto.")
    message, _ = say(by=seler, room=cast.market, body="Okna, okna.")
    letter, _ = start_conversation(by=seler, to=[cast.ola], body="Chce pani okna?")
    report(by=cast.jan, kind="post", object_id=post.pk, reason="spam")
    return {"seler": seler, "own": own, "other": other, "note": note, "letter": letter}


def seen(cast: Cast, spam: dict[str, Any]) -> list[bool]:
    client = cast.client(cast.jan)
    own, other = spam["own"], spam["other"]
    return [
        client.get(f"/forums/t/{own.pk}/{own.slug}/").status_code == 200,
        "Okna na noc" in client.get(f"/forums/t/{other.pk}/{other.slug}/").content.decode(),
        client.get(f"/notes/{spam['note'].slug}/").status_code == 200,
        "Okna, okna" in client.get("/chat/rynek/").content.decode(),
    ]


def test_everything_goes_and_comes_back(cast: Cast, spam: dict[str, Any]) -> None:
    seler = spam["seler"]
    assert seen(cast, spam) == [True] * 4
    marta = cast.client(cast.marta)
    path = "/moderation/people/seler/"
    given = {"reason": "Same reklamy.", "sure": "on", "site": "okna.example"}
    assert marta.post(f"{path}sweep/", {**given, "sure": ""}).status_code == 422
    assert marta.post(f"{path}sweep/", given).status_code == 303
    assert seen(cast, spam) == [False] * 4
    seler.refresh_from_db()
    assert seler.suspended_until is not None
    assert cast.client(seler).post(
        f"/forums/topics/{spam['other'].pk}/reply/", {"body": "Jeszcze."}
    ).status_code == 403  # fmt: skip
    assert not Report.objects.filter(decision=None).exists()
    assert Screened.objects.filter(kind="site", value="okna.example").exists()
    # One line for all of it; a private conversation is nobody's but its people's.
    assert Notification.objects.filter(person=seler, kind="paused").count() == 1
    assert not Notification.objects.filter(person=seler, kind="hidden").exists()
    assert "Chce pani okna" in cast.client(cast.ola).get(f"/chat/{spam['letter'].slug}/").content.decode()  # fmt: skip
    assert drift() == []
    assert marta.post(f"{path}unsweep/", {"reason": "Pomyłka."}).status_code == 303
    assert seen(cast, spam) == [True] * 4
    seler.refresh_from_db()
    assert seler.suspended_until is None
    assert drift() == []
    assert marta.post(f"{path}unsweep/", {"reason": "Pomyłka."}).status_code == 409
    assert [act.kind for act in Act.objects.order_by("pk")] == [Act.Kind.SWEPT, Act.Kind.UNSWEPT]


def test_what_another_decision_hid_stays_hidden(cast: Cast, spam: dict[str, Any]) -> None:
    post = spam["other"].posts.get(number=2)
    marta = cast.client(cast.marta)
    marta.post(
        f"/moderation/post/{post.pk}/", {"verdict": "hide", "rule": "spam", "reason": "Reklama."}
    )
    before = Decision.objects.count()
    marta.post("/moderation/people/seler/sweep/", {"reason": "Same reklamy.", "sure": "on"})
    assert Decision.objects.count() == before + 3
    marta.post("/moderation/people/seler/unsweep/", {"reason": "Pomyłka."})
    post.refresh_from_db()
    assert post.hidden


def test_what_waits_goes_with_it_and_waits_again(
    cast: Cast, spam: dict[str, Any], settings: Any
) -> None:
    settings.RATE_LIMIT_FACTOR = 1
    User.objects.filter(pk=spam["seler"].pk).update(level=Level.NEWCOMER)
    Forum.objects.update(review="all")
    seler = User.objects.get(pk=spam["seler"].pk)
    cast.client(seler).post(f"/forums/topics/{spam['other'].pk}/reply/", {"body": "Drzwi."})
    marta = cast.client(cast.marta)
    marta.post("/moderation/people/seler/sweep/", {"reason": "Same reklamy.", "sure": "on"})
    assert Waiting.objects.get().state == State.REFUSED
    marta.post("/moderation/people/seler/unsweep/", {"reason": "Pomyłka."})
    assert Waiting.objects.get().state == State.WAITING


def test_only_moderators_and_only_administrators_about_them(
    cast: Cast, spam: dict[str, Any]
) -> None:
    given = {"reason": "x", "sure": "on", "days": "1"}
    for outsider in (cast.visitor, cast.jan, cast.ewa, cast.ola):
        for verb in ("sweep", "unsweep", "pause", "resume"):
            path = f"/moderation/people/seler/{verb}/"
            assert cast.client(outsider).post(path, given).status_code == 404
    assert cast.client(cast.marta).post("/moderation/people/adam/pause/", given).status_code == 403
    assert cast.client(cast.adam).post("/moderation/people/marta/pause/", given).status_code == 303
    assert cast.client(cast.marta).post("/moderation/people/nie-ma/pause/", given).status_code == 404  # fmt: skip


def test_a_pause_ends_by_a_press_too(cast: Cast) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Temat", body="Treść.")
    marta = cast.client(cast.marta)
    path = "/moderation/people/jan/"
    assert marta.post(f"{path}resume/", {"reason": "x"}).status_code == 409
    assert marta.post(f"{path}pause/", {"days": "2", "reason": "x"}).status_code == 422
    assert marta.post(f"{path}pause/", {"days": "7", "reason": "Odpocznij."}).status_code == 303
    jan = cast.client(User.objects.get(pk=cast.jan.pk))
    reply = f"/forums/topics/{topic.pk}/reply/"
    refused = jan.post(reply, {"body": "Nie zgadzam się."})
    assert refused.status_code == 403
    assert "Nie zgadzam się." in refused.content.decode()  # the words are not lost
    assert marta.post(f"{path}resume/", {"reason": "Już dobrze."}).status_code == 303
    assert jan.post(reply, {"body": "Nie zgadzam się."}).status_code == 303
    assert Topic.objects.get(pk=topic.pk).reply_count == 1


def test_what_others_look_after_and_ones_own_cases_are_left_alone(
    cast: Cast, spam: dict[str, Any]
) -> None:
    """Tadeusz looks after one forum alone, and has reported something himself."""
    offers = Forum.objects.create(slug="oferty", name="Oferty", position=5)
    tadeusz = person("tadeusz", "Tadeusz Moderator", role="moderator")
    ForumDuty.objects.create(forum=offers, person=tadeusz)
    seler = spam["seler"]
    mine = start_topic(by=seler, forum=offers, title="Okna w ofercie", body="Tanie.")
    post = spam["other"].posts.get(number=2)
    report(by=tadeusz, kind="post", object_id=post.pk, reason="spam")
    report(by=tadeusz, kind="note", object_id=spam["note"].pk, reason="spam")
    client, path = cast.client(tadeusz), "/moderation/people/seler/"
    assert client.get(f"/moderation/post/{post.pk}/").status_code == 404
    given = {"reason": "Reklamy.", "sure": "on"}
    assert client.post(f"{path}sweep/", given).status_code == 303
    assert "3 texts were left alone" in client.get(path).content.decode()
    assert seen(cast, spam) == [True, True, True, False]
    mine.refresh_from_db()
    assert mine.hidden
    assert Report.objects.filter(reporter=tadeusz, decision=None).count() == 2
    # Who looks after everything takes the rest; Tadeusz cannot undo that.
    assert cast.client(cast.marta).post(
        f"{path}sweep/", {"reason": "Reklamy.", "sure": "on"}
    ).status_code == 303  # fmt: skip
    assert seen(cast, spam) == [False] * 4
    assert client.post(f"{path}unsweep/", {"reason": "Pomyłka."}).status_code == 403
    assert seen(cast, spam) == [False] * 4


def test_polls_and_thanks_belong_to_the_forum_where_they_stand(cast: Cast) -> None:
    offers = Forum.objects.create(slug="oferty", name="Oferty", position=5)
    tadeusz = person("tadeusz", "Tadeusz Moderator", role="moderator")
    ForumDuty.objects.create(forum=offers, person=tadeusz)
    given = {"verdict": "hide", "rule": "spam", "reason": "Reklama."}
    for kind in ("poll", "thanks"):
        row = thing(cast, kind)
        path = f"/moderation/{kind}/{row.pk}/"
        assert cast.client(tadeusz).post(path, given).status_code in (403, 404)
        assert cast.client(cast.jan).post(path, given).status_code == 404
        assert cast.client(cast.marta).post(path, given).status_code == 303
