"""Private words are read where the log sees it, and nothing is offered about a conversation that cannot be done."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from moderation.models import Entry, Statement
from realtime.chat.actions.say import say
from realtime.chat.actions.start_conversation import start_conversation
from realtime.chat.models import Message
from tests.cast import Cast
from tests.moderation.conftest import REASON

SECRET = "GROŹBA"
NEUTRAL = "A message of a private conversation"


@pytest.fixture
def threat(cast: Cast) -> Message:
    room, _ = start_conversation(by=cast.ola, to=[cast.jan], body="Dzień dobry.")
    message, _ = say(by=cast.jan, room=room, body=SECRET)
    sent = cast.client(cast.ola).post(
        f"/moderation/report/message/{message.pk}/", {"reason": "abuse"}
    )
    assert sent.status_code == 303
    return message


@pytest.fixture
def statement(cast: Cast, threat: Message) -> Statement:
    """Marta hid it."""
    data = {"verdict": "hide", "rule": "abuse", "reason": REASON}
    assert (
        cast.client(cast.marta).post(f"/moderation/message/{threat.pk}/", data).status_code == 303
    )
    return Statement.objects.get()


def read(cast: Cast, who: Any, address: str) -> str:
    answer = cast.client(who).get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode()).replace("\u00a0", " ")


def looks(who: Any, threat: Message) -> int:
    found = Entry.objects.filter(deed="look", actor_id=who.pk, kind="message", object_id=threat.pk)
    return found.count()


def test_no_list_of_moderators_shows_them(cast: Cast, statement: Statement) -> None:
    other, _ = say(by=cast.jan, room=cast.market, body="Zwykłe zdanie.")
    cast.client(cast.jan).post(f"{statement.path}appeal/", {"body": "Nie zgadzam się."})
    for address in (
        "/moderation/", "/moderation/?kind=appeals", f"/moderation/people/{cast.jan.handle}/",
        f"/moderation/message/{other.pk}/", "/moderation/log/", statement.appeal.path,
    ):  # fmt: skip
        assert SECRET not in read(cast, cast.adam, address), address
    assert NEUTRAL in read(cast, cast.adam, f"/moderation/people/{cast.jan.handle}/")
    assert NEUTRAL in read(cast, cast.adam, f"/moderation/message/{other.pk}/")
    assert SECRET not in read(cast, cast.adam, "/notifications/")
    assert not Entry.objects.filter(deed="look", actor_id=cast.adam.pk).exists()


def test_the_statement_shows_them_and_the_log_says_who_looked(
    cast: Cast, threat: Message, statement: Statement
) -> None:
    assert SECRET in read(cast, cast.adam, statement.path)
    assert SECRET in read(cast, cast.adam, statement.path)
    assert looks(cast.adam, threat) == 1
    assert SECRET in read(cast, cast.jan, statement.path), "they are his own words"
    assert looks(cast.jan, threat) == 0
    for outsider in (cast.ola, cast.ewa, cast.nowa, None):
        assert cast.client(outsider).get(statement.path).status_code in (302, 404)


def test_a_conversation_is_neither_silenced_nor_slowed(cast: Cast, threat: Message) -> None:
    case = read(cast, cast.marta, f"/moderation/message/{threat.pk}/")
    assert 'value="hide"' in case and 'value="remove"' in case
    public, _ = say(by=cast.jan, room=cast.market, body="Zwykłe zdanie.")
    room = read(cast, cast.marta, f"/moderation/message/{public.pk}/")
    for verdict in ("silence", "slow"):
        assert f'name="verdict" value="{verdict}"' not in case
        assert f'name="verdict" value="{verdict}"' in room
        data = {
            "verdict": verdict,
            "rule": "abuse",
            "reason": REASON,
            "hours": "24",
            "seconds": "60",
        }
        sent = cast.client(cast.marta).post(f"/moderation/message/{threat.pk}/", data)
        assert sent.status_code == 422
    assert not Statement.objects.exists()


def test_statements_from_before_learn_that_their_words_are_private(
    cast: Cast, statement: Statement
) -> None:
    public, _ = say(by=cast.jan, room=cast.market, body="Zwykłe zdanie.")
    data = {"verdict": "hide", "rule": "abuse", "reason": REASON}
    cast.client(cast.marta).post(f"/moderation/message/{public.pk}/", data)
    Statement.objects.update(private=False)
    migration = import_module("realtime.migrations.0010_private_statements")
    for _again in range(2):
        migration.mark(apps, None)
    assert list(Statement.objects.filter(private=True)) == [statement]
    assert Statement.objects.count() == 2
