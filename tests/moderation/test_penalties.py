"""Of several penalties the later end holds; one that is undone leaves the others; by hand all end."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from moderation.models import Act, Statement
from notifications.models import Notification
from realtime.chat.actions.say import say
from realtime.chat.models import RoomSilence
from tests.cast import Cast


@pytest.fixture
def posts(cast: Cast) -> list[Post]:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")
    return [post_reply(by=cast.jan, topic=topic, body=f"Tanie okna {n}.") for n in (1, 2)]


def decide(cast: Cast, by: User, post: Post, verdict: str, hours: str = "24") -> Statement:
    answer = cast.client(by).post(
        f"/moderation/post/{post.pk}/",
        {"verdict": verdict, "rule": "spam", "reason": f"Powód {verdict}.", "hours": hours},
    )
    assert answer.status_code == 303
    return Statement.objects.latest("pk")


def undo(cast: Cast, by: User, statement: Statement) -> None:
    path = f"{statement.path}undo/"
    for outsider in (cast.jan, cast.ewa, cast.ola):
        assert cast.client(outsider).post(path, {"reason": "x"}).status_code == 404
    assert cast.client(by).post(path, {"reason": "Pomyłka."}).status_code == 303


def days_left(cast: Cast) -> int:
    until = User.objects.get(pk=cast.jan.pk).suspended_until
    return round((until - timezone.now()) / timedelta(days=1)) if until else 0


def may_reply(cast: Cast) -> bool:
    jan, topic = User.objects.get(pk=cast.jan.pk), Topic.objects.get()
    answer = cast.client(jan).post(f"/forums/topics/{topic.pk}/reply/", {"body": "Jeszcze raz ja."})
    return answer.status_code == 303


def test_a_lighter_penalty_shortens_none(cast: Cast, posts: list[Post]) -> None:
    ban = decide(cast, cast.marta, posts[0], "ban")
    pause = decide(cast, cast.adam, posts[1], "suspend")
    assert days_left(cast) > 36_000
    assert (
        pause.until is not None and round((pause.until - timezone.now()) / timedelta(hours=1)) == 24
    )
    undo(cast, cast.marta, pause)
    ban.refresh_from_db()
    assert (days_left(cast) > 36_000, ban.undone_at, may_reply(cast)) == (True, None, False)
    undo(cast, cast.adam, ban)
    assert (days_left(cast), may_reply(cast)) == (0, True)


def test_the_heavier_one_undone_leaves_the_lighter(cast: Cast, posts: list[Post]) -> None:
    pause = decide(cast, cast.adam, posts[1], "suspend", "72")
    ban = decide(cast, cast.marta, posts[0], "ban")
    undo(cast, cast.adam, ban)
    pause.refresh_from_db()
    assert (days_left(cast), pause.undone_at, may_reply(cast)) == (3, None, False)
    assert not Notification.objects.filter(person=cast.jan, kind="resumed").exists()
    undo(cast, cast.marta, pause)
    assert (days_left(cast), may_reply(cast)) == (0, True)
    assert Notification.objects.filter(person=cast.jan, kind="resumed").count() == 1
    kinds = list(Act.objects.filter(person=cast.jan, why="hand").values_list("kind", flat=True))
    assert kinds == ["paused", "paused", "paused", "resumed"]


def test_by_hand_all_end_and_what_came_before_comes_not_back(cast: Cast, posts: list[Post]) -> None:
    marta, about = cast.client(cast.marta), "/moderation/people/jan/"
    ban = decide(cast, cast.marta, posts[0], "ban")
    given = {"reason": "Same reklamy.", "sure": "on"}
    assert marta.post(f"{about}sweep/", given).status_code == 303
    assert "This ends every pause" in marta.get(about).content.decode()
    assert marta.post(f"{about}resume/", {"reason": "Już dobrze."}).status_code == 303
    done = marta.get(about).content.decode()
    assert "all pauses of the account are ended" in done
    ban.refresh_from_db()
    assert ban.undone_at is not None
    pause = decide(cast, cast.adam, posts[1], "suspend")
    undo(cast, cast.marta, pause)
    assert days_left(cast) == 0


def test_what_was_swept_is_shown_again_and_the_ban_holds(cast: Cast, posts: list[Post]) -> None:
    marta, about = cast.client(cast.marta), "/moderation/people/jan/"
    ban = decide(cast, cast.marta, posts[0], "ban")
    assert marta.post(f"{about}sweep/", {"reason": "Reklamy.", "sure": "on"}).status_code == 303
    assert marta.post(f"{about}unsweep/", {"reason": "Pomyłka."}).status_code == 303
    page = marta.get(about).content.decode()
    assert "Another decision still stops this person" in page
    assert "Another decision holds on until" in page
    ban.refresh_from_db()
    assert (days_left(cast) > 36_000, ban.undone_at) == (True, None)
    assert not Post.objects.get(pk=posts[1].pk).hidden
    assert not Notification.objects.filter(person=cast.jan, kind="resumed").exists()


def silence(cast: Cast, by: User, verdict_at: Any, hours: str) -> Statement:
    if verdict_at is None:
        path, more = "/chat/rynek/silence/jan/", {}
    else:
        path, more = f"/moderation/message/{verdict_at.pk}/", {"verdict": "silence"}
    answer = cast.client(by).post(
        path, {"hours": hours, "rule": "spam", "reason": f"Powód {hours}.", **more}
    )
    assert answer.status_code == 303
    return Statement.objects.latest("pk")


def hours_left() -> int:
    row = RoomSilence.objects.now().first()
    return round((row.until - timezone.now()) / timedelta(hours=1)) if row else 0


@pytest.mark.parametrize("at_the_room_first", [True, False])
def test_silences_of_a_room_do_the_same(cast: Cast, at_the_room_first: bool) -> None:
    said = [say(by=cast.jan, room=cast.market, body=f"Okna {n}.")[0] for n in (1, 2)]
    heavy = silence(cast, cast.marta, None if at_the_room_first else said[0], "720")
    light = silence(cast, cast.adam, said[1], "24")
    assert (hours_left(), RoomSilence.objects.get().reason) == (720, "Powód 720.")
    assert light.until is not None and heavy.until is not None and light.until < heavy.until
    undo(cast, cast.adam, heavy)
    assert (hours_left(), RoomSilence.objects.get().reason) == (24, "Powód 24.")
    light.refresh_from_db()
    assert light.undone_at is None
    assert not Notification.objects.filter(person=cast.jan, kind="heard_again").exists()
    undo(cast, cast.marta, light)
    assert hours_left() == 0


def test_a_light_silence_undone_leaves_the_heavy_one(cast: Cast) -> None:
    said = [say(by=cast.jan, room=cast.market, body=f"Okna {n}.")[0] for n in (1, 2)]
    heavy = silence(cast, cast.marta, said[0], "720")
    light = silence(cast, cast.adam, said[1], "24")
    undo(cast, cast.adam, light)
    heavy.refresh_from_db()
    assert (hours_left(), heavy.undone_at) == (720, None)
    marta = cast.client(cast.marta)
    assert "every silence of theirs" in marta.get("/chat/rynek/silence/jan/").content.decode()
    assert marta.post("/chat/rynek/silence/jan/", {"reason": "Już."}).status_code == 303
    heavy.refresh_from_db()
    assert (hours_left(), heavy.undone_at is None) == (0, False)
