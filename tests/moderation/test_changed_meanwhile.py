"""Nobody's words are lost under a moderator's change of them, nor under the undoing of that."""

import re
from typing import Any

import pytest

from directory.actions.hide_card import reword_card
from forums.actions.edit_post import edit_post
from forums.models import Post
from moderation.models import Appeal, Statement
from tests.cast import Cast
from tests.moderation.conftest import REASON, WORDS, thing

MENDED = "Tanie okna."
NEWER = "Okna, ale już bez telefonu."


@pytest.fixture
def post(cast: Cast) -> Post:
    found: Post = thing(cast, "post")
    return found


def mark_in(page: str) -> str:
    found = re.search(r'name="mark" value="([^"]*)"', page)
    assert found
    return found.group(1)


def correct(cast: Cast, kind: str, row: Any, mark: str) -> Any:
    data = {"verdict": "edit", "rule": "spam", "reason": REASON, "body": MENDED, "mark": mark}
    return cast.client(cast.marta).post(f"/moderation/{kind}/{row.pk}/", data)


def rewrite(cast: Cast, kind: str, row: Any, body: str) -> None:
    if kind == "card":
        reword_card(card=row, body=body)
    else:
        edit_post(by=cast.jan, post=row, body=body)


@pytest.mark.parametrize("kind", ["post", "card"])
def test_what_its_author_changed_meanwhile_is_shown_first(cast: Cast, kind: str) -> None:
    row = thing(cast, kind)
    address = f"/moderation/{kind}/{row.pk}/"
    opened = mark_in(cast.client(cast.marta).get(address).content.decode())
    rewrite(cast, kind, row, NEWER)
    refused = correct(cast, kind, row, opened)
    assert refused.status_code == 409
    page = refused.content.decode().replace("\u00a0", " ")
    assert NEWER in page and MENDED in page and "What stands there now" in page
    row.refresh_from_db()
    assert row.body == NEWER and not Statement.objects.exists()
    assert correct(cast, kind, row, mark_in(page)).status_code == 303
    row.refresh_from_db()
    assert row.body == MENDED


def test_looking_at_the_statement_does_not_hide_a_change(cast: Cast, post: Post) -> None:
    address = f"/moderation/post/{post.pk}/"
    marta = cast.client(cast.marta)
    opened = mark_in(marta.get(address).content.decode())
    edit_post(by=cast.jan, post=post, body=NEWER)
    data = {"verdict": "edit", "rule": "spam", "reason": REASON, "body": MENDED, "mark": opened}
    looked = marta.post(address, {**data, "look": "1"}).content.decode()
    assert correct(cast, "post", post, mark_in(looked)).status_code == 409


def test_undoing_it_asks_what_stays(cast: Cast, post: Post) -> None:
    assert correct(cast, "post", post, "").status_code == 303
    statement = Statement.objects.get()
    edit_post(by=cast.jan, post=Post.objects.get(pk=post.pk), body=NEWER)
    adam = cast.client(cast.adam)
    address = f"{statement.path}undo/"
    refused = adam.post(address, {"reason": "Pomyłka."})
    assert refused.status_code == 409
    page = refused.content.decode().replace("\u00a0", " ")
    assert NEWER in page and WORDS in page
    post.refresh_from_db()
    statement.refresh_from_db()
    assert post.body == NEWER and statement.undone_at is None
    assert adam.post(address, {"reason": "Pomyłka.", "words": "leave"}).status_code == 303
    post.refresh_from_db()
    statement.refresh_from_db()
    assert post.body == NEWER and statement.undone_at is not None


def test_undoing_it_brings_the_earlier_words_back_for_who_has_read_both(
    cast: Cast, post: Post
) -> None:
    correct(cast, "post", post, "")
    statement = Statement.objects.get()
    edit_post(by=cast.jan, post=Post.objects.get(pk=post.pk), body=NEWER)
    adam = cast.client(cast.adam)
    address = f"{statement.path}undo/"
    page = adam.post(address, {"reason": "Pomyłka."}).content.decode()
    mark = re.search(r'name="words" value="([0-9a-f]+)"', page)
    assert mark
    edit_post(by=cast.jan, post=Post.objects.get(pk=post.pk), body=f"{NEWER} Naprawdę.")
    late = {"reason": "Pomyłka.", "words": mark.group(1)}
    assert adam.post(address, late).status_code == 409, "it has been changed once more"
    edit_post(by=cast.jan, post=Post.objects.get(pk=post.pk), body=NEWER)
    assert adam.post(address, late).status_code == 303
    post.refresh_from_db()
    assert post.body == WORDS


def test_what_nobody_changed_comes_back_at_once(cast: Cast, post: Post) -> None:
    correct(cast, "post", post, "")
    address = f"{Statement.objects.get().path}undo/"
    assert cast.client(cast.adam).post(address, {"reason": "Pomyłka."}).status_code == 303
    post.refresh_from_db()
    assert post.body == WORDS


def test_an_appeal_that_was_right_leaves_what_its_author_has_written_since(
    cast: Cast, post: Post
) -> None:
    correct(cast, "post", post, "")
    statement = Statement.objects.get()
    edit_post(by=cast.jan, post=Post.objects.get(pk=post.pk), body=NEWER)
    cast.client(cast.jan).post(f"{statement.path}appeal/", {"body": "Było dobrze."})
    answer = cast.client(cast.adam).post(
        f"{Appeal.objects.get().path}decide/", {"outcome": "reversed", "reason": "Masz rację."}
    )
    assert answer.status_code == 303
    post.refresh_from_db()
    assert post.body == NEWER
