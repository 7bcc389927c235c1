"""Whatever a moderator decides about somebody, that person reads all seven parts of why; and all of it can be
undone."""

from typing import Any

import pytest
from django.utils import translation

from accounts.models import User
from directory.models import Card, Organisation
from forums.models import Forum, Post, Topic
from moderation.models import Decision, Entry, Statement, Verdict
from moderation.registry import kinds
from moderation.statements import parts_of
from notifications.models import Notification
from realtime.chat.models import Message, Room, RoomSilence
from tests.cast import Cast
from tests.forums.conftest import drift
from tests.moderation.conftest import MAKERS, REASON, forget_letters, queued, thing

PARTS = ["decided", "scope", "duration", "facts", "automatic", "ground", "redress"]
ALL_AUTHORS = {"keep", "warn", "suspend", "ban"}
OFFERED = {
    "topic": ALL_AUTHORS | {"hide", "move", "close", "retag"},
    "post": ALL_AUTHORS | {"hide", "edit", "remove", "move", "split"},
    "message": ALL_AUTHORS | {"hide", "remove", "silence", "slow"},
    "poll": ALL_AUTHORS | {"hide"},
    "thanks": ALL_AUTHORS | {"hide"},
    "note": ALL_AUTHORS | {"hide"},
    "note_run": ALL_AUTHORS | {"hide"},
    "note_collection": ALL_AUTHORS | {"hide"},
    "organisation": ALL_AUTHORS | {"hide"},
    "card": ALL_AUTHORS | {"hide", "edit", "remove"},
    "person": ALL_AUTHORS | {"hide", "rename"},
}
ACTS = [
    (kind, verdict) for kind, offers in OFFERED.items() for verdict in sorted(offers - {"keep"})
]


def given(kind: str, verdict: str, cast: Cast) -> dict[str, Any]:
    more: dict[str, Any] = {
        "hours": "72",
        "seconds": "60",
        "title": "Okna osobno",
        "body": "(reklama)",
    }
    if verdict == "move":
        if kind == "topic":
            more["place"] = "oferty"
        else:
            from forums.actions.start_topic import start_topic

            more["place"] = str(
                start_topic(by=cast.ewa, forum=cast.square, title="Inne", body="?").pk
            )
    if verdict == "retag":
        more["place"] = "reklama"
    return {"verdict": verdict, "rule": "spam", "reason": REASON, **more}


def sent_letters() -> list[Any]:
    """Statements alone: what a person can switch off goes later."""
    return [one for one in queued() if "/moderation/statements/" in one.body]


def state_of_all() -> dict[str, Any]:
    """What a restriction can change, without versions."""
    return {
        "posts": list(
            Post.objects.filter(moved_to=None).order_by("body", "pk").values_list("body", "hidden", "removed_at", "author_id")
        ),
        "topics": list(
            Topic.objects.filter(merged_into=None).order_by("pk").values_list("pk", "forum_id", "closed", "hidden", "reply_count")
        ),
        "forums": list(Forum.objects.order_by("pk").values_list("topic_count", "post_count")),
        "messages": list(Message.objects.order_by("pk").values_list("pk", "hidden", "removed_at")),
        "rooms": list(Room.objects.order_by("pk").values_list("slow_seconds", "message_count")),
        "silences": RoomSilence.objects.now().count(),
        "people": list(User.objects.order_by("pk").values_list("name", "open", "profile_hidden", "suspended_until")),
        "cards": list(Card.objects.order_by("pk").values_list("body", "html", "hidden", "removed_at")),
        "houses": list(Organisation.objects.order_by("pk").values_list("hidden")),
        "tags": sorted(name for topic in Topic.objects.all() for name in topic.tags.names()),
    }  # fmt: skip


def test_each_kind_says_what_it_offers(cast: Cast, elsewhere: Forum) -> None:
    assert set(MAKERS) | {"notice"} == set(kinds), "a new kind needs its statements tested"
    for kind in MAKERS:
        page = cast.client(cast.marta).get(f"/moderation/{kind}/{thing(cast, kind).pk}/")
        assert {one.value for one in page.context["file"].verdicts} == OFFERED[kind], kind


@pytest.mark.parametrize(("kind", "verdict"), ACTS)
def test_every_act_yields_a_statement_with_all_seven_parts_and_can_be_undone(
    cast: Cast, elsewhere: Forum, kind: str, verdict: str
) -> None:
    found = thing(cast, kind)
    sent = given(kind, verdict, cast)
    before = state_of_all()
    marta, jan = cast.client(cast.marta), cast.client(cast.jan)
    address = f"/moderation/{kind}/{found.pk}/"
    look = marta.post(address, {**sent, "look": "1"})
    assert look.status_code == 200 and not Statement.objects.exists()
    assert [part.name for part in look.context["parts"]] == PARTS
    forget_letters()
    decided = marta.post(address, sent)
    assert decided.status_code == 303, decided.context and decided.context["form"].errors
    row = Statement.objects.get()
    parts = {part.name: part.text for part in parts_of(row)}
    assert list(parts) == PARTS
    assert all(text.strip() for text in parts.values())
    assert REASON in parts["facts"] and "Advertising" in parts["ground"]
    assert (row.verdict, row.kind, row.moderator) == (verdict, kind, cast.marta)
    assert Entry.objects.filter(deed=verdict, actor_id=cast.marta.pk).exists()
    if verdict == "slow":  # it restricts nobody in particular
        assert row.person is None
    else:
        assert row.person == cast.jan
        page = jan.get(row.path).content.decode()
        for name in PARTS:
            assert f'data-part="{name}"' in page, name
        assert "Marta" not in page.split("<main")[1]
        told = Notification.objects.filter(person=cast.jan)
        assert told.exists(), "told in the page"
        with translation.override("pl"):
            polish = [part.text for part in parts_of(row)]
        letters = sent_letters()
        assert [one.to for one in letters] == [["jan@example.org"]]
        for text in polish:
            assert text.split("\n")[0] in letters[0].body
        assert f"/moderation/statements/{row.pk}/" in letters[0].body
    for stranger in (cast.ola, cast.ewa, cast.visitor, cast.nowa):
        assert cast.client(stranger).get(row.path).status_code in (302, 404)
    assert drift() == []
    undone = cast.client(cast.adam).post(f"{row.path}undo/", {"reason": "Pomyłka."})
    assert undone.status_code == 303, undone.content.decode()[-800:]
    row.refresh_from_db()
    assert row.undone_at is not None and row.undone_by == cast.adam
    after = state_of_all()
    if verdict in ("move", "split") and kind == "post":
        # Numbers are not given twice: it stands at the end again, and the conversation that was made is gone.
        assert after["posts"] == before["posts"]
        assert [one[1:] for one in after["topics"]] == [one[1:] for one in before["topics"]]
    else:
        assert after == before
    assert drift() == []
    assert cast.client(cast.adam).post(f"{row.path}undo/", {"reason": "x"}).status_code == 409


def test_a_verdict_that_a_kind_does_not_offer_is_refused(cast: Cast) -> None:
    note = thing(cast, "note")
    for verdict in ("close", "split", "silence", "sweep", "refuse"):
        answer = cast.client(cast.marta).post(
            f"/moderation/note/{note.pk}/", {"verdict": verdict, "rule": "spam", "reason": REASON}
        )
        assert answer.status_code == 422, verdict
    assert not Decision.objects.exists() and not Statement.objects.exists()


@pytest.mark.parametrize(
    ("kind", "verdict", "wrong"),
    [
        ("topic", "move", {"place": "nie-ma"}), ("topic", "move", {"place": ""}), ("topic", "move", {"place": "moderacja\x00"}),
        ("topic", "retag", {"place": "inny"}), ("post", "move", {"place": "987654"}), ("post", "move", {"place": "x"}),
        ("post", "split", {"title": ""}), ("post", "edit", {"body": " "}), ("message", "slow", {"seconds": "7"}),
        ("post", "suspend", {"hours": "5"}), ("post", "hide", {"seen": "-1"}), ("post", "hide", {"seen": "x"}),
    ],
)  # fmt: skip
def test_what_a_measure_needs_is_asked_for_and_nothing_is_half_done(
    cast: Cast, elsewhere: Forum, kind: str, verdict: str, wrong: dict[str, str]
) -> None:
    found = thing(cast, kind)
    before = state_of_all()
    sent = {**given(kind, verdict, cast), **wrong} if verdict != "move" or kind != "post" else {
        "verdict": verdict, "rule": "spam", "reason": REASON, **wrong
    }  # fmt: skip
    answer = cast.client(cast.marta).post(f"/moderation/{kind}/{found.pk}/", sent)
    assert answer.status_code == 422, (verdict, wrong)
    assert "summary-error" in answer.content.decode()
    assert state_of_all() == before
    assert not Decision.objects.exists() and not Statement.objects.exists()


def test_acts_outside_the_queue_are_stated_too(cast: Cast) -> None:
    """The account's page, a room's page, a post that a moderator removes or corrects where it stands."""
    from forums.actions.correct_post import correct_post
    from forums.actions.remove_post import remove_post
    from realtime.chat.actions.silence import silence

    marta = cast.client(cast.marta)
    post = thing(cast, "post")
    correct_post(by=cast.marta, post=post, body="Bez numeru.", reason="Telefon.")
    remove_post(by=cast.marta, post=post)
    silence(by=cast.marta, room=cast.market, person=cast.jan, hours=24, reason="Spokojnie.")
    marta.post(
        "/moderation/people/jan/pause/", {"days": "3", "reason": "Odpocznij.", "rule": "abuse"}
    )
    marta.post("/moderation/people/jan/resume/", {"reason": "Już."})
    marta.post("/moderation/people/jan/sweep/", {"reason": "Same reklamy.", "sure": "on"})
    rows = list(Statement.objects.order_by("pk"))
    assert [row.verdict for row in rows] == ["edit", "remove", "silence", "suspend", "sweep"]
    for row in rows:
        assert all(part.text.strip() for part in parts_of(row)), row.verdict
        assert [part.name for part in parts_of(row)] == PARTS
    assert (rows[3].ground_words["slug"], rows[4].ground_words["slug"]) == ("abuse", "spam")
    assert rows[3].undone_at is not None, "the pause was ended"
    assert "Only in “Rynek”" in parts_of(rows[2])[1].text


def test_ones_own_words_need_no_statement(cast: Cast) -> None:
    from forums.actions.remove_post import remove_post

    remove_post(by=cast.jan, post=thing(cast, "post"))
    assert not Statement.objects.exists()


def test_a_refused_first_text_is_stated_and_published_when_the_refusal_was_wrong(
    cast: Cast, settings: Any
) -> None:
    settings.RATE_LIMIT_FACTOR = 1
    from accounts.levels import Level
    from forums.actions.start_topic import start_topic
    from forums.review.kinds import Review
    from forums.review.models import Waiting
    from tests.cast import person

    Forum.objects.filter(pk=cast.square.pk).update(review=Review.FIRST)
    asked = start_topic(by=cast.ola, forum=cast.square, title="Noc", body="Jak?")
    nela = person("nela", "Nela Nowicka")
    User.objects.filter(pk=nela.pk).update(level=Level.NEWCOMER)
    cast.client(nela).post(f"/forums/topics/{asked.pk}/reply/", {"body": "Mamy.", "key": "r1"})
    waiting = Waiting.objects.get()
    marta = cast.client(cast.marta)
    assert (
        marta.post(
            f"/forums/held/{waiting.pk}/refuse/", {"reason": REASON, "rule": "off_topic"}
        ).status_code
        == 303
    )
    row = Statement.objects.get()
    assert (row.verdict, row.person, row.ground_words["slug"]) == ("refuse", nela, "off_topic")
    assert [part.name for part in parts_of(row)] == PARTS
    assert row.path in cast.client(nela).get("/notifications/").content.decode()
    assert cast.client(cast.adam).post(f"{row.path}undo/", {"reason": "Pasuje."}).status_code == 303
    assert Post.objects.filter(topic=asked, body="Mamy.").exists()
    assert drift() == []


def test_a_hidden_profile_stays_closed_until_it_is_shown_again(cast: Cast) -> None:
    thing(cast, "person")
    assert "Tanie okna" in cast.client().get("/people/jan/").content.decode()
    address = f"/moderation/person/{cast.jan.pk}/"
    assert cast.client(cast.ola).get(f"/moderation/report/person/{cast.jan.pk}/").status_code == 200
    cast.client(cast.marta).post(address, {"verdict": "hide", "rule": "spam", "reason": REASON})
    assert "Tanie okna" not in cast.client().get("/people/jan/").content.decode()
    form = {
        "name": "Jan Zubek",
        "handle": "jan",
        "language": "pl",
        "bio": "Tanie okna",
        "open": "on",
        "written_to_by": "people",
        "reading_order": "tree",
        "shows_presence": "on",
    }
    cast.client(cast.jan).post("/accounts/settings/", form)
    assert "Tanie okna" not in cast.client().get("/people/jan/").content.decode()
    cast.client(cast.marta).post(
        address, {"verdict": "restore", "rule": "spam", "reason": "Dobrze."}
    )
    assert "Tanie okna" in cast.client().get("/people/jan/").content.decode()


def test_a_moderator_decides_about_no_moderator(cast: Cast) -> None:
    post = thing(cast, "post")
    Post.objects.filter(pk=post.pk).update(author=cast.adam)
    answer = cast.client(cast.marta).post(
        f"/moderation/post/{post.pk}/",
        {"verdict": Verdict.SUSPEND, "rule": "abuse", "reason": REASON, "hours": "24"},
    )
    assert answer.status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize("verdict", ["hide", "remove", "edit"])
def test_undone_it_is_found_again(cast: Cast, elsewhere: Forum, verdict: str) -> None:
    from search.drain import drain

    def found() -> bool:
        while drain().rows:
            pass
        answer = cast.client(cast.ewa).get("/search/", {"q": "dzwoń"})
        assert answer.status_code == 200
        return "Noc w bibliotece" in answer.content.decode()

    post = thing(cast, "post")
    assert found()
    cast.client(cast.marta).post(f"/moderation/post/{post.pk}/", given("post", verdict, cast))
    assert not found()
    row = Statement.objects.get()
    cast.client(cast.adam).post(f"{row.path}undo/", {"reason": "Pomyłka."})
    assert found()
