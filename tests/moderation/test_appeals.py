"""An appeal: by whom it restricts, or whose report was left; a private talk; decided by another moderator; the
reverse restores."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Role, User
from forums.duty import ForumDuty
from forums.models import Post
from moderation.models import Appeal, Decision, Notice, Report, Statement, Turn
from notifications.models import Notification
from tests.cast import Cast, person
from tests.forums.conftest import drift
from tests.moderation.conftest import REASON, forget_letters, queued, thing

WHY = "To nie była reklama: pytał mnie o to dyrektor."


@pytest.fixture
def post(cast: Cast) -> Post:
    found: Post = thing(cast, "post")
    return found


@pytest.fixture
def statement(cast: Cast, post: Post) -> Statement:
    """Marta hid what Jan wrote; Ola had reported it."""
    cast.client(cast.ola).post(f"/moderation/report/post/{post.pk}/", {"reason": "spam"})
    hide(cast, post)
    return Statement.objects.get()


def hide(cast: Cast, post: Post, verdict: str = "hide") -> None:
    answer = cast.client(cast.marta).post(
        f"/moderation/post/{post.pk}/", {"verdict": verdict, "rule": "spam", "reason": REASON}
    )
    assert answer.status_code == 303


def appeal(cast: Cast, statement: Statement) -> Appeal:
    answer = cast.client(cast.jan).post(f"{statement.path}appeal/", {"body": WHY})
    assert answer.status_code == 303
    return Appeal.objects.get()


def decided(cast: Cast, who: User, row: Appeal, outcome: str, **more: str) -> Any:
    return cast.client(who).post(
        f"{row.path}decide/", {"outcome": outcome, "reason": "Masz rację.", **more}
    )


def kinds(who: User) -> list[str]:
    return list(
        Notification.objects.filter(person=who).order_by("pk").values_list("kind", flat=True)
    )


def test_from_an_appeal_to_a_post_that_is_there_again(
    cast: Cast, post: Post, statement: Statement
) -> None:
    row = appeal(cast, statement)
    assert "appeal_made" in kinds(cast.adam)
    assert "appeal_made" not in kinds(cast.marta), "she decided, and has nothing to decide here"
    assert row.path in cast.client(cast.adam).get("/moderation/?kind=appeals").content.decode()
    adam, jan = cast.client(cast.adam), cast.client(cast.jan)
    assert adam.post(f"{row.path}say/", {"body": "Który dyrektor?"}).status_code == 303
    page = jan.get(row.path).content.decode()
    assert "Który dyrektor?" in page and "Adam" not in page.split("<main")[1]
    assert jan.post(f"{row.path}say/", {"body": "Dyrektor Kowal."}).status_code == 303
    assert "Dyrektor Kowal." in adam.get(row.path).content.decode()
    assert kinds(cast.adam)[-1] == kinds(cast.jan)[-1] == "appeal_answered"
    mine = decided(cast, cast.marta, row, "reversed")
    assert mine.status_code == 403
    assert "another moderator must look" in mine.content.decode()
    assert decided(cast, cast.adam, row, "reversed").status_code == 303
    post.refresh_from_db()
    statement.refresh_from_db()
    assert not post.hidden and statement.undone_by == cast.adam
    assert (
        post.body
        in cast.client().get(f"/forums/t/{post.topic_id}/{post.topic.slug}/").content.decode()
    )
    assert "appeal_reversed" in kinds(cast.jan) and "restored" in kinds(cast.jan)
    assert drift() == []
    assert decided(cast, cast.adam, row, "upheld").status_code == 409
    assert jan.post(f"{row.path}say/", {"body": "Dziękuję."}).status_code == 409


def test_a_decision_that_stands_is_told_with_its_reason(
    cast: Cast, post: Post, statement: Statement
) -> None:
    row = appeal(cast, statement)
    assert decided(cast, cast.adam, row, "upheld").status_code == 303
    post.refresh_from_db()
    assert post.hidden
    page = cast.client(cast.jan).get(row.path).content.decode()
    assert "The decision stands." in page and "Masz rację." in page and "court" in page
    assert cast.client(cast.jan).post(f"{statement.path}appeal/", {"body": WHY}).status_code == 409


@pytest.mark.parametrize("who", ["visitor", "ola", "ewa", "nowa"])
def test_strangers_find_no_appeal_and_no_statement(
    cast: Cast, statement: Statement, who: str
) -> None:
    row = appeal(cast, statement)
    client = cast.client(getattr(cast, who))
    for address in (row.path, statement.path, f"/moderation/reports/{Report.objects.get().pk}/"):
        own = who == "ola" and "reports" in address
        assert client.get(address).status_code in ((200,) if own else (302, 404)), address
    for verb, data in (("say", {"body": "x"}), ("decide", {"outcome": "upheld", "reason": "x"})):
        assert client.post(f"{row.path}{verb}/", data).status_code in (302, 404)
    assert client.post(f"{statement.path}appeal/", {"body": "x"}).status_code in (302, 404)
    assert client.post(f"{statement.path}undo/", {"reason": "x"}).status_code in (302, 404)
    assert Turn.objects.count() == 1


def test_who_is_paused_can_appeal(cast: Cast, post: Post) -> None:
    answer = cast.client(cast.marta).post(
        f"/moderation/post/{post.pk}/",
        {"verdict": "suspend", "rule": "abuse", "reason": REASON, "hours": "168"},
    )
    assert answer.status_code == 303
    row = appeal(cast, Statement.objects.get())
    assert cast.client(cast.jan).post(f"{row.path}say/", {"body": "Proszę."}).status_code == 303
    assert decided(cast, cast.adam, row, "reversed").status_code == 303
    cast.jan.refresh_from_db()
    assert cast.jan.suspended_until is None


def test_six_months_and_no_longer(cast: Cast, statement: Statement) -> None:
    Statement.objects.update(created_at=timezone.now() - timedelta(days=179))
    assert "Send the appeal" in cast.client(cast.jan).get(statement.path).content.decode()
    Statement.objects.update(created_at=timezone.now() - timedelta(days=186))
    page = cast.client(cast.jan).get(statement.path).content.decode()
    assert "Send the appeal" not in page and "six months" in page
    late = cast.client(cast.jan).post(f"{statement.path}appeal/", {"body": WHY})
    assert late.status_code == 409
    assert not Appeal.objects.exists()


def test_where_there_is_no_other_moderator_it_is_said(cast: Cast, statement: Statement) -> None:
    User.objects.filter(pk=cast.adam.pk).update(role=Role.MEMBER)
    row = appeal(cast, statement)
    answer = decided(cast, cast.marta, row, "upheld")
    assert answer.status_code == 403
    assert "An administrator has to name one first" in answer.content.decode()
    page = cast.client(cast.marta).get(row.path).content.decode()
    assert "An administrator has to name one first" in page and 'name="outcome"' not in page


def test_a_moderator_who_reported_it_does_not_decide_the_appeal(cast: Cast, post: Post) -> None:
    cast.client(cast.adam).post(f"/moderation/report/post/{post.pk}/", {"reason": "spam"})
    hide(cast, post)
    row = appeal(cast, Statement.objects.get())
    assert decided(cast, cast.adam, row, "upheld").status_code == 403
    row.refresh_from_db()
    assert row.open


def test_who_reported_what_was_left_appeals_and_it_is_hidden_after_all(
    cast: Cast, post: Post
) -> None:
    ola = cast.client(cast.ola)
    ola.post(f"/moderation/report/post/{post.pk}/", {"reason": "abuse"})
    report = Report.objects.get()
    assert kinds(cast.ola)[-1] == "report_received"
    mine = f"/moderation/reports/{report.pk}/"
    assert "It waits for a moderator" in ola.get(mine).content.decode()
    assert ola.post(f"{mine}appeal/", {"body": WHY}).status_code == 409
    hide(cast, post, "keep")
    assert mine in ola.get("/notifications/").content.decode()
    assert ola.post(f"{mine}appeal/", {"body": "Obraża."}).status_code == 303
    row = Appeal.objects.get()
    assert decided(cast, cast.marta, row, "reversed").status_code == 403
    assert decided(cast, cast.adam, row, "reversed", rule="abuse").status_code == 303
    post.refresh_from_db()
    assert post.hidden
    assert Statement.objects.get().person == cast.jan
    assert Decision.objects.order_by("-pk")[0].moderator == cast.adam
    assert "appeal_reversed" in kinds(cast.ola)


def test_what_was_hidden_leaves_its_reporter_nothing_to_appeal_against(
    cast: Cast, statement: Statement
) -> None:
    report = Report.objects.get()
    page = cast.client(cast.ola).get(f"/moderation/reports/{report.pk}/").content.decode()
    assert "We took it away." in page and "Send the appeal" not in page
    answer = cast.client(cast.ola).post(f"/moderation/reports/{report.pk}/appeal/", {"body": WHY})
    assert answer.status_code == 409


def test_somebody_without_an_account_appeals_by_the_secret_address(cast: Cast, post: Post) -> None:
    visitor = cast.client()
    sent = visitor.post(
        "/moderation/notice/",
        {
            "url": f"/forums/t/{post.topic_id}/{post.topic.slug}/{post.number}/", "why": "Groźba, art. 190 k.k.",
            "name": "Maria Kot", "email": "maria@example.net", "good_faith": "on",
        },
    )  # fmt: skip
    assert sent.status_code == 303
    notice = Notice.objects.get()
    hide(cast, post, "keep")
    assert "Send the appeal" in visitor.get(notice.path).content.decode()
    assert visitor.post(notice.path, {"body": "To jest groźba."}).status_code == 303
    row = Appeal.objects.get()
    assert row.by is None
    cast.client(cast.adam).post(f"{row.path}say/", {"body": "Które słowa?"})
    assert "Które słowa?" in visitor.get(notice.path).content.decode()
    assert visitor.post(notice.path, {"body": "Ostatnie."}).status_code == 303
    forget_letters()
    assert decided(cast, cast.adam, row, "reversed", rule="illegal").status_code == 303
    told = [one for one in queued() if one.to == ["maria@example.net"]]
    assert told and notice.path in told[-1].body
    post.refresh_from_db()
    assert post.hidden


@pytest.mark.parametrize("wrong", ["", " \n", "x" * 40_000, "a\x00b", "a\x1bb"])
def test_a_bad_appeal_is_refused(cast: Cast, statement: Statement, wrong: str) -> None:
    answer = cast.client(cast.jan).post(f"{statement.path}appeal/", {"body": wrong})
    assert answer.status_code == 422
    assert not Appeal.objects.exists()


def test_who_looks_after_another_forum_decides_about_no_appeal(
    cast: Cast, statement: Statement
) -> None:
    elsewhere = person("mila", "Mila Inna", role=Role.MODERATOR)
    ForumDuty.objects.create(forum=cast.backroom, person=elsewhere)
    row = appeal(cast, statement)
    for outcome in ("upheld", "reversed"):
        answer = decided(cast, elsewhere, row, outcome)
        assert answer.status_code == 403
        assert "Other moderators look after this place" in answer.content.decode()
    page = cast.client(elsewhere).get(row.path).content.decode()
    assert "Other moderators look after this place" in page and 'name="outcome"' not in page
    assert Appeal.objects.get().open
    assert decided(cast, cast.adam, row, "upheld").status_code == 303
