"""A text that shows nothing is no text, at whichever door it comes; beside letters such signs may stand."""

from typing import Any

import pytest
from django.test import Client

from accounts.tokens import make_token
from composing.models import Draft
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from kernel.gate import shows
from kernel.refusals import Invalid
from notes.models import PracticeNote
from realtime.chat.actions.say import read_message
from tests.cast import Cast

UNSEEN = [
    "\u200b", " \u200b\n\u200d ", "\u00a0\u3000", "\u2800\u2800", "\u3164", "\u00ad", "\u2060\ufeff", "\u115f",
    "\ufe0f", "\U000e0020", "&#8203;", "&nbsp;", "&ZeroWidthSpace;&shy;", "[](https://example.org)",
    "> \u200b", "# \u2800", "- &zwnj;", "[a]: https://example.org",
]  # fmt: skip


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


@pytest.mark.parametrize("raw", UNSEEN)
def test_no_door_takes_what_shows_nothing(cast: Cast, topic: Topic, raw: str) -> None:
    jan = cast.client(cast.jan)
    ask = {"title": "Noc w muzeum", "kind": "question", "lang": "pl", "tags": ""}
    note = {"title": "Noc w muzeum", "licence": "CC BY", "lang": "pl", "status": "published"}
    for path, more in (
        (f"/forums/topics/{topic.pk}/reply/", {}),
        ("/forums/ogolne/ask/", ask),
        ("/notes/write/", note),
    ):
        answer = jan.post(path, {"body": raw, **more})
        assert answer.status_code == 422, (path, raw)
        assert (
            "Write something here." in answer.content.decode()
            or "required" in answer.content.decode()
        )
    program = Client(
        headers={"authorization": f"Bearer {make_token(cast.jan)}", "accept-language": "en"}
    )
    sent = program.post(
        f"/api/v1/topics/{topic.pk}/posts", {"body": raw}, content_type="application/json"
    )
    assert sent.status_code == 422 and "body" in sent.content.decode()
    if not raw.startswith("#"):  # chat knows no headings and shows the sign
        with pytest.raises(Invalid):
            read_message(cast.jan, raw)
    ola = cast.client(cast.ola)
    assert ola.post(f"/forums/topics/{topic.pk}/posts/1/edit/", {"body": raw}).status_code == 422
    assert Post.objects.get().body == "Jak?"
    assert not PracticeNote.objects.exists()


@pytest.mark.parametrize("raw", [raw for raw in UNSEEN if not shows(raw)])
def test_what_shows_nothing_is_no_draft(cast: Cast, raw: str) -> None:
    fields: dict[str, Any] = {
        "place": f"ask-{cast.square.pk}",
        "body": raw,
        "device": "d",
        "version": 0,
    }
    assert cast.client(cast.jan).post("/drafts/keep/", fields).json() == {"version": 0}
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "raw",
    ["a\u200bb", "👨‍👩‍👧", "❤️", "—", ".", "שלום\u200f", "می\u200cخواهم", "---", "`\u200b.`", "1"],
)
def test_whatever_shows_something_is_taken(cast: Cast, topic: Topic, raw: str) -> None:
    answer = cast.client(cast.jan).post(f"/forums/topics/{topic.pk}/reply/", {"body": raw})
    assert answer.status_code == 303
    assert Post.objects.get(number=2).body == raw
