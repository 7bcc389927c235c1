"""A poll in a topic: who adds it, who votes, what each sees, how it ends."""

from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from accounts.tokens import make_token
from accounts.viewer import Audience
from forums.actions.close_topic import close_topic
from forums.actions.hide import hide_topic
from forums.actions.set_duties import set_duties
from forums.models import Forum, Topic
from forums.polls.access import poll_for
from forums.polls.integrity import polls as check
from forums.polls.models import Poll
from forums.polls.policies import sees_poll
from notifications.models import Notification
from tests.cast import Cast
from tests.forums.conftest import path, verb
from tests.forums.polling import DAYS, ask, figures, ids, vote
from tests.forums.test_questions import body_tag, text

FORM = {
    "question": "Który dzień?", "choices": "Poniedziałek\n\nŚroda\nPiątek", "most": "1",
    "results": "voted", "who_learns": "yes", "changeable": "on", "last_day": "",
}  # fmt: skip


def test_who_asked_adds_one_by_a_form(cast: Cast, topic: Topic) -> None:
    ola = cast.client(cast.ola)
    assert verb(topic, "poll") in text(ola, path(topic))
    assert "What do you ask?" in text(ola, verb(topic, "poll"))
    answer = ola.post(verb(topic, "poll"), FORM)
    poll = Poll.objects.get()
    assert answer["location"] == f"{path(topic)}#poll-{poll.pk}"
    assert [choice.text for choice in poll.choices.all()] == list(DAYS)
    page = text(cast.client(), path(topic))
    assert "Który dzień?" in page and "Środa" in page and "to vote." in page
    assert "A poll began" in page


def test_a_question_is_sent_and_then_its_poll(cast: Cast) -> None:
    fields = {
        "kind": "discussion",
        "title": "Kiedy się spotykamy?",
        "body": "Piszcie.",
        "lang": "pl",
    }
    answer = cast.client(cast.ola).post("/forums/ogolne/ask/", {**fields, "poll": "1"})
    assert answer["location"] == verb(Topic.objects.get(), "poll")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", ""), ("choices", "tylko jedna"), ("choices", "a\nA"), ("most", "4"), ("most", "0"),
        ("results", "x"), ("who_learns", ""), ("last_day", "2001-01-01"), ("last_day", "2999-01-01"),
        ("last_day", "0001-01-01"), ("last_day", "9999-12-31"),
        ("last_day", "wczoraj"), ("choices", "\n".join("abcdefghijklm")), ("question", "a\x00b"),
        ("choices", f"{'x' * 300}\nb"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_changes_nothing(
    cast: Cast, topic: Topic, field: str, value: str
) -> None:
    answer = cast.client(cast.ola).post(verb(topic, "poll"), {**FORM, field: value})
    assert answer.status_code == 422
    assert "summary-error" in answer.content.decode()
    assert not Poll.objects.exists()


@pytest.mark.parametrize("last_day", ["2001-01-01", "2999-01-01", "0001-01-01", "9999-12-31"])
def test_a_last_day_too_far_away_is_said_at_its_field(
    cast: Cast, topic: Topic, last_day: str
) -> None:
    page = cast.client(cast.ola).post(verb(topic, "poll"), {**FORM, "last_day": last_day})
    assert (
        page.content.decode().count("Choose a day within the next year.") == 2
    )  # above, and at the field
    api = Client(headers={"authorization": f"Bearer {make_token(cast.ola)}", "accept-language": "en"}).post(
        f"/api/v1/topics/{topic.pk}/polls", content_type="application/json",
        data={"question": "Co?", "choices": ["a", "b"], "ends_at": f"{last_day}T00:00:00+14:00"},
    )  # fmt: skip
    assert api.status_code == 422
    assert "within the next year" in api.content.decode()


def test_one_send_one_poll_and_one_poll_at_a_time(cast: Cast, topic: Topic) -> None:
    ola = cast.client(cast.ola)
    for _again in range(2):
        assert ola.post(verb(topic, "poll"), {**FORM, "key": "k1"}).status_code in (303, 403)
    assert Poll.objects.count() == 1
    assert ola.get(verb(topic, "poll")).status_code == 403
    ola.post(f"/forums/polls/{Poll.objects.get().pk}/close/")
    assert ola.post(verb(topic, "poll"), {**FORM, "key": "k2"}).status_code == 303


@pytest.mark.parametrize("who", ["jan", "ewa", "nowa", None])
def test_others_neither_add_nor_end_nor_change(cast: Cast, poll: Poll, who: str | None) -> None:
    client = cast.client(getattr(cast, who) if who else None)
    other = cast.client(cast.ola)
    assert other.post(f"/forums/polls/{poll.pk}/close/").status_code == 303
    for address in (verb(poll.topic, "poll"), f"/forums/polls/{poll.pk}/edit/",
                    f"/forums/polls/{poll.pk}/close/"):  # fmt: skip
        assert client.post(address, FORM).status_code in (302, 403)
    assert Poll.objects.count() == 1


def test_votes_are_counted_once_and_can_be_changed(cast: Cast, poll: Poll) -> None:
    jan, ewa = cast.client(cast.jan), cast.client(cast.ewa)
    visitor = cast.client()
    visitor.get(path(poll.topic))
    for _again in range(2):
        assert vote(jan, poll, 1)["location"].endswith(f"#poll-{poll.pk}")
    vote(ewa, poll, 2)
    assert figures(poll) == (2, [1, 1, 0])
    vote(jan, poll, 2)
    assert figures(poll) == (2, [0, 2, 0])
    assert f'data-votes="{ids(poll)[1]}"' in body_tag(jan, poll.topic)
    assert "2 people have voted" in text(visitor, path(poll.topic))
    assert "2 votes, 100%" in text(jan, path(poll.topic))
    assert "2 votes" not in text(visitor, path(poll.topic))
    assert "2 votes" not in text(cast.client(cast.marta), path(poll.topic)), "who has not voted"
    jan.post(f"/forums/polls/{poll.pk}/vote/", {"none": "1"})
    jan.post(f"/forums/polls/{poll.pk}/vote/", {"none": "1"})
    assert figures(poll) == (1, [0, 1, 0])
    assert list(check(False)) == []


def test_what_cannot_be_chosen_is_refused_on_the_polls_page(cast: Cast, poll: Poll) -> None:
    jan = cast.client(cast.jan)
    other = ask(cast.ewa, Topic.objects.create(
        forum=cast.square, title="Inny", slug="inny", author=cast.ewa, last_poster=cast.ewa
    ))  # fmt: skip
    assert vote(jan, poll).status_code == 422
    assert vote(jan, poll, 1, 2).status_code == 422
    address = f"/forums/polls/{poll.pk}/vote/"
    for wrong in (ids(other)[0], 0, -1, "x", "9" * 30, 2**63 - 1):
        assert jan.post(address, {f"poll{poll.pk}": wrong}).status_code == 422
    assert "Choose one answer." in vote(jan, poll, 1, 2).content.decode()
    assert figures(poll) == (0, [0, 0, 0])


def test_several_answers_up_to_the_most(cast: Cast, topic: Topic) -> None:
    poll = ask(cast.ola, topic, most=2, results="always")
    assert vote(cast.client(cast.jan), poll, 1, 2, 3).status_code == 422
    vote(cast.client(cast.jan), poll, 1, 3)
    vote(cast.client(cast.ewa), poll, 3)
    assert figures(poll) == (2, [1, 0, 2])
    page = text(cast.client(), path(topic))
    assert "1 vote, 50%" in page and "2 votes, 100%" in page and "up to 2 answers" in page
    assert 'type="checkbox"' in text(cast.client(cast.marta), path(topic))


def test_a_vote_that_stays(cast: Cast, topic: Topic) -> None:
    poll = ask(cast.ola, topic, changeable=False)
    jan = cast.client(cast.jan)
    vote(jan, poll, 1)
    assert vote(jan, poll, 1).status_code == 303  # the same again is the same
    assert vote(jan, poll, 2).status_code == 403
    assert jan.post(f"/forums/polls/{poll.pk}/vote/", {"none": "1"}).status_code == 403
    assert figures(poll) == (1, [1, 0, 0])


def test_words_stay_after_the_first_vote(cast: Cast, poll: Poll) -> None:
    ola, edit = cast.client(cast.ola), f"/forums/polls/{poll.pk}/edit/"
    assert (
        ola.post(edit, {**FORM, "question": "Który tydzień?", "choices": "1\n2"}).status_code == 303
    )
    assert "Który tydzień?" in text(cast.client(), path(poll.topic))
    vote(cast.client(cast.jan), poll, 1)
    answer = ola.post(edit, FORM)
    assert answer.status_code == 403
    assert "must not become a vote for another" in answer.content.decode()
    assert Poll.objects.get().question == "Który tydzień?"


def test_moderators_end_polls_of_their_forums_and_rewrite_none(cast: Cast, poll: Poll) -> None:
    """Marta is named for another forum, Adam for this one."""
    set_duties(by=cast.adam, person=cast.marta, forums=[cast.backroom.slug])
    marta, adam = cast.client(cast.marta), cast.client(cast.adam)
    edit, close = f"/forums/polls/{poll.pk}/edit/", f"/forums/polls/{poll.pk}/close/"
    for client in (marta, adam):
        assert client.get(edit).status_code == 403
        assert client.post(edit, FORM).status_code == 403
    assert marta.post(close).status_code == 403
    for client, ends in ((marta, False), (adam, True)):
        seen = client.get(f"/forums/polls/{poll.pk}/").content.decode()
        assert (edit in seen, close in seen) == (False, ends)
        assert "Somebody has voted already" not in seen
    assert adam.post(close).status_code == 303
    assert Poll.objects.get().question == poll.question


@pytest.mark.parametrize("results", ["always", "voted", "ended"])
def test_who_sees_figures_when(cast: Cast, topic: Topic, results: str) -> None:
    poll = ask(cast.ola, topic, results=results)
    jan, marta, visitor = cast.client(cast.jan), cast.client(cast.marta), cast.client()
    vote(jan, poll, 1)
    for client, sees in ((jan, results != "ended"), (marta, results == "always"),
                         (visitor, results == "always")):  # fmt: skip
        for address in (path(topic), f"/forums/polls/{poll.pk}/"):
            assert ("1 vote, 100%" in text(client, address)) == sees, (results, address)
        html = client.get(f"/forums/t/{topic.pk}/polls").json()["html"].replace("\u00a0", " ")
        assert ("1 vote, 100%" in html) == sees
    cast.client(cast.ola).post(f"/forums/polls/{poll.pk}/close/")
    for client in (jan, marta, visitor):
        assert "1 vote, 100%" in text(client, path(topic))


def test_nobody_learns_of_a_secret_vote(cast: Cast, poll: Poll) -> None:
    """Not the moderators, nor who asked, nor when it is over; not by page, API, socket frame or notification."""
    from tests.api.conftest import Caller

    vote(cast.client(cast.jan), poll, 1)
    vote(cast.client(cast.ewa), poll, 2)
    cast.client(cast.ola).post(f"/forums/polls/{poll.pk}/close/")
    for who in (cast.ola, cast.marta, cast.adam, cast.ewa, None):
        client, caller = cast.client(who), Caller(who)
        pages = [text(client, f"/forums/polls/{poll.pk}/"), text(client, path(poll.topic))]
        pages += [client.get(f"/forums/t/{poll.topic_id}/polls").content.decode()]
        pages += [
            caller.get(address).content.decode()
            for address in (f"polls/{poll.pk}", f"topics/{poll.topic_id}/polls",
                            f"topics/{poll.topic_id}/events")
        ]  # fmt: skip
        pages += [text(client, "/people/jan/")]
        assert not any("Who voted for what" in page for page in pages)
        assert not any("Jan Zubek" in page.split("<main")[-1] for page in pages[:6])
        own = caller.get(f"polls/{poll.pk}").json()["own"]
        assert own == ([ids(poll)[1]] if who == cast.ewa else [])
    assert not Notification.objects.filter(actor=cast.jan).exists()
    assert cast.client(cast.adam).get("/admin/forums/ballot/").status_code == 404


def test_an_open_vote_names_people_to_those_who_see_results(cast: Cast, topic: Topic) -> None:
    poll = ask(cast.ola, topic, secret=False)
    page = f"/forums/polls/{poll.pk}/"
    vote(cast.client(cast.jan), poll, 1)
    assert "Jan Zubek" in text(cast.client(cast.jan), page).split("<main")[1]
    assert "Jan Zubek" not in text(cast.client(cast.ewa), page)
    vote(cast.client(cast.ewa), poll, 1)
    assert "Jan Zubek" in text(cast.client(cast.ewa), page)
    type(cast.jan).objects.filter(pk=cast.jan.pk).update(is_active=False)
    assert "Jan Zubek" not in text(cast.client(cast.ewa), page)


def test_only_who_reads_the_topic_votes(cast: Cast, secret: Topic, topic: Topic) -> None:
    poll = ask(cast.marta, secret)
    for who in (cast.jan, cast.ewa, None):
        client = cast.client(who)
        assert vote(client, poll, 1).status_code in (302, 404)
        assert client.get(f"/forums/polls/{poll.pk}/").status_code == 404
        assert client.get(f"/forums/t/{secret.pk}/polls").status_code == 404
    assert figures(poll) == (0, [0, 0, 0])
    shown = ask(cast.ola, topic)
    assert vote(cast.client(cast.nowa), shown, 1).status_code == 403
    close_topic(by=cast.marta, topic=topic)
    assert vote(cast.client(cast.jan), shown, 1).status_code == 403
    assert "nobody can vote at the moment" in text(cast.client(cast.jan), path(topic))
    hide_topic(topic, True)
    assert vote(cast.client(cast.jan), shown, 1).status_code == 404


@pytest.mark.parametrize("who", ["visitor", "nowa", "ola", "jan", "ewa", "marta", "adam"])
def test_check_and_filter_agree(cast: Cast, who: str, topic: Topic, secret: Topic) -> None:
    members = Forum.objects.create(slug="czlonkowie", name="C", audience=Audience.MEMBERS)
    inside = Topic.objects.create(
        forum=members, title="W", slug="w", author=cast.ola, last_poster=cast.ola
    )
    made = [ask(cast.ola, topic), ask(cast.marta, secret), ask(cast.ola, inside)]
    Poll.objects.filter(pk=made[0].pk).update(hidden=True)
    viewer: Any = getattr(cast, who)
    allowed = set(Poll.objects.visible_to(viewer).values_list("pk", flat=True))
    for poll in Poll.objects.select_related("topic__forum"):
        assert sees_poll(viewer, poll) == (poll.pk in allowed)
        if poll.pk not in allowed:
            with pytest.raises(Http404):
                poll_for(viewer, poll.pk)
