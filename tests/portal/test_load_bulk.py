"""load_bulk: content for measuring with, whose figures are right."""

from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Max
from django.test import Client
from django.utils import timezone

from accounts.models import User
from directory.models import Card, Organisation, Site
from forums.models import Forum, Post, Topic
from kernel import outbox
from kernel.integrity import checks
from kernel.markdown import render
from kernel.models import Outbox
from notes.models import PracticeNote, Revision
from notes.runs.models import Run
from portal.bulk import conversations, talk
from portal.bulk.texts import Writer
from portal.demo import DEMO_PASSWORD
from realtime.chat.models import Message, Room
from realtime.live.models import Stream, StreamEvent
from search.models import Entry

SMALL = {
    "organisations": 5, "users": 4, "topics": 30, "posts": 120, "notes": 6, "messages": 25, "long_topic": 40,
}  # fmt: skip


def load(**wanted: Any) -> str:
    out = StringIO()
    call_command("load_bulk", stdout=out, **wanted)
    return out.getvalue()


def drifted() -> list[str]:
    return [sentence for check in checks.values() for sentence in check(False)]


def counters() -> None:
    """Every figure equals what SQL counts."""
    for topic in Topic.objects.annotate(n=Count("posts"), latest=Max("posts__created_at")):
        assert (topic.last_number, topic.reply_count, topic.last_post_at) == (
            topic.n,
            topic.n - 1,
            topic.latest,
        )
    for forum in Forum.objects.annotate(
        n=Count("topics", distinct=True),
        p=Count("topics__posts"),
        latest=Max("topics__last_post_at"),
    ):
        assert (forum.topic_count, forum.post_count, forum.last_post_at) == (
            forum.n,
            forum.p,
            forum.latest,
        )
    for room in Room.objects.annotate(n=Count("messages"), latest=Max("messages__created_at")):
        assert (room.message_count, room.last_message_at) == (room.n, room.latest)
    for stream in Stream.objects.annotate(n=Count("events"), top=Max("events__seq")):
        assert stream.last_seq == stream.n == stream.top


@pytest.fixture
def small_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several lots even of a small load."""
    monkeypatch.setattr(conversations, "POSTS_AT_ONCE", 15)
    monkeypatch.setattr(talk, "BATCH", 4)


@pytest.mark.django_db
def test_so_many_of_each_with_figures_that_are_right(small_lots: None) -> None:
    said = load(**SMALL)
    assert Organisation.objects.count() == Room.objects.exclude(organisation=None).count() == 5
    assert User.objects.filter(verified=True, level=1).count() == 4
    assert Topic.objects.count() == 31
    assert Post.objects.count() == 160
    assert Topic.objects.order_by("-last_number").values_list("last_number", flat=True)[0] == 40
    assert PracticeNote.objects.count() == Revision.objects.count() == 6
    assert Message.objects.count() == 25
    assert Forum.objects.filter(slug__startswith="bench-").count() == conversations.FORUMS
    assert StreamEvent.objects.filter(type="post.created").count() == 160
    assert Room.objects.get(slug="rynek").message_count == 13
    assert "posts: 120 of 120" in said
    counters()
    assert drifted() == []


@pytest.mark.django_db
def test_every_call_adds_more_beside_what_people_write(small_lots: None) -> None:
    load(**SMALL)
    market = Room.objects.get(slug="rynek")
    before = list(market.messages.order_by("seq").values_list("pk", flat=True))
    load(**SMALL, random_seed=2)
    assert Post.objects.count() == 320
    assert User.objects.count() == 8
    assert (
        list(market.messages.order_by("seq").values_list("pk", flat=True))[: len(before)] == before
    )
    times = list(market.messages.order_by("seq").values_list("created_at", flat=True))
    assert times == sorted(times)
    counters()
    assert drifted() == []


@pytest.mark.django_db
def test_the_index_waits_in_the_outbox_and_the_drain_finds_everything() -> None:
    load(**SMALL)
    waiting = dict(Outbox.objects.order_by().values_list("kind").annotate(n=Count("pk")))
    cards = Card.objects.count()
    assert waiting == {"organisation": 5, "topic": 31, "note": 6, "message": 25, "card": cards}
    assert not Entry.objects.exists()
    call_command("search_drain", "--once", stdout=StringIO())
    assert outbox.depth("search").pending == 0
    assert Entry.objects.filter(kind="topic").count() == 160
    assert drifted() == []
    topic = Topic.objects.order_by("-last_number")[0]
    found = Client().get("/search/", {"q": topic.title}).content.decode()
    assert f"/forums/t/{topic.pk}/" in found


@pytest.mark.django_db
def test_bench_people_can_log_in_and_bench_pages_open() -> None:
    load(**SMALL)
    client = Client()
    client.post("/accounts/login/", {"login": "bench1@example.org", "password": DEMO_PASSWORD})
    assert client.session["_auth_user_id"]
    topic = Topic.objects.order_by("-last_number")[0]
    for path in (
        "/", "/forums/bench-01/", f"/forums/t/{topic.pk}/{topic.slug}/?page=2", "/chat/rynek/",
        f"/directory/{Organisation.objects.first().slug}/",  # type: ignore[union-attr]
        f"/notes/{PracticeNote.objects.first().slug}/",  # type: ignore[union-attr]
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path


@pytest.mark.django_db
def test_posts_alone_get_topics_and_somebody_who_writes_them() -> None:
    said = load(posts=30)
    assert Post.objects.count() == 30
    assert Topic.objects.count() == 3
    assert "nobody is here to write" in said
    counters()


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_texts() -> None:
    def texts(seed: int) -> list[str]:
        load(topics=5, posts=20, random_seed=seed)
        return list(Post.objects.order_by("-pk").values_list("body", flat=True)[:20])

    load(users=3)
    first = texts(7)
    assert texts(7) == first
    assert texts(8) != first


def test_texts_are_as_if_they_had_been_rendered() -> None:
    writer = Writer(Random(3))
    for lang in ("pl", "en"):
        for _ in range(200):
            post, line = writer.post(lang), writer.line(lang)
            assert render(post.body) == post.html
            assert render(line.body) == line.html


@pytest.mark.parametrize(
    "wanted",
    [
        ["--posts", "-1"],
        ["--posts", "many"],
        ["--topics", "1e3"],
        ["--users", "9" * 30],
        ["--notes", "٣"],
        [],
    ],
)
def test_bad_numbers_are_refused(wanted: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("load_bulk", *wanted)


@pytest.mark.django_db
def test_organisations_come_with_places_and_cards_and_nothing_drifts() -> None:
    load(organisations=60)
    cards = Card.objects.all()
    assert cards.count() > 10
    assert {card.kind for card in cards} == {"need", "offer"}
    assert any(card.access for card in cards) and any(not card.is_open for card in cards)
    assert Site.objects.filter(position=1).exists()
    assert all(render(card.body) == card.html for card in cards)
    assert drifted() == []
    assert Client().get("/directory/needs/").status_code == 200


@pytest.mark.django_db
def test_some_notes_were_done_by_others_and_can_be_sorted_by_it(client: Client) -> None:
    load(notes=120, organisations=5, random_seed=3)
    ran = PracticeNote.objects.filter(run_count__gt=0)
    assert 20 < ran.count() < 60
    assert Run.objects.count() == sum(ran.values_list("run_count", flat=True))
    assert ran.order_by("-run_count").values_list("run_count", flat=True)[0] > 3
    assert not Run.objects.filter(ran_on__gt=timezone.localdate()).exists()
    assert ran.filter(run_houses__gt=0).exists()
    assert drifted() == []
    call_command("search_drain", once=True, stdout=StringIO())
    found = client.get("/api/v1/search", {"q": "Krok po kroku", "kind": "note", "limit": 5})
    assert found.status_code == 200
    page = client.get("/search/?q=krok&kind=note&sort=replicated").content.decode()
    most = ran.order_by("-run_count", "-published_at")[0]
    first = page.index('class="rows"')
    assert f"/notes/{most.slug}/" in page[first : page.index("</li>", first)]
