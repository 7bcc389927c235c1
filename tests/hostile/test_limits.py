"""Every door that writes, or asks something dear, has a limit; past it, it says in words and in seconds when to come
back, and nothing is half done. The limits themselves: tests/kernel/test_limits.py, the log-in: tests/accounts/test_guarding.py."""

from typing import Any

import pytest
from django.test import override_settings

from accounts.tokens import make_token
from directory.models import Card
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from moderation.models import Notice, Report
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from realtime.chat.actions.say import say
from realtime.chat.models import Message
from tests.cast import Cast
from tests.composing.conftest import PDF, send

pytestmark = pytest.mark.django_db
WRITTEN = (Topic, Post, PracticeNote, Message, Report, Notice, Card)
PAGES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("jan", "/forums/ogolne/ask/", {"title": "Pytanie", "body": "Treść", "kind": "question", "lang": "pl"}),
    ("jan", "/forums/topics/{topic}/reply/", {"body": "Odpowiedź"}),
    ("jan", "/forums/topics/{topic}/detail/", {"body": "A ile osób?"}),
    ("ola", "/forums/topics/{topic}/posts/1/edit/", {"body": "Inaczej"}),
    ("ola", "/forums/topics/{topic}/edit/", {"title": "Inny tytuł", "kind": "question"}),
    ("ola", "/forums/topics/{topic}/posts/2/thank/", {"words": "Dziękuję"}),
    ("ola", "/forums/topics/{topic}/posts/2/react/", {"kind": "agree"}),
    ("ola", "/forums/preview/", {"body": "x"}),
    ("ola", "/notes/preview/", {"body": "x"}),
    ("jan", "/notes/{note}/runs/write/", {"body": "U nas też", "ran_on": "2026-01-10"}),
    ("jan", "/notes/{note}/doubt/", {"reason": "Czy nadal?"}),
    ("jan", "/chat/rynek/say/", {"body": "Dzień dobry"}),
    ("jan", "/chat/new/", {"to": "ola", "subject": "Sprawa", "body": "Dzień dobry"}),
    ("jan", "/moderation/report/topic/{topic}/", {"reason": "spam"}),
    ("", "/moderation/notice/", {"url": "http://testserver/forums/t/{topic}/x/", "what": "illegal", "why": "Bo tak jest, naprawdę.",
     "name": "Jan", "email": "j@example.org", "good_faith": "on"}),
    ("marta", "/accounts/invitations/", {"email": "ktos@example.org"}),
    ("jan", "/accounts/data/ask/", {}),
    ("jan", "/drafts/keep/", {"place": "ask-1", "body": "x", "device": "x" * 16, "version": "0"}),
)  # fmt: skip
ASKED = (
    ("", "/search/?q=kawa"), ("", "/search/suggest/?q=kaw"), ("jan", "/suggest/?q=@ol"), ("", "/api/v1/search?q=kawa"),
    ("jan", "/notes/{note}/note.pdf"), ("jan", "/notes/{note}/note.docx"),
)  # fmt: skip
API = (
    ("forums/ogolne/topics", {"title": "Pytanie", "body": "Treść"}), ("topics/{topic}/posts", {"body": "x"}),
    ("notes", {"title": "Notatka", "body": "Treść"}), ("rooms/{room}/messages", {"body": "x"}),
    ("flags", {"kind": "topic", "id": 0, "reason": "spam"}), ("collections", {"title": "Zbiór", "intro": "Co w nim jest"}),
    ("conversations", {"to": ["ola"], "body": "x"}),
)  # fmt: skip


@pytest.fixture
def at(cast: Cast) -> dict[str, Any]:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Kawa", body="Kto?", kind="question")
    post_reply(by=cast.jan, topic=topic, body="Ja.")
    note = write_note(by=cast.ola, title="Kawa dla stu", body="Zagotuj wodę.")
    say(by=cast.ola, room=cast.market, body="Kawa?")
    return {"topic": topic.pk, "note": note.slug, "room": cast.market.pk}


def counted() -> list[int]:
    return [model._base_manager.count() for model in WRITTEN]


def waits(answer: Any) -> bool:
    return answer.status_code == 429 and int(answer.headers.get("Retry-After", 0)) >= 1


@override_settings(RATE_LIMIT_FACTOR=0.0)
def test_every_page_that_writes_says_when_to_come_back(cast: Cast, at: dict[str, Any]) -> None:
    before, open_doors = counted(), []
    for who, path, data in PAGES:
        client = cast.client(getattr(cast, who) if who else None)
        filled = {k: v.format(**at) if isinstance(v, str) else v for k, v in data.items()}
        answer = client.post(path.format(**at), filled)
        if not waits(answer):
            open_doors.append((path, answer.status_code, dict(answer.headers)))
    assert [door[:2] for door in open_doors] == []
    assert counted() == before


@override_settings(RATE_LIMIT_FACTOR=0.0)
def test_every_dear_question_says_when_to_come_back(cast: Cast, at: dict[str, Any]) -> None:
    for who, path in ASKED:
        answer = cast.client(getattr(cast, who) if who else None).get(path.format(**at))
        assert waits(answer), (path, answer.status_code, dict(answer.headers))


@override_settings(RATE_LIMIT_FACTOR=0.0)
def test_the_api_says_so_in_a_problem_document(cast: Cast, at: dict[str, Any]) -> None:
    client, token = cast.client(), make_token(cast.jan)
    before = counted()
    for path, data in API:
        body = {**data, **({"id": at["topic"]} if path == "flags" else {})}
        answer = client.post(
            f"/api/v1/{path.format(**at)}", body, content_type="application/json",
            headers={"authorization": f"Bearer {token}"},
        )  # fmt: skip
        assert waits(answer), (path, answer.status_code, answer.content[:200])
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "rate_limited"
    assert counted() == before


@override_settings(RATE_LIMIT_FACTOR=0.0)
def test_files_are_counted_too(cast: Cast) -> None:
    assert waits(send(cast.client(cast.jan), PDF, "plan.pdf"))


@override_settings(RATE_LIMIT_FACTOR=1.0)
def test_the_wait_that_is_told_is_enough(cast: Cast) -> None:
    """After as many seconds as were told, and not before, the same person may go on."""
    import time_machine as machine

    begun = 1_900_000_020  # well within a window
    with machine.travel(begun, tick=False) as clock:
        client = cast.client(cast.ola)
        answers = [client.post("/forums/preview/", {"body": "x"}) for _ in range(61)]
        assert [a.status_code for a in answers] == [200] * 60 + [429]
        wait = int(answers[-1].headers["Retry-After"])
        clock.shift(wait - 2)
        assert client.post("/forums/preview/", {"body": "x"}).status_code == 429
        clock.shift(2)
        assert client.post("/forums/preview/", {"body": "x"}).status_code == 200
