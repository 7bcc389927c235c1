"""Anybody tells of something illegal without an account, gets a receipt at once, and hears what became of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forums.models import Post
from moderation.models import Decision, Entry, Notice, Report
from moderation.notices import forget_senders
from tests.cast import Cast
from tests.moderation.conftest import REASON, forget_letters, queued, thing

FORM = "/moderation/notice/"


@pytest.fixture
def post(cast: Cast) -> Post:
    found: Post = thing(cast, "post")
    return found


def data(post: Post, **more: str) -> dict[str, str]:
    return {
        "url": f"/forums/t/{post.topic_id}/{post.topic.slug}/{post.number}/#p{post.number}", "what": "pierwsze słowa",
        "why": "Groźba karalna, art. 190 k.k.", "name": "Maria Kot", "email": "maria@example.net",
        "good_faith": "on", **more,
    }  # fmt: skip


def letters() -> list[Any]:
    return [one for one in queued() if one.to == ["maria@example.net"]]


def test_two_steps_a_receipt_and_the_outcome(cast: Cast, post: Post) -> None:
    visitor = cast.client()
    first = visitor.get(f"{FORM}?url=/forums/").content.decode()
    assert 'name="why"' not in first
    second = visitor.get(
        f"{FORM}?step=2&url=/forums/t/{post.topic_id}/x/2/&what=tu"
    ).content.decode()
    assert 'name="why"' in second and "good faith" in second
    sent = visitor.post(FORM, data(post))
    assert sent.status_code == 303
    notice = Notice.objects.select_related("report").get()
    assert (notice.report.kind, notice.report.object_id, notice.report.reporter) == (
        "post",
        post.pk,
        None,
    )
    page = visitor.get(sent["Location"]).content.decode()
    assert notice.number in page and "receipt" in page
    assert len(letters()) == 1
    assert notice.number in letters()[0].subject and notice.path in letters()[0].body
    marta = cast.client(cast.marta)
    assert f"/moderation/post/{post.pk}/" in marta.get("/moderation/").content.decode()
    case = marta.get(f"/moderation/post/{post.pk}/").content.decode()
    assert "Groźba karalna" in case and "maria@example.net" not in case and "Maria Kot" not in case
    who = marta.post(f"/moderation/notices/{notice.pk}/sender/").content.decode()
    assert "maria@example.net" in who
    assert (
        Entry.objects.filter(
            deed="look", kind="notice", object_id=notice.pk, actor_id=cast.marta.pk
        ).count()
        == 1
    )
    forget_letters()
    marta.post(
        f"/moderation/post/{post.pk}/", {"verdict": "hide", "rule": "illegal", "reason": REASON}
    )
    assert len(letters()) == 1
    assert "We took it away." in visitor.get(notice.path).content.decode()
    told = cast.client(cast.jan).get("/notifications/").content.decode()
    assert "Maria" not in told


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/forums/t/{topic}/noc/", "topic"), ("http://testserver/forums/t/{topic}/noc/2/", "post"),
        ("/forums/t/{topic}/noc/#p2", "post"), ("/people/jan/", "person"), ("/directory/okna/", "organisation"),
        ("/notes/okna/", "note"), ("/chat/rynek/?at={seq}#m{seq}", "message"), ("/forums/", "notice"), ("/", "notice"),
        ("/forums/t/987654/x/", "notice"),
    ],
)  # fmt: skip
def test_the_address_leads_to_the_thing(
    cast: Cast, post: Post, settings: Any, address: str, kind: str
) -> None:
    settings.BASE_URL = "http://testserver"
    for made in ("organisation", "note"):
        thing(cast, made)
    message = thing(cast, "message")
    given = data(post, url=address.format(topic=post.topic_id, seq=message.seq))
    assert cast.client().post(FORM, given).status_code == 303
    report = Report.objects.get()
    assert report.kind == kind
    page = cast.client(cast.marta).get(f"/moderation/{report.kind}/{report.object_id}/")
    assert page.status_code == 200
    answer = cast.client(cast.marta).post(
        f"/moderation/{report.kind}/{report.object_id}/",
        {"verdict": "keep", "rule": "illegal", "reason": REASON},
    )
    assert answer.status_code == 303
    assert not Report.objects.filter(decision=None).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": ""}, "url"), ({"url": "http://zly.example/x"}, "url"), ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "//zly.example/"}, "url"), ({"url": "http://[::1"}, "url"), ({"why": " "}, "why"), ({"why": "x" * 9_000}, "why"),
        ({"name": ""}, "name"), ({"email": ""}, "email"), ({"email": "nie"}, "email"), ({"email": "a\x00@b.pl"}, "email"),
        ({"good_faith": ""}, "good_faith"), ({"what": "x" * 900}, "what"),
    ],
)  # fmt: skip
def test_a_bad_notice_is_refused_with_what_is_wrong(
    cast: Cast, post: Post, wrong: dict[str, str], field: str
) -> None:
    answer = cast.client().post(FORM, data(post, **wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Notice.objects.exists() and not Report.objects.exists()


def test_abuse_of_children_is_told_of_without_a_name(cast: Cast, post: Post) -> None:
    given = data(post, name="", email="", of_children="on")
    assert cast.client().post(FORM, given).status_code == 303
    assert Notice.objects.get().of_children
    assert (
        "abuse of children"
        in cast.client(cast.marta).get(f"/moderation/post/{post.pk}/").content.decode()
    )


def test_what_only_members_see_is_not_given_away(cast: Cast) -> None:
    from forums.actions.start_topic import start_topic

    secret = start_topic(by=cast.marta, forum=cast.backroom, title="Między nami", body="Sekret.")
    cast.client().post(FORM, data_for(secret.pk))
    report = Report.objects.get()
    assert report.kind == "notice"
    assert "Między" not in cast.client().get(Notice.objects.get().path).content.decode()


def data_for(topic: int) -> dict[str, str]:
    return {
        "url": f"/forums/t/{topic}/x/", "why": "Bo tak.", "name": "Maria Kot", "email": "maria@example.net", "good_faith": "on",
    }  # fmt: skip


def test_the_secret_is_needed_and_the_sender_is_for_moderators(cast: Cast, post: Post) -> None:
    cast.client().post(FORM, data(post))
    notice = Notice.objects.get()
    assert cast.client().get("/moderation/notices/zgadywany/").status_code == 404
    for who in (cast.visitor, cast.ola, cast.jan, cast.ewa):
        assert cast.client(who).post(f"/moderation/notices/{notice.pk}/sender/").status_code == 404
        assert cast.client(who).get(f"/moderation/notices/{notice.pk}/").status_code == 404
    answer = cast.client().get(notice.path)
    assert answer["X-Robots-Tag"] == "noindex" and "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("limits_in_life")
def test_an_address_sends_so_many_and_no_more(cast: Cast, post: Post) -> None:
    visitor = cast.client()
    answers = [visitor.post(FORM, data(post)).status_code for _ in range(6)]
    assert answers == [303] * 4 + [429] * 2
    assert Notice.objects.count() == 4


def test_who_has_no_account_is_led_from_report_to_the_notice(cast: Cast, post: Post) -> None:
    answer = cast.client().get(f"/moderation/report/post/{post.pk}/")
    assert answer.status_code == 302 and answer["Location"].startswith("/moderation/notice/?url=")
    page = cast.client().get(answer["Location"]).content.decode()
    assert f"next=/moderation/report/post/{post.pk}/" in page
    assert f"/{post.number}/" in page


def test_who_sent_it_is_forgotten_when_nobody_can_appeal_any_more(cast: Cast, post: Post) -> None:
    cast.client().post(FORM, data(post))
    address = f"/moderation/post/{post.pk}/"
    cast.client(cast.marta).post(address, {"verdict": "keep", "rule": "illegal", "reason": REASON})
    forget_senders()
    assert Notice.objects.get().email == "maria@example.net"
    Decision.objects.update(created_at=timezone.now() - timedelta(days=191))
    forget_senders()
    row = Notice.objects.get()
    assert (row.name, row.email) == ("", "")
    assert "Maria" not in cast.client().get(row.path).content.decode()
