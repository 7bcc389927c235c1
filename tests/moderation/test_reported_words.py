"""What was reported is judged as it read then, whatever its author does to it afterwards; and who reported it is
told what became of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forums.actions.edit_post import edit_post
from forums.actions.remove_post import remove_post
from forums.actions.restore_post import restore_post
from forums.models import Post
from kernel.refusals import Refused
from moderation.models import Appeal, Decision, Report, Statement
from moderation.reported import forget_words, number_of_words
from notifications.models import Notification
from realtime.chat.actions.edit_message import edit_message
from realtime.chat.actions.remove_message import remove_message
from realtime.chat.models import Message
from tests.cast import Cast
from tests.moderation.conftest import REASON, WORDS, thing

HARMLESS = "Miłego dnia."
WHY = "To nadal obraża."


def flag(cast: Cast, kind: str, row: Any) -> Report:
    """Ola reports it."""
    answer = cast.client(cast.ola).post(
        f"/moderation/report/{kind}/{row.pk}/", {"reason": "abuse", "key": "a"}
    )
    assert answer.status_code == 303
    return Report.objects.get()


def decide(cast: Cast, kind: str, row: Any, verdict: str, **more: str) -> Any:
    data = {"verdict": verdict, "rule": "abuse", "reason": REASON, **more}
    return cast.client(cast.marta).post(f"/moderation/{kind}/{row.pk}/", data)


def page(cast: Cast, who: Any, address: str) -> str:
    answer = cast.client(who).get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode()).replace("\u00a0", " ")


def bells(who: Any) -> list[str]:
    return list(
        Notification.objects.filter(person=who).order_by("pk").values_list("kind", flat=True)
    )


def change(cast: Cast, kind: str, row: Any) -> None:
    if kind == "message":
        edit_message(by=cast.jan, message=row, body=HARMLESS)
    else:
        edit_post(by=cast.jan, post=row, body=HARMLESS)


def remove(cast: Cast, kind: str, row: Any) -> None:
    if kind == "message":
        remove_message(by=cast.jan, message=Message.objects.get(pk=row.pk))
    else:
        remove_post(by=cast.jan, post=row)


@pytest.mark.parametrize("kind", ["message", "post"])
def test_changed_words_are_judged_as_they_were_reported(cast: Cast, kind: str) -> None:
    row = thing(cast, kind)
    flag(cast, kind, row)
    change(cast, kind, row)
    assert WORDS in page(cast, cast.marta, "/moderation/")
    case = page(cast, cast.marta, f"/moderation/{kind}/{row.pk}/")
    assert WORDS in case and HARMLESS in case and "What was reported" in case
    for outsider in (cast.jan, cast.ola, cast.ewa, cast.nowa, None):
        assert cast.client(outsider).get(f"/moderation/{kind}/{row.pk}/").status_code in (302, 404)
    assert decide(cast, kind, row, "warn").status_code == 303
    statement = Statement.objects.get()
    assert WORDS in page(cast, cast.jan, statement.path)
    assert statement.person == cast.jan
    assert WORDS in page(cast, cast.adam, f"/moderation/{kind}/{row.pk}/"), "for an appeal"


@pytest.mark.parametrize("kind", ["message", "post"])
@pytest.mark.parametrize("verdict", ["warn", "suspend", "hide"])
def test_removed_words_are_judged_as_well(cast: Cast, kind: str, verdict: str) -> None:
    row = thing(cast, kind)
    flag(cast, kind, row)
    change(cast, kind, row)
    remove(cast, kind, row)
    case = page(cast, cast.marta, f"/moderation/{kind}/{row.pk}/")
    assert WORDS in case and f'value="{verdict}"' in case and "It has been removed" in case
    for cannot in ("edit", "remove", "move"):
        assert f'value="{cannot}"' not in case
    assert decide(cast, kind, row, verdict, hours="24").status_code == 303
    statement = Statement.objects.get()
    assert (statement.person, statement.verdict) == (cast.jan, verdict)
    assert WORDS in page(cast, cast.jan, statement.path)
    cast.jan.refresh_from_db()
    assert (cast.jan.suspended_until is not None) == (verdict == "suspend")


def test_a_message_that_its_author_removed_still_silences_them(cast: Cast) -> None:
    row = thing(cast, "message")
    flag(cast, "message", row)
    remove(cast, "message", row)
    assert decide(cast, "message", row, "silence", hours="24").status_code == 303
    assert Statement.objects.get().person == cast.jan


def test_what_nobody_reported_is_gone_for_moderators_too(cast: Cast) -> None:
    for kind in ("message", "post"):
        row = thing(cast, kind)
        remove(cast, kind, row)
        assert cast.client(cast.marta).get(f"/moderation/{kind}/{row.pk}/").status_code == 404


def test_no_author_brings_back_what_waits_for_a_decision(cast: Cast) -> None:
    post: Post = thing(cast, "post")
    flag(cast, "post", post)
    remove(cast, "post", post)
    address = f"/forums/topics/{post.topic_id}/posts/{post.number}/restore/"
    jan = cast.client(cast.jan)
    assert jan.post(address).status_code == 403
    assert "Bring it back" not in page(cast, cast.jan, address).split("<main")[1]
    post.refresh_from_db()
    assert post.removed_at is not None
    assert decide(cast, "post", post, "hide").status_code == 303
    assert jan.post(address).status_code in (403, 404)
    with pytest.raises(Refused):
        restore_post(by=cast.jan, post=Post.objects.get(pk=post.pk))
    for viewer in (None, cast.ola, cast.jan):
        assert WORDS not in page(cast, viewer, f"/forums/t/{post.topic_id}/{post.topic.slug}/")


def test_what_was_left_comes_back_and_removing_twice_is_nothing_new(cast: Cast) -> None:
    post: Post = thing(cast, "post")
    flag(cast, "post", post)
    remove(cast, "post", post)
    remove(cast, "post", post)
    assert decide(cast, "post", post, "keep").status_code == 303
    address = f"/forums/topics/{post.topic_id}/posts/{post.number}/restore/"
    assert cast.client(cast.jan).post(address).status_code == 303
    post.refresh_from_db()
    assert post.removed_at is None


def test_the_bell_and_the_page_say_the_same_of_what_is_gone(cast: Cast) -> None:
    post: Post = thing(cast, "post")
    report = flag(cast, "post", post)
    remove(cast, "post", post)
    assert decide(cast, "post", post, "keep").status_code == 303
    assert "It is no longer there" in page(cast, cast.ola, "/notifications/")
    mine = page(cast, cast.ola, f"/moderation/reports/{report.pk}/")
    assert "It is no longer there" in mine and "did not take it away" not in mine


def test_of_what_is_no_row_any_more_its_author_can_still_be_warned(cast: Cast) -> None:
    thanks = thing(cast, "thanks")
    flag_by = cast.client(cast.ewa)
    assert flag_by.post(
        f"/moderation/report/thanks/{thanks.pk}/", {"reason": "abuse", "key": "a"}
    ).status_code == 303  # fmt: skip
    pk = thanks.pk
    thanks.delete()
    thanks.pk = pk
    case = page(cast, cast.marta, f"/moderation/thanks/{pk}/")
    assert WORDS in case and 'value="warn"' in case and 'value="hide"' not in case
    assert decide(cast, "thanks", thanks, "hide").status_code == 409
    assert decide(cast, "thanks", thanks, "warn").status_code == 303
    statement = Statement.objects.get()
    assert statement.person == cast.jan and WORDS in statement.excerpt


def test_the_words_are_forgotten_with_the_last_day_of_an_appeal(cast: Cast) -> None:
    post: Post = thing(cast, "post")
    report = flag(cast, "post", post)
    assert report.words == WORDS and report.author == cast.jan
    Decision.objects.update(created_at=timezone.now() - timedelta(days=191))
    assert number_of_words() == 0, "what waits is kept"
    assert decide(cast, "post", post, "keep").status_code == 303
    assert number_of_words() == 0
    Decision.objects.update(created_at=timezone.now() - timedelta(days=191))
    appeal = Appeal.objects.create(report=report, by=cast.ola)
    assert number_of_words() == 0, "somebody still appeals"
    appeal.delete()
    assert forget_words() == 1
    report.refresh_from_db()
    assert report.words == "" and number_of_words() == 0
