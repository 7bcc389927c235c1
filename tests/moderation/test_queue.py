"""The one queue: everything that waits, for whom it waits, who looks at it, and nobody's own case."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.levels import Level
from accounts.models import User
from directory.models import Membership
from forums.actions.start_topic import start_topic
from forums.duty import ForumDuty
from forums.models import Forum
from forums.review.kinds import Review
from moderation.models import Decision, Hold, Report, Statement
from tests.cast import Cast, person
from tests.moderation.conftest import MAKERS, REASON, thing

DECISION = {"verdict": "hide", "rule": "spam", "reason": REASON}


def report(cast: Cast, kind: str, pk: int, who: Any = None) -> None:
    answer = cast.client(who or cast.ewa).post(
        f"/moderation/report/{kind}/{pk}/", {"reason": "spam"}
    )
    assert answer.status_code == 303, kind


def queue(cast: Cast, who: Any = None, asked: str = "") -> str:
    answer = cast.client(who or cast.marta).get(f"/moderation/{asked}")
    assert answer.status_code == 200
    return str(answer.content.decode().replace("\u00a0", " "))


def test_everything_that_can_be_reported_stands_in_one_list(cast: Cast) -> None:
    for kind in MAKERS:
        report(cast, kind, thing(cast, kind).pk)
    page = queue(cast)
    for row in Report.objects.all():
        assert f"/moderation/{row.kind}/{row.object_id}/" in page, row.kind
        only = queue(cast, asked=f"?kind={row.kind}")
        assert only.count('id="item-') == 1
    assert f"{len(MAKERS)} things wait" in page
    assert queue(cast, asked="?kind=nie-ma").count('id="item-') == 0


def test_first_words_notes_claims_and_changes_are_in_it_too(cast: Cast, settings: Any) -> None:
    settings.RATE_LIMIT_FACTOR = 1
    Forum.objects.filter(pk=cast.square.pk).update(review=Review.FIRST)
    asked = start_topic(by=cast.ola, forum=cast.square, title="Noc", body="Jak?")
    nela = person("nela", "Nela Nowicka")
    User.objects.filter(pk=nela.pk).update(level=Level.NEWCOMER)
    cast.client(nela).post(
        f"/forums/topics/{asked.pk}/reply/", {"body": "Mamy latarki.", "key": "r1"}
    )
    Membership.objects.filter(organisation=cast.house).update(left_at=timezone.now())
    from directory.actions.claims import claim_by_word

    claim_by_word(by=cast.jan, organisation=cast.house, evidence="Jestem dyrektorem.")
    page = queue(cast)
    assert "Mamy latarki." in page and "data-approve" in page
    assert "Jestem dyrektorem." in page and "/directory/review/claims/" in page
    assert "data-approve" not in queue(cast, asked="?kind=claims")


def test_age_overdue_and_the_figures(cast: Cast) -> None:
    first, second = thing(cast, "note"), thing(cast, "post")
    report(cast, "note", first.pk)
    report(cast, "post", second.pk)
    assert "for longer than a day" not in queue(cast)
    Report.objects.filter(kind="note").update(created_at=timezone.now() - timedelta(hours=25))
    page = queue(cast)
    assert "1 for longer than a day" in page
    assert page.index("item-note-") < page.index("item-post-"), "the longest waiting first"
    cast.client(cast.marta).post(f"/moderation/note/{first.pk}/", DECISION)
    after = queue(cast)
    assert "half of the reports of the last month were answered within 25 hours" in after
    assert "Advertising 1" in after


def test_one_moderator_looks_at_it_and_the_others_see_who(cast: Cast) -> None:
    post = thing(cast, "post")
    report(cast, "post", post.pk)
    marta, adam = cast.client(cast.marta), cast.client(cast.adam)
    assert marta.post(f"/moderation/hold/post/{post.pk}/").status_code == 303
    assert "Marta Lis is looking at it" in queue(cast, cast.adam)
    assert "You are looking at it" in queue(cast)
    adam.post(f"/moderation/hold/post/{post.pk}/")
    assert Hold.objects.get().by == cast.marta
    Hold.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert "is looking at it" not in queue(cast, cast.adam), "it lapses"
    adam.post(f"/moderation/hold/post/{post.pk}/")
    assert Hold.objects.get().by == cast.adam
    marta.post(f"/moderation/leave/post/{post.pk}/")
    assert Hold.objects.exists(), "one lets go of one's own"
    assert marta.post(f"/moderation/post/{post.pk}/", DECISION).status_code == 303, (
        "it stops nobody"
    )
    for who in (cast.visitor, cast.ola, cast.ewa):
        assert cast.client(who).post(f"/moderation/hold/post/{post.pk}/").status_code == 404


def test_the_case_shows_what_stands_around_it_and_what_was_before(cast: Cast) -> None:
    post = thing(cast, "post")
    cast.client(cast.marta).post(
        f"/moderation/person/{cast.jan.pk}/", {**DECISION, "verdict": "warn"}
    )
    page = cast.client(cast.marta).get(f"/moderation/post/{post.pk}/").content.decode()
    assert "What stands around it" in page and "Jak?" in page
    assert "Decided about this author before (1)" in page
    assert Statement.objects.get().path in page


def test_who_has_seen_an_older_state_is_told(cast: Cast) -> None:
    post = thing(cast, "post")
    report(cast, "post", post.pk)
    marta, adam = cast.client(cast.marta), cast.client(cast.adam)
    seen = {"seen": "0"}
    assert marta.post(f"/moderation/post/{post.pk}/", {**DECISION, **seen}).status_code == 303
    late = adam.post(f"/moderation/post/{post.pk}/", {**DECISION, **seen, "verdict": "keep"})
    assert late.status_code == 409
    assert "Another moderator has already decided this." in late.content.decode()
    assert Decision.objects.count() == 1


def test_nobody_decides_their_own_case(cast: Cast) -> None:
    post, house = thing(cast, "post"), thing(cast, "organisation")
    report(cast, "post", post.pk, cast.marta)
    Membership.objects.create(organisation=house, person=cast.marta, role=Membership.Role.MEMBER)
    marta = cast.client(cast.marta)
    for address, why in (
        (f"/moderation/post/{post.pk}/", "You have reported this yourself"),
        (f"/moderation/organisation/{house.pk}/", "This concerns you"),
    ):
        page = marta.get(address).content.decode()
        assert why in page and 'name="verdict"' not in page, address
        assert marta.post(address, DECISION).status_code == 403, address
    assert marta.post(f"/moderation/person/{cast.marta.pk}/", DECISION).status_code == 404
    assert not Decision.objects.exists()
    assert cast.client(cast.adam).post(f"/moderation/post/{post.pk}/", DECISION).status_code == 303


def test_a_moderator_who_is_in_a_conversation_does_not_decide_about_it(cast: Cast) -> None:
    from realtime.chat.actions.start_conversation import start_conversation

    letter, _made = start_conversation(
        by=cast.jan, to=[cast.ola, cast.marta], subject="My", body="Chce pani okna?"
    )
    message = letter.messages.order_by("seq").first()
    assert message is not None
    report(cast, "message", message.pk, cast.ola)
    assert (
        cast.client(cast.marta).post(f"/moderation/message/{message.pk}/", DECISION).status_code
        == 403
    )
    assert (
        cast.client(cast.adam).post(f"/moderation/message/{message.pk}/", DECISION).status_code
        == 303
    )


def test_a_moderator_of_some_forums_decides_there_alone(cast: Cast, elsewhere: Forum) -> None:
    ForumDuty.objects.create(forum=elsewhere, person=cast.marta)
    here = thing(cast, "post")
    there = start_topic(by=cast.jan, forum=elsewhere, title="Okna", body="Tanie.")
    report(cast, "post", here.pk)
    report(cast, "topic", there.pk)
    page = queue(cast)
    assert f"/moderation/topic/{there.pk}/" in page
    assert f"/moderation/post/{here.pk}/" not in page
    marta = cast.client(cast.marta)
    assert marta.get(f"/moderation/post/{here.pk}/").status_code == 404
    assert marta.post(f"/moderation/post/{here.pk}/", DECISION).status_code == 404
    assert marta.post(f"/forums/topics/{here.topic_id}/close/").status_code == 403
    assert marta.post(f"/moderation/topic/{there.pk}/", DECISION).status_code == 303
    assert cast.client(cast.adam).get(f"/moderation/post/{here.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["visitor", "jan", "ewa", "nowa"])
def test_for_others_none_of_it_exists(cast: Cast, who: str) -> None:
    client = cast.client(getattr(cast, who))
    for address in (
        "/moderation/",
        "/moderation/?kind=post",
        "/moderation/grounds/",
        "/moderation/log/",
    ):
        assert client.get(address).status_code == 404, address
