"""One of everything that can be decided about, each written by Jan, who is a stranger to the moderators."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from directory.actions.post_card import post_card
from directory.models import Membership, Organisation, OrganisationKind
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Forum, Topic
from forums.thanks.models import Thanks
from notes.actions.collect import collect, make_collection
from notes.actions.runs import write_run
from notes.actions.write_note import write_note
from realtime.chat.actions.say import say
from tests.cast import Cast
from tests.forums.polling import ask

WORDS = "Tanie okna, dzwoń."
REASON = "Ten sam tekst wisi w czterech rozmowach. Napisz raz, pod własną nazwą."


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


@pytest.fixture
def elsewhere(cast: Cast) -> Forum:
    return Forum.objects.create(slug="oferty", name="Oferty", position=5)


def thing(cast: Cast, kind: str) -> Any:
    """A thing of this kind by Jan."""
    return MAKERS[kind](cast)


def _topic(cast: Cast) -> Any:
    return start_topic(
        by=cast.jan, forum=cast.square, title="Okna", body=WORDS, tags="okna, reklama"
    )


def _post(cast: Cast) -> Any:
    asked = start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")
    return post_reply(by=cast.jan, topic=asked, body=WORDS)


def _thanks(cast: Cast) -> Any:
    post = _post(cast)
    return Thanks.objects.create(giver=cast.jan, person=cast.ola, words=WORDS, post=post)


def _run(cast: Cast) -> Any:
    note = write_note(by=cast.ola, title="Noc", body="Tak.")
    return write_run(by=cast.jan, note=note, body=WORDS, ran_on=date(2026, 5, 31))


def _collection(cast: Cast) -> Any:
    row = make_collection(by=cast.jan, title="Okna", intro=WORDS)
    collect(by=cast.jan, collection=row, note=write_note(by=cast.ola, title="Noc", body="Tak."))
    return row


def _organisation(cast: Cast, slug: str = "okna") -> Any:
    house = Organisation.objects.create(
        slug=slug, name="Okna", kind=OrganisationKind.DOM_KULTURY, summary=WORDS
    )
    Membership.objects.create(organisation=house, person=cast.jan, role=Membership.Role.EDITOR)
    return house


def _card(cast: Cast) -> Any:
    return post_card(
        by=cast.jan,
        organisation=_organisation(cast, "okna-i-drzwi"),
        kind="offer",
        title="Okna",
        body=WORDS,
    )


def _person(cast: Cast) -> Any:
    User.objects.filter(pk=cast.jan.pk).update(open=True, bio=WORDS, bio_html=f"<p>{WORDS}</p>")
    return User.objects.get(pk=cast.jan.pk)


MAKERS: dict[str, Any] = {
    "topic": _topic,
    "post": _post,
    "poll": lambda cast: ask(cast.jan, _topic(cast)),
    "thanks": _thanks,
    "note": lambda cast: write_note(by=cast.jan, title="Okna", body=WORDS),
    "note_run": _run,
    "note_collection": _collection,
    "organisation": _organisation,
    "card": _card,
    "message": lambda cast: say(by=cast.jan, room=cast.market, body=WORDS)[0],
    "person": _person,
}


@dataclass(frozen=True)
class Letter:
    to: list[str]
    subject: str
    body: str


def queued() -> list[Letter]:
    """The letters that wait to be sent: sending them would end this test's transaction."""
    rows = DBTaskResult.objects.filter(task_path="kernel.mail.send_mail").order_by("enqueued_at")
    kept = [row.args_kwargs["kwargs"] for row in rows]
    return [Letter(one["to"], one["subject"], one["text"]) for one in kept]


def forget_letters() -> None:
    DBTaskResult.objects.all().delete()
