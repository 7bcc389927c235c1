"""Whom a question is put to, why, how often; and what happens when nobody answers."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from directory.models import Membership, Organisation
from forums.actions.accept_answer import accept_answer
from forums.actions.ask_for_detail import ask_for_detail
from forums.actions.offer_help import offer_help
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.start_topic import start_topic
from forums.models import Topic
from forums.questions.due import work_off
from forums.questions.models import Asked, Helper, Question
from forums.questions.scoring import Signs, choose, reasons, score
from notes.models import PracticeNote
from notifications.models import Notification
from taxonomy.models import Region
from tests.cast import Cast, person
from tests.forums.conftest import path, verb

TUESDAY = timezone.make_aware(datetime.fromisoformat("2026-11-24 10:00"))


def question(cast: Cast, *, tags: str = "audiodeskrypcja, muzea", by: User | None = None) -> Topic:
    return start_topic(
        by=by or cast.ola, forum=cast.square, title="Jak opisać eksponat?", body="Od czego zacząć?",
        kind="question", tags=tags,
    )  # fmt: skip


def asked(topic: Topic) -> list[str]:
    rows = Asked.objects.filter(topic=topic).select_related(
        "helper__person", "helper__organisation"
    )
    return sorted(
        row.helper.organisation.slug if row.helper.organisation else row.helper.person.handle
        for row in rows
    )


def told(who: User, kind: str) -> int:
    return Notification.objects.filter(person=who, kind=kind).count()


def test_those_who_named_its_tags_are_asked_and_told_why(cast: Cast) -> None:
    offer_help(by=cast.jan, tags="audiodeskrypcja, druk 3D")
    offer_help(by=cast.ewa, tags="ceramika")
    topic = question(cast)
    work_off()
    assert asked(topic) == ["jan"]
    note = Notification.objects.get(person=cast.jan, kind="asked_to_help")
    assert note.detail == "1 tag z Twojej listy", "in the reader's language"
    page = cast.client(cast.jan).get(path(topic)).content.decode()
    assert "You were asked because: 1 tag that you named." in page
    for other in (None, cast.ewa, cast.ola):
        assert "You were asked" not in cast.client(other).get(path(topic)).content.decode()
    assert "1 that may know" in cast.client().get(path(topic)).content.decode()
    assert not told(cast.ewa, "asked_to_help")
    work_off()
    assert told(cast.jan, "asked_to_help") == 1


def test_who_did_not_agree_is_never_asked(cast: Cast) -> None:
    old = question(cast)
    accept_answer(by=cast.ola, post=post_reply(by=cast.jan, topic=old, body="Tak."))
    topic = question(cast, by=cast.ewa)
    work_off()
    assert asked(topic) == []


def test_solving_and_writing_count_for_who_named_no_tags(cast: Cast) -> None:
    old = question(cast)
    accept_answer(by=cast.ola, post=post_reply(by=cast.jan, topic=old, body="Tak."))
    offer_help(by=cast.jan)
    note = PracticeNote.objects.create(
        slug="opis", title="Opis", author=cast.ewa, body="x", html="x", status="published",
        published_at=timezone.now(),
    )  # fmt: skip
    note.tags.add("muzea")
    offer_help(by=cast.ewa)
    topic = question(cast, by=cast.marta)
    work_off()
    assert asked(topic) == ["ewa", "jan"]
    why = {row.helper.person.handle: row.reasons for row in Asked.objects.filter(topic=topic)}
    assert why == {"jan": [["solved", 1]], "ewa": [["wrote", 1]]}


def test_an_organisation_is_asked_through_its_editors(cast: Cast) -> None:
    offer_help(by=cast.ola, organisation=cast.house, tags="muzea")
    topic = question(cast, by=cast.jan)
    work_off()
    assert asked(topic) == [cast.house.slug]
    assert told(cast.ola, "asked_to_help") == 1
    assert not told(cast.ewa, "asked_to_help"), "she used to belong"
    page = cast.client(cast.ola).get(path(topic)).content.decode()
    assert "Dom Kultury w Brzozówce was asked because:" in page
    assert cast.client(cast.ewa).post(verb(topic, "decline")).status_code == 403
    assert cast.client(cast.ola).post(verb(topic, "decline")).status_code == 303
    assert "was asked because" not in cast.client(cast.ola).get(path(topic)).content.decode()


def test_the_asker_the_suspended_and_a_houses_own_people_are_not_asked(cast: Cast) -> None:
    for who in (cast.ola, cast.jan, cast.ewa):
        offer_help(by=who, tags="muzea")
    offer_help(by=cast.ola, organisation=cast.house, tags="muzea")
    User.objects.filter(pk=cast.jan.pk).update(suspended_until=timezone.now() + timedelta(days=1))
    User.objects.filter(pk=cast.ewa.pk).update(is_active=False)
    topic = question(cast)
    work_off()
    assert asked(topic) == []


def test_only_moderators_are_asked_what_only_they_may_see(cast: Cast, secret: Topic) -> None:
    for who in (cast.jan, cast.marta, cast.adam):
        offer_help(by=who, tags="tajne")
    topic = start_topic(
        by=cast.marta, forum=cast.backroom, title="Sprawa", body="?", kind="question", tags="tajne"
    )
    work_off()
    assert asked(topic) == ["adam"]


def test_no_more_than_five_and_no_more_than_their_cap(cast: Cast) -> None:
    for number in range(7):
        offer_help(by=person(f"znawca{number}", f"Znawca {number}"), tags="muzea", per_week=1)
    first, second = question(cast), question(cast)
    work_off()
    assert len(asked(first)) == 5
    assert len(asked(second)) == 2, "five have had their question of this week"
    for topic in (first, second):
        post_reply(by=cast.jan, topic=topic, body="Tak.")
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        third = question(cast)
        work_off()
        assert len(asked(third)) == 5


def test_who_knows_another_place_is_asked_in_the_second_ring(cast: Cast) -> None:
    far, _made = Region.objects.get_or_create(
        code="1217", defaults={"level": "powiat", "name": "tatrzański"}
    )
    offer_help(by=cast.jan, tags="muzea", region=cast.gmina)
    offer_help(by=cast.ewa, tags="muzea", region=far)
    with time_machine.travel(TUESDAY, tick=False):
        topic = start_topic(
            by=cast.ola, forum=cast.square, title="Gdzie w Skawinie?", body="?", kind="question",
            tags="muzea", region=cast.gmina.parent,
        )  # fmt: skip
        work_off()
        assert asked(topic) == ["jan"]
    with time_machine.travel(TUESDAY + timedelta(hours=23), tick=False):
        work_off()
        assert asked(topic) == ["jan"]
    with time_machine.travel(TUESDAY + timedelta(hours=24, seconds=1), tick=False):
        work_off()
        assert asked(topic) == ["ewa", "jan"]
        assert not told(cast.marta, "question_forgotten")
    with time_machine.travel(TUESDAY + timedelta(hours=73), tick=False):
        work_off()
        work_off()
        assert told(cast.marta, "question_forgotten") == 1
        assert told(cast.jan, "question_forgotten") == 0
    assert Question.objects.get(pk=topic.pk).due_at is None


def test_an_answer_ends_it_and_taking_it_away_goes_on(cast: Cast) -> None:
    offer_help(by=cast.ewa, tags="ceramika")
    with time_machine.travel(TUESDAY, tick=False):
        topic = question(cast)
        work_off()
    with time_machine.travel(TUESDAY + timedelta(hours=20), tick=False):
        reply = post_reply(by=cast.jan, topic=topic, body="Tak.")
    with time_machine.travel(TUESDAY + timedelta(hours=50), tick=False):
        work_off()
        assert Question.objects.get(pk=topic.pk).ring == 1
        remove_post(by=cast.jan, post=reply)
        work_off()
        assert Question.objects.get(pk=topic.pk).ring == 1, "twenty hours have been waited"
    with time_machine.travel(TUESDAY + timedelta(hours=55), tick=False):
        work_off()
        assert Question.objects.get(pk=topic.pk).ring == 2


def test_the_clock_stands_while_details_are_missing(cast: Cast) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        topic = question(cast)
        work_off()
        ask_for_detail(by=cast.jan, topic=topic, body="Ile osób?")
    with time_machine.travel(TUESDAY + timedelta(days=9), tick=False):
        work_off()
        assert Question.objects.get(pk=topic.pk).ring == 1
        post_reply(by=cast.ola, topic=topic, body="Dwadzieścia.")
        assert Question.objects.get(pk=topic.pk).due_at is not None


def test_who_asked_is_reminded_once_to_choose(cast: Cast) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        topic = question(cast)
        post_reply(by=cast.jan, topic=topic, body="Tak.")
    with time_machine.travel(TUESDAY + timedelta(days=6), tick=False):
        work_off()
        assert not told(cast.ola, "answer_not_chosen")
    with time_machine.travel(TUESDAY + timedelta(days=7, hours=1), tick=False):
        work_off()
        post_reply(by=cast.ewa, topic=topic, body="Też tak.")
    with time_machine.travel(TUESDAY + timedelta(days=30), tick=False):
        work_off()
    assert told(cast.ola, "answer_not_chosen") == 1
    assert not told(cast.jan, "answer_not_chosen")


def test_saying_what_one_can_be_asked(cast: Cast) -> None:
    jan, address = cast.client(cast.jan), reverse("forums:helping")
    sent = {"tags": "Muzea, druk 3D", "region": "1206", "per_week": "3"}
    assert jan.post(address, sent).status_code == 303
    helper = Helper.objects.get(person=cast.jan)
    assert sorted(tag.name for tag in helper.tags.all()) == ["druk 3d", "muzea"]
    assert helper.region is not None
    assert (helper.region.code, helper.per_week) == ("1206", 3)
    page = jan.get(address).content.decode()
    assert "You can be asked now." in page
    assert "druk 3d, muzea" in page
    for wrong in (
        {"tags": "x" * 40, "per_week": "3"}, {"tags": "x", "per_week": "0"}, {"tags": "x", "per_week": "nie"},
        {"tags": "x", "per_week": "2", "region": "9999"}, {"tags": ",".join("abcdefghi"), "per_week": "2"},
    ):  # fmt: skip
        assert jan.post(address, wrong).status_code == 422
    assert Helper.objects.get(person=cast.jan).per_week == 3
    assert jan.post(address, {"stop": "1"}).status_code == 303
    assert not Helper.objects.exists()


def test_strangers_do_not_offer_an_organisation(cast: Cast) -> None:
    address = reverse("forums:helping_as", args=[cast.house.slug])
    for who in (cast.jan, cast.ewa, cast.marta):
        assert cast.client(who).post(address, {"tags": "x", "per_week": "2"}).status_code == 404
    assert cast.client(cast.nowa).get(reverse("forums:helping")).status_code == 403
    assert cast.client().get(address).status_code == 302
    assert not Helper.objects.exists()
    assert cast.client(cast.ola).post(address, {"tags": "x", "per_week": "2"}).status_code == 303
    Membership.objects.filter(person=cast.ola).update(left_at=timezone.now())
    assert cast.client(cast.ola).get(address).status_code == 404
    Organisation.objects.filter(pk=cast.house.pk).update(hidden=True)
    topic = question(cast, tags="x", by=cast.jan)
    work_off()
    assert asked(topic) == []


def test_the_queue_for_me(cast: Cast) -> None:
    offer_help(by=cast.jan, tags="muzea")
    mine, other = question(cast), question(cast, tags="ceramika")
    Topic.objects.filter(pk=other.pk).update(title="Glina i piec")
    work_off()
    page = cast.client(cast.jan).get("/forums/waiting/?show=mine").content.decode()
    assert mine.title in page
    assert "Glina i piec" not in page


@pytest.mark.once
def test_the_order_is_a_pure_function() -> None:
    solver = Signs(1, solved=2, per_week=2)
    namer = Signs(2, tags=2, per_week=2)
    writer = Signs(3, wrote=9, per_week=2)
    near = Signs(4, tags=2, region=True, per_week=2)
    tired = Signs(5, tags=2, lately=1, per_week=2)
    spent = Signs(6, solved=3, lately=2, per_week=2)
    nobody = Signs(7, region=True, per_week=2)
    far = Signs(8, solved=3, near=False, per_week=2)
    everybody = [nobody, spent, tired, namer, near, writer, solver, far]
    chosen = [choice.helper_id for choice in choose(everybody, near=True)]
    assert chosen == [3, 1, 4, 2, 5]
    assert next(choice.helper_id for choice in choose(everybody, near=False)) == 8
    assert score(spent) == score(nobody) == 0
    assert reasons(Signs(9, tags=1, solved=2, region=True)) == (
        ("solved", 2),
        ("tags", 1),
        ("region", 1),
    )
