"""A poll and the rest of the site: its end, letters, the search, moderators, erased accounts, the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions.merge_topics import merge_topics
from forums.models import Post, Topic, TopicEvent
from forums.polls.due import work_off
from forums.polls.integrity import polls as check
from forums.polls.models import Ballot, Choice, Poll
from kernel.refusals import Invalid, Refused
from notifications.models import Notification
from tests.cast import Cast, person
from tests.forums.conftest import path, verb
from tests.forums.polling import DAYS, ask, figures, ids, past_end, vote
from tests.forums.test_questions import kinds, text


def test_it_ends_by_itself_once_and_tells_voters_and_watchers(cast: Cast, topic: Topic) -> None:
    poll = ask(cast.ola, topic, results="ended", ends_at=timezone.now() + timedelta(days=1))
    cast.client(cast.marta).post(f"/notifications/watch/topic/{topic.pk}/", {"level": "watching"})
    vote(cast.client(cast.jan), poll, 1)
    assert work_off() is False
    assert Poll.objects.get().closed_at is None
    past_end(poll, timezone.now() - timedelta(seconds=1))
    assert vote(cast.client(cast.ewa), poll, 1).status_code == 403  # its time is up already
    for _again in range(2):
        work_off()
    assert Poll.objects.get().closed_at is not None
    for who in (cast.jan, cast.marta, cast.ola):
        assert kinds(who).count("poll_ended") == 1, who
    assert "poll_ended" not in kinds(cast.ewa)
    page = text(cast.client(), path(topic))
    assert "1 vote, 100%" in page and "The poll has ended" in page
    assert TopicEvent.objects.filter(topic=topic, kind="poll_end", by=None).count() == 1


def test_watchers_hear_of_its_beginning_and_not_who_began(cast: Cast, topic: Topic) -> None:
    for who in (cast.jan, cast.ola):
        cast.client(who).post(f"/notifications/watch/topic/{topic.pk}/", {"level": "watching"})
    ask(cast.ola, topic)
    assert "poll_started" in kinds(cast.jan)
    assert "poll_started" not in kinds(cast.ola) + kinds(cast.ewa)
    assert "Ola Wrona began a poll: “Który dzień?”" in text(
        cast.client(cast.jan), "/notifications/"
    )


def test_an_organisation_asks_and_a_person_votes_once(cast: Cast) -> None:
    from forums.actions.start_topic import start_topic

    topic = start_topic(
        by=cast.ola,
        forum=cast.square,
        title="Pytamy jako dom",
        body="Kiedy?",
        organisation=cast.house,
    )
    cast.client(cast.jan).post(f"/notifications/watch/topic/{topic.pk}/", {"level": "watching"})
    poll = ask(cast.ola, topic)
    vote(cast.client(cast.ola), poll, 1)
    vote(cast.client(cast.ola), poll, 1)
    assert figures(poll)[0] == 1
    told = Notification.objects.get(person=cast.jan, kind="poll_started")
    assert (told.actor, told.organisation) == (None, cast.house)
    assert "Ola Wrona" not in text(cast.client(cast.jan), path(topic))
    assert cast.client(cast.ewa).post(f"/forums/polls/{poll.pk}/close/").status_code == 403


def test_it_goes_with_its_topic(cast: Cast, topic: Topic, other: Topic) -> None:
    poll = ask(cast.ola, topic)
    vote(cast.client(cast.jan), poll, 1)
    merge_topics(by=cast.marta, topic=topic, into=other)
    assert Poll.objects.get().topic_id == other.pk
    page = text(cast.client(cast.jan), path(other))
    assert "Który dzień?" in page and "1 vote, 100%" in page
    vote(cast.client(cast.ewa), poll, 1)
    assert figures(poll) == (2, [2, 0, 0])


def test_search_finds_its_words(cast: Cast, topic: Topic) -> None:
    poll = ask(cast.ola, topic, question="Kiedy przyjeżdża wieloryb?")
    found = text(cast.client(), "/search/?q=wieloryb")
    assert "Noc w bibliotece" in found
    from forums.actions.close_poll import hide_poll

    hide_poll(poll, True)
    assert "Noc w bibliotece" not in text(cast.client(), "/search/?q=wieloryb").split("<main")[1]
    assert "wieloryb" not in text(cast.client(), path(topic))


def test_it_is_reported_and_hidden_like_other_words(cast: Cast, poll: Poll) -> None:
    from moderation.registry import kinds as moderated

    assert cast.client(cast.jan).get(f"/moderation/report/poll/{poll.pk}/").status_code == 200
    moderated["poll"].hide(poll, True)
    assert "Który dzień?" not in text(cast.client(cast.jan), path(poll.topic))
    assert "Który dzień?" in text(cast.client(cast.marta), path(poll.topic))
    assert vote(cast.client(cast.jan), poll, 1).status_code == 404


def test_an_erased_account_leaves_the_vote(cast: Cast, poll: Poll) -> None:
    guest = person("gosc", "Gość")
    vote(cast.client(guest), poll, 1)
    vote(cast.client(cast.jan), poll, 1)
    guest.delete()
    assert figures(poll) == (2, [2, 0, 0])
    assert list(Ballot.objects.order_by("pk").values_list("person", flat=True)) == [
        None,
        cast.jan.pk,
    ]
    assert list(check(False)) == []
    cast.client(cast.ola).post(f"/forums/polls/{poll.pk}/close/")
    assert "poll_ended" in kinds(cast.jan)


def test_integrity_mends_figures(cast: Cast, poll: Poll) -> None:
    vote(cast.client(cast.jan), poll, 1)
    Poll.objects.update(voters=5)
    Choice.objects.filter(poll=poll, position=2).update(votes=3)
    assert len(list(check(False))) == 1
    assert len(list(check(True))) == 1
    assert figures(poll) == (1, [1, 0, 0])
    assert list(check(False)) == []


def test_a_page_with_polls_keeps_its_budget(cast: Cast, topic: Topic) -> None:
    from tests.forums.test_cost import both

    poll = ask(cast.ola, topic, results="always")
    jan, visitor = cast.client(cast.jan), cast.client()
    vote(jan, poll, 1)
    jan.get(path(topic))
    few, few_visitor = both(jan, path(topic)), both(visitor, path(topic))
    for n in range(3):
        Poll.objects.update(closed_at=timezone.now())
        vote(jan, ask(cast.ola, topic, question=f"Dzień {n}?"), 1)
    jan.get(path(topic))
    assert both(jan, path(topic)) == few
    assert both(visitor, path(topic)) == few_visitor
    assert few[0] <= 18 and few_visitor[0] <= 12 and few_visitor[1] == 1


def test_the_api_reads_votes_adds_and_closes(cast: Cast, topic: Topic) -> None:
    from tests.api.conftest import Caller

    ola, jan, nobody = Caller(cast.ola), Caller(cast.jan), Caller()
    body = {"question": "Który dzień?", "choices": list(DAYS), "most": 2}
    assert jan.post(f"topics/{topic.pk}/polls", body).status_code == 403
    assert nobody.post(f"topics/{topic.pk}/polls", body).status_code == 401
    made = [ola.post(f"topics/{topic.pk}/polls", body, key="k") for _again in range(2)]
    assert {answer.status_code for answer in made} == {201}
    poll = made[0].json()
    assert made[1].json()["id"] == poll["id"]
    choices = [choice["id"] for choice in poll["choices"]]
    address = f"/api/v1/polls/{poll['id']}/vote"
    json = {"content_type": "application/json"}
    for _again in range(2):
        answer = jan._client.put(address, {"choices": choices[:2]}, **json)
        assert answer.json()["own"] == choices[:2]
        assert [choice["votes"] for choice in answer.json()["choices"]] == [1, 1, 0]
    hidden = nobody.get(f"polls/{poll['id']}").json()
    assert [choice["votes"] for choice in hidden["choices"]] == [None] * 3 and hidden["voters"] == 1
    for wrong in ({"choices": choices}, {"choices": [0]}, {"choices": []}, {"choices": "x"}, {}):
        assert jan._client.put(address, wrong, **json).status_code == 422
    assert nobody._client.put(address, {"choices": choices[:1]}, **json).status_code == 401
    assert jan._client.delete(address).json()["voters"] == 0
    assert jan.post(f"polls/{poll['id']}/close", {}).status_code == 403
    assert ola.post(f"polls/{poll['id']}/close", {}).json()["closed_at"]
    assert jan._client.put(address, {"choices": choices[:1]}, **json).status_code == 403
    assert nobody.get(f"topics/{topic.pk}/polls").json()["results"][0]["closed_at"]
    for more in ({"most": 0}, {"results": "x"}, {"ends_at": "jutro"}, {"ends_at": "2026-12-01"},
                 {"choices": ["a"]}, {"choices": ["a", "\x00"]}):  # fmt: skip
        assert ola.post(f"topics/{topic.pk}/polls", {**body, **more}).status_code == 422, more


def test_a_person_takes_their_own_votes_away_and_nobody_elses(cast: Cast, poll: Poll) -> None:
    from tests.api.conftest import Caller

    vote(cast.client(cast.jan), poll, 1)
    vote(cast.client(cast.ewa), poll, 2)
    cast.client(cast.jan).post(verb(poll.topic, "posts/1/react"), {"kind": "cheer"})
    cast.client(cast.jan).post(verb(poll.topic, "posts/1/thank"), {"words": "Za pomysł."})
    own = Caller(cast.jan).get("me/marks").json()
    assert [(row["question"], row["choices"]) for row in own["votes"]] == [
        ("Który dzień?", ["Poniedziałek"])
    ]
    assert [row["kind"] for row in own["reactions"]] == ["cheer"]
    assert [(row["given"], row["who"]) for row in own["thanks"]] == [(True, "Ola Wrona")]
    assert [row["given"] for row in Caller(cast.ola).get("me/marks").json()["thanks"]] == [False]
    assert Caller(cast.ola).get("me/marks").json()["votes"] == []
    assert Caller().get("me/marks").status_code == 401


def test_actions_refuse_as_the_doors_do(cast: Cast, poll: Poll) -> None:
    from forums.actions.vote import vote as cast_vote

    with pytest.raises(Refused):
        cast_vote(by=cast.nowa, poll=poll, choices=ids(poll)[:1])
    with pytest.raises(Invalid):
        cast_vote(by=cast.jan, poll=poll, choices=[])
    assert Post.objects.filter(topic=poll.topic).count() == 1
