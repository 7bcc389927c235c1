"""What the matrix of access is tried on: people of every role, and things in every state."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tokens import make_token
from directory.actions.hide_card import hide_card, remove_card
from directory.actions.post_card import post_card
from directory.models import Card, Organisation, OrganisationKind
from forums.actions.hide import hide_topic
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.duty import ForumDuty
from forums.models import Forum, Post, Topic
from moderation.actions.decide import decide
from moderation.actions.report import report
from moderation.models import Statement
from notes.actions.hide import hide_note
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.models import Message, Room
from tests.cast import Cast, person


@dataclass
class Things:
    """What there is to be seen and done in the region of the tests."""

    people: dict[str, User | None]
    tokens: dict[str, str]
    topics: dict[str, Topic]
    notes: dict[str, PracticeNote]
    rooms: dict[str, Room]
    messages: dict[str, Message]
    hidden_house: Organisation
    cards: dict[str, Card]
    statement: Statement
    clients: dict[str, Client] = field(default_factory=dict)


@pytest.fixture
def things(cast: Cast) -> Things:
    paused = person("pawel", "Paweł Pauza")
    User.objects.filter(pk=paused.pk).update(suspended_until=timezone.now() + timedelta(days=3))
    elsewhere = person("mila", "Mila Inna", role="moderator")
    ForumDuty.objects.create(forum=cast.backroom, person=elsewhere)
    for one, role in (("tadeusz", "moderator"), ("zygmunt", "admin")):
        person(one, one.title(), role=role)
    User.objects.filter(handle__in=("tadeusz", "zygmunt")).update(
        suspended_until=timezone.now() + timedelta(days=3)
    )
    members = Forum.objects.create(slug="czlonkowie", name="Dla członków", audience="members")
    people: dict[str, User | None] = {
        "visitor": None, "nowa": cast.nowa, "paused": User.objects.get(pk=paused.pk), "jan": cast.jan,
        "ewa": cast.ewa, "ola": cast.ola, "elsewhere": elsewhere, "marta": cast.marta, "adam": cast.adam,
        "stopped": User.objects.get(handle="tadeusz"), "banned": User.objects.get(handle="zygmunt"),
    }  # fmt: skip
    topics = {
        "public": _topic(cast.ola, cast.square, cast.jan),
        "members": _topic(cast.ola, members, cast.jan),
        "backroom": _topic(cast.marta, cast.backroom, cast.adam),
        "hidden": _topic(cast.ola, cast.square, cast.jan),
        "closed": _topic(cast.ola, cast.square, cast.jan),
    }
    hide_topic(topics["hidden"], True)
    Topic.objects.filter(pk=topics["closed"].pk).update(closed=True)
    notes = {
        "public": write_note(by=cast.ola, title="Łowienie ryb", body="Zdanie."),
        "draft": write_note(by=cast.ola, title="Szkic tajny", body="Jeszcze nie.", status="draft"),
        "hidden": write_note(by=cast.ola, title="Ukryta", body="Zdanie."),
    }
    hide_note(notes["hidden"], True)
    talk, _made = start_conversation(by=cast.ola, to=[cast.ewa], body="Między nami.")
    rooms = {"market": cast.market, "duty": cast.duty, "talk": talk}
    messages = {
        "market": say(by=cast.ola, room=cast.market, body="Dzień dobry.")[0],
        "duty": say(by=cast.marta, room=cast.duty, body="Kto dziś?")[0],
        "talk": Message.objects.get(room=talk, body="Między nami."),
    }
    hidden_house = Organisation.objects.create(
        slug="ukryty-dom", name="Ukryty dom", kind=OrganisationKind.DOM_KULTURY, hidden=True
    )
    return Things(
        people,
        {role: make_token(one) for role, one in people.items() if one is not None},
        topics, notes, rooms, messages, hidden_house, _cards(cast), _statement(cast),
    )  # fmt: skip


def _topic(by: User, forum: Forum, other: User) -> Topic:
    topic = start_topic(by=by, forum=forum, title="Sztalugi", body="Kto ma sztalugi?")
    Post.objects.filter(topic=topic).update(created_at=timezone.now() - timedelta(hours=1))
    if forum.audience != "moderators" or other.is_moderator:
        post_reply(by=other, topic=topic, body="Ja mam.")
    return Topic.objects.get(pk=topic.pk)


def _cards(cast: Cast) -> dict[str, Card]:
    """What Ola's house has: shown, hidden, removed by a decision."""
    made = {
        name: post_card(by=cast.ola, organisation=cast.house, kind="offer", title=f"Sala {name}")
        for name in ("shown", "hidden", "removed")
    }
    hide_card(card=made["hidden"], hidden=True)
    remove_card(card=made["removed"])
    return made


def _statement(cast: Cast) -> Statement:
    """Marta has hidden something of Ola's, which Jan had reported."""
    topic = start_topic(by=cast.ola, forum=cast.square, title="Reklama", body="Kup pan.")
    post = Post.objects.get(topic=topic, number=1)
    report(by=cast.jan, kind="post", object_id=post.pk, reason="spam")
    decide(
        by=cast.marta,
        kind="post",
        object_id=post.pk,
        verdict="hide",
        rule="spam",
        reason="Reklama.",
    )
    return Statement.objects.get(person=cast.ola)
