"""Forums whose slug has come to mean something else give way; old addresses lead on, for those who may know."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from accounts.viewer import Audience
from forums.actions.create_forum import RESERVED_SLUGS
from forums.actions.start_topic import start_topic
from forums.models import Forum, OldForumAddress
from notifications.models import SavedSearch
from tests.cast import Cast

taken = import_module("forums.migrations.0011_forums_whose_words_are_taken")
searches = import_module("notifications.migrations.0009_searches_in_renamed_forums")
NEW_WORDS = (
    "latest", "unanswered", "solved", "tag", "region", "by", "order", "held", "polls", "thanks"
)  # fmt: skip


def migrate() -> None:
    taken.give_way(apps, None)
    searches.follow(apps, None)


def slugs() -> list[str]:
    return list(Forum.objects.order_by("pk").values_list("slug", flat=True))


def test_the_migration_knows_every_word_that_is_taken() -> None:
    assert taken.TAKEN == RESERVED_SLUGS


@pytest.mark.parametrize("word", NEW_WORDS)
def test_a_hidden_forum_is_reached_again(cast: Cast, word: str) -> None:
    forum = Forum.objects.create(slug=word, name="Dawne forum")
    start_topic(by=cast.ola, forum=forum, title="Stara rozmowa", body="Kto pamięta?")
    cast.client().get("/forums/")
    migrate()
    forum.refresh_from_db()
    assert (forum.slug, forum.version, forum.name_version) == (f"{word}-2", 3, 2)
    client = cast.client()
    assert f'href="/forums/{word}-2/"' in client.get("/forums/").content.decode()
    page = client.get(f"/forums/{word}-2/")
    assert (page.status_code, "Stara rozmowa" in page.content.decode()) == (200, True)
    # The old address leads on where it means nothing else.
    old = client.get(f"/forums/{word}/")
    if word in ("tag", "region", "by", "polls", "thanks"):
        assert (old.status_code, old["Location"]) == (301, f"/forums/{word}-2/")
    ask = cast.client(cast.ola).get(f"/forums/{word}/ask/?kind=question")
    if word not in ("tag", "region", "by"):
        assert (ask.status_code, ask["Location"]) == (301, f"/forums/{word}-2/ask/?kind=question")
    api = client.get(f"/api/v1/forums/{word}/topics")
    assert (api.status_code, api["Location"]) == (301, f"/api/v1/forums/{word}-2/topics")
    if word not in ("latest", "unanswered", "solved"):
        feed = client.get(f"/feeds/forums/{word}.xml")
        assert (feed.status_code, feed["Location"]) == (301, f"/feeds/forums/{word}-2.xml")


def test_the_next_free_address_is_taken_and_all_others_stay(cast: Cast) -> None:
    for slug in ("latest", "latest-2", "latest-3", "tag", "tags", "zwykle"):
        Forum.objects.create(slug=slug, name=slug)
    before = slugs()
    migrate()
    assert slugs() == [{"latest": "latest-4", "tag": "tag-2"}.get(slug, slug) for slug in before]
    migrate()
    assert OldForumAddress.objects.count() == 2, "done again, it changes nothing"


def test_saved_lists_go_with_the_forum(cast: Cast) -> None:
    Forum.objects.create(slug="tag", name="Dawne forum")
    Forum.objects.create(slug="tag-5", name="Inne")
    kept = {
        "forum=tag": "forum=tag-2", "show=solved&forum=tag&q=a+b": "show=solved&forum=tag-2&q=a+b",
        "forum=tag-5": "forum=tag-5", "q=forum%3Dtag": "q=forum%3Dtag",
    }  # fmt: skip
    for query in kept:
        SavedSearch.objects.create(
            person=cast.ola, kind="topics", query=query, name="x", due_at="2030-01-01T00:00:00Z"
        )
    migrate()
    rows = SavedSearch.objects.order_by("pk").values_list("query", flat=True)
    assert list(rows) == list(kept.values())


def test_an_old_address_betrays_no_forum_that_one_may_not_see(cast: Cast) -> None:
    Forum.objects.create(slug="tag", name="Sekret", audience=Audience.MODERATORS)
    migrate()
    for who in (None, cast.ola, cast.jan, cast.ewa):
        client = cast.client(who)
        for path in ("/forums/tag/", "/api/v1/forums/tag/topics", "/feeds/forums/tag.xml"):
            assert client.get(path).status_code == 404, (who, path)
    assert cast.client(cast.marta).get("/forums/tag/")["Location"] == "/forums/tag-2/"


@pytest.fixture
def admin(cast: Cast) -> Any:
    return cast.client(cast.adam)


def change(admin: Any, forum: Forum, slug: str) -> Any:
    fields = {"name": forum.name, "slug": slug, "description": "", "audience": forum.audience,
              "review": forum.review, "lang": "pl", "position": "0"}  # fmt: skip
    return admin.post(f"/admin/forums/forum/{forum.pk}/change/", fields)


def test_a_forum_that_is_renamed_by_hand_leaves_a_trace_too(cast: Cast, admin: Any) -> None:
    for wrong in ("latest", "Wielkie", "thanks"):
        assert change(admin, cast.square, wrong).status_code == 200
    assert Forum.objects.get(pk=cast.square.pk).slug == "ogolne"
    assert change(admin, cast.square, "wszystko").status_code == 302
    old = cast.client().get("/forums/ogolne/?show=solved")
    assert (old.status_code, old["Location"]) == (301, "/forums/wszystko/?show=solved")
    # What is sent to the old address is not done anywhere else.
    sent = cast.client(cast.ola).post("/forums/ogolne/ask/", {"title": "T", "body": "B"})
    assert sent.status_code == 409
    # Named as before, it is at home where it was; another that takes an old address has it.
    cast.square.refresh_from_db()
    assert change(admin, cast.square, "ogolne").status_code == 302
    assert cast.client().get("/forums/ogolne/").status_code == 200
    assert cast.client().get("/forums/wszystko/")["Location"] == "/forums/ogolne/"
    Forum.objects.create(slug="wszystko", name="Nowe")
    assert cast.client().get("/forums/wszystko/").status_code == 200
