"""An appeal by who reported something leads somewhere, and they read how it stands now."""

from typing import Any

import pytest

from forums.actions.remove_post import remove_post
from forums.models import Post
from moderation.models import Appeal, Notice, Report, Statement
from notifications.models import Notification
from tests.cast import Cast
from tests.moderation.conftest import REASON, WORDS, forget_letters, queued, thing

WHY = "To nadal obraża."


@pytest.fixture
def post(cast: Cast) -> Post:
    found: Post = thing(cast, "post")
    return found


@pytest.fixture
def report(cast: Cast, post: Post) -> Report:
    """Ola's."""
    cast.client(cast.ola).post(f"/moderation/report/post/{post.pk}/", {"reason": "abuse"})
    return Report.objects.get()


def decide(cast: Cast, kind: str, pk: int, verdict: str) -> Any:
    return cast.client(cast.marta).post(
        f"/moderation/{kind}/{pk}/", {"verdict": verdict, "rule": "abuse", "reason": REASON}
    )


def answered(cast: Cast, row: Appeal, who: Any) -> Any:
    return cast.client(who).post(
        f"{row.path}decide/", {"outcome": "reversed", "reason": "Masz rację.", "rule": "abuse"}
    )


def mine(cast: Cast, report: Report, who: Any) -> str:
    answer = cast.client(who).get(f"/moderation/reports/{report.pk}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_notice_of_no_single_thing_waits_again_when_its_appeal_was_right(cast: Cast) -> None:
    visitor = cast.client()
    given = {
        "url": "/directory/", "why": "Wszystko tu jest bezprawne.", "name": "Maria Kot",
        "email": "maria@example.net", "good_faith": "on",
    }  # fmt: skip
    assert visitor.post("/moderation/notice/", given).status_code == 303
    notice = Notice.objects.get()
    assert decide(cast, "notice", notice.pk, "keep").status_code == 303
    assert visitor.post(notice.path, {"body": WHY}).status_code == 303
    row = Appeal.objects.get()
    assert answered(cast, row, cast.marta).status_code == 403
    assert answered(cast, row, cast.adam).status_code == 303
    row.refresh_from_db()
    assert row.state == "reversed"
    page = visitor.get(notice.path).content.decode()
    assert "It waits for a moderator" in page and "Masz rację." in page
    case = f"/moderation/notice/{notice.pk}/"
    assert case in cast.client(cast.adam).get("/moderation/").content.decode()
    assert decide(cast, "notice", notice.pk, "keep").status_code == 303
    assert "did not take it away" in visitor.get(notice.path).content.decode()
    for stranger in (cast.ola, cast.ewa, None):
        assert cast.client(stranger).get(case).status_code in (302, 404)


def test_an_appeal_about_what_is_gone_is_answered_and_keeps_its_author_from_bringing_it_back(
    cast: Cast, post: Post, report: Report
) -> None:
    remove_post(by=cast.jan, post=post)
    assert decide(cast, "post", post.pk, "keep").status_code == 303
    assert "It is no longer there" in mine(cast, report, cast.ola)
    assert cast.client(cast.ola).post(f"/moderation/reports/{report.pk}/appeal/", {"body": WHY}).status_code == 303  # fmt: skip
    row = Appeal.objects.get()
    assert answered(cast, row, cast.adam).status_code == 303
    post.refresh_from_db()
    assert post.hidden and post.removed_at is not None
    assert "We took it away." in mine(cast, report, cast.ola)
    assert cast.client(cast.jan).post(f"/forums/topics/{post.topic_id}/posts/{post.number}/restore/").status_code == 404  # fmt: skip


def test_an_appeal_about_what_has_no_row_any_more_is_answered(cast: Cast) -> None:
    thanks = thing(cast, "thanks")
    cast.client(cast.ewa).post(f"/moderation/report/thanks/{thanks.pk}/", {"reason": "abuse"})
    report = Report.objects.get()
    pk = thanks.pk
    thanks.delete()
    assert decide(cast, "thanks", pk, "keep").status_code == 303
    ewa = cast.client(cast.ewa)
    assert ewa.post(f"/moderation/reports/{report.pk}/appeal/", {"body": WHY}).status_code == 303
    row = Appeal.objects.get()
    assert answered(cast, row, cast.adam).status_code == 303
    assert "Masz rację." in ewa.get(row.path).content.decode()
    assert "It is no longer there" in mine(cast, report, cast.ewa)


def test_an_appeal_about_what_was_hidden_meanwhile_is_answered(
    cast: Cast, post: Post, report: Report
) -> None:
    assert decide(cast, "post", post.pk, "keep").status_code == 303
    cast.client(cast.ola).post(f"/moderation/reports/{report.pk}/appeal/", {"body": WHY})
    assert decide(cast, "post", post.pk, "hide").status_code == 303
    assert "We took it away." in mine(cast, report, cast.ola)
    assert answered(cast, Appeal.objects.get(), cast.adam).status_code == 303
    post.refresh_from_db()
    assert post.hidden


@pytest.mark.parametrize("verdict", ["hide", "remove"])
@pytest.mark.parametrize("way", ["appeal", "undo", "restore"])
def test_what_is_shown_again_is_told_to_who_reported_it_and_can_be_appealed_against(
    cast: Cast, post: Post, report: Report, verdict: str, way: str
) -> None:
    assert decide(cast, "post", post.pk, verdict).status_code == 303
    statement = Statement.objects.get()
    adam = cast.client(cast.adam)
    assert "We took it away." in mine(cast, report, cast.ola)
    if way == "appeal":
        cast.client(cast.jan).post(f"{statement.path}appeal/", {"body": WHY})
        assert answered(cast, Appeal.objects.get(), cast.adam).status_code == 303
        Appeal.objects.all().delete()
    elif way == "undo":
        assert adam.post(f"{statement.path}undo/", {"reason": "Pomyłka."}).status_code == 303
    elif verdict == "hide":
        data = {"verdict": "restore", "rule": "abuse", "reason": "Pomyłka."}
        assert adam.post(f"/moderation/post/{post.pk}/", data).status_code == 303
    else:
        address = f"/forums/topics/{post.topic_id}/posts/{post.number}/restore/"
        assert adam.post(address).status_code == 303
    post.refresh_from_db()
    assert not post.gone
    page = mine(cast, report, cast.ola)
    assert "We took it away." not in page and "is shown again" in page and "Send the appeal" in page
    assert Notification.objects.filter(person=cast.ola, kind="report_restored").count() == 1
    assert "You can appeal" in cast.client(cast.ola).get("/notifications/").content.decode()
    assert not Notification.objects.filter(person=cast.ewa).exists()
    sent = cast.client(cast.ola).post(f"/moderation/reports/{report.pk}/appeal/", {"body": WHY})
    assert sent.status_code == 303
    row = Appeal.objects.get()
    assert answered(cast, row, cast.adam).status_code == 403, "who showed it again does not decide"
    assert answered(cast, row, cast.marta).status_code == 303
    post.refresh_from_db()
    assert post.hidden
    assert "We took it away." in mine(cast, report, cast.ola)
    assert WORDS not in cast.client().get(f"/forums/t/{post.topic_id}/x/").content.decode()


def test_who_has_no_account_is_told_as_well(cast: Cast, post: Post) -> None:
    visitor = cast.client()
    given = {
        "url": f"/forums/t/{post.topic_id}/{post.topic.slug}/{post.number}/", "why": "Groźba.",
        "name": "Maria Kot", "email": "maria@example.net", "good_faith": "on",
    }  # fmt: skip
    assert visitor.post("/moderation/notice/", given).status_code == 303
    notice = Notice.objects.get()
    assert notice.report.words == WORDS
    decide(cast, "post", post.pk, "hide")
    forget_letters()
    address = f"{Statement.objects.get().path}undo/"
    assert cast.client(cast.adam).post(address, {"reason": "Pomyłka."}).status_code == 303
    told = [one for one in queued() if one.to == ["maria@example.net"]]
    assert len(told) == 1 and "shown again" in told[0].body
    page = visitor.get(notice.path).content.decode()
    assert "is shown again" in page and "Send the appeal" in page
