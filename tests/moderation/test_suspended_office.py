"""Who moderates or administers does neither while they are suspended, at whatever door. Others bring them back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Role, User
from accounts.tokens import make_token
from forums.actions.start_topic import start_topic
from moderation.actions.hold import hold
from moderation.actions.report import report
from moderation.models import Act, Decision, Hold
from notifications.models import Notification
from place.models import Change
from realtime.chat.models import RoomSilence
from realtime.live.channels import KINDS
from tests.cast import Cast, person

WHY = {"reason": "Powód.", "rule": "other"}


def suspended(one: User, days: int = 3) -> User:
    User.objects.filter(pk=one.pk).update(suspended_until=timezone.now() + timedelta(days=days))
    return User.objects.get(pk=one.pk)


def test_a_moderator_who_is_banned_acts_on_nobody(cast: Cast) -> None:
    marta = cast.client(cast.marta)
    banned = cast.client(cast.adam).post(
        "/moderation/people/marta/pause/", {**WHY, "days": "36500"}
    )
    assert banned.status_code == 303
    about = "/moderation/people/jan/"
    for path, data in (
        (f"{about}pause/", {"days": "30"}), (f"{about}sweep/", {"sure": "on"}), (f"{about}level/", {"level": "3"}),
        (f"{about}resume/", {}), ("/chat/rynek/silence/jan/", {"hours": "24"}),
    ):  # fmt: skip
        assert marta.post(path, {**WHY, **data}).status_code == 404, path
    assert not Act.objects.filter(person=cast.jan).exists()
    assert not RoomSilence.objects.exists()
    cast.jan.refresh_from_db()
    assert cast.jan.suspended_until is None


@pytest.mark.parametrize("name", ["marta", "adam"])
def test_who_is_suspended_reads_no_queue_and_no_case(cast: Cast, name: str) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Noc", body="Jak?")
    report(by=cast.jan, kind="topic", object_id=topic.pk, reason="spam")
    one = suspended(getattr(cast, name))
    client = cast.client(one)
    token = {"authorization": f"Bearer {make_token(one)}"}
    for path in (
        "/moderation/", "/moderation/log/", f"/moderation/topic/{topic.pk}/", "/moderation/people/jan/",
        "/forums/moderacja/", "/chat/dyzur-moderatorow/", "/directory/review/", "/setup/", "/setup/people/ola/",
        "/curation/",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert client.get("/admin/").status_code == 302
    rooms = f"/api/v1/rooms/{cast.duty.pk}/messages"
    assert client.get(rooms, headers=token).status_code == 404
    assert client.get("/api/v1/waiting", headers=token).status_code == 404
    assert 'href="/moderation/"' not in client.get("/").content.decode()
    # What anybody reads, and what was said to them, they read on.
    assert client.get("/chat/rynek/").status_code == 200
    assert client.get("/moderation/statements/").status_code == 200


def test_the_socket_lets_them_out_of_rooms_of_moderators(cast: Cast) -> None:
    ids = {cast.duty.pk, cast.market.pk}
    assert set(KINDS["room"].visible(cast.marta, ids)) == ids
    assert set(KINDS["room"].visible(suspended(cast.marta), ids)) == {cast.market.pk}


def test_a_look_at_a_case_is_held_by_moderators_alone(cast: Cast) -> None:
    from django.http import Http404

    with pytest.raises(Http404):
        hold(by=suspended(cast.marta), kind="topic", object_id=1)
    assert not Hold.objects.exists()


def test_an_administrator_who_is_banned_sets_up_nothing(cast: Cast) -> None:
    User.objects.filter(pk=cast.marta.pk).update(role=Role.ADMIN)
    adam = cast.client(cast.adam)
    banned = cast.client(User.objects.get(pk=cast.marta.pk)).post(
        "/moderation/people/adam/pause/", {**WHY, "days": "36500"}
    )
    assert banned.status_code == 303
    for path, data in (
        ("/setup/people/ewa/", {"role": "moderator", "seen": "member"}),
        ("/setup/people/marta/", {"role": "member", "seen": "admin"}),
        ("/setup/place/identity/", {"name": "Inny rynek"}),
    ):
        assert adam.post(path, data).status_code == 404, path
    assert adam.post("/admin/taxonomy/tag/add/", {"name": "x"}).status_code == 302
    assert not Change.objects.exists()
    assert set(User.objects.exclude(role=Role.MEMBER).values_list("handle", "role")) == {
        ("marta", "admin"), ("adam", "admin"),
    }  # fmt: skip


def test_only_an_administrator_brings_a_moderator_back(cast: Cast) -> None:
    fellow = person("tadeusz", "Tadeusz Moderator", role=Role.MODERATOR)
    suspended(cast.marta)
    path = "/moderation/people/marta/resume/"
    for outsider in (cast.visitor, cast.jan, cast.ewa, User.objects.get(pk=cast.marta.pk)):
        assert cast.client(outsider).post(path, WHY).status_code == 404
    assert cast.client(fellow).post(path, WHY).status_code == 403
    assert cast.client(cast.adam).post(path, WHY).status_code == 303
    assert cast.client(cast.marta).get("/moderation/").status_code == 200


def test_somebody_is_always_left_who_administers(cast: Cast) -> None:
    """Whoever was read before the other was suspended cannot do the same to them."""
    from kernel.refusals import Refused
    from moderation.actions.pause import pause
    from moderation.actions.sweep import sweep
    from place.actions.set_role import set_role

    User.objects.filter(pk=cast.marta.pk).update(role=Role.ADMIN)
    before = User.objects.get(pk=cast.marta.pk)
    suspended(cast.marta)
    cast.adam.refresh_from_db()
    for deed in (
        lambda: pause(by=before, person=cast.adam, days=36_500, reason="x"),
        lambda: sweep(by=before, person=cast.adam, reason="x"),
        lambda: set_role(by=before, person=cast.adam, role=Role.MEMBER),
    ):
        with pytest.raises(Refused, match="only administrator"):
            deed()
    answer = cast.client(cast.adam).post("/accounts/data/delete/", {"handle": "adam"})
    assert answer.status_code in (302, 303, 403, 404, 422)
    cast.adam.refresh_from_db()
    assert (cast.adam.role, cast.adam.is_active, cast.adam.suspended) == ("admin", True, False)


def test_nobody_who_is_suspended_is_told_of_what_waits(cast: Cast) -> None:
    suspended(cast.marta)
    topic = start_topic(by=cast.jan, forum=cast.square, title="Okna", body="Tanie.")
    assert cast.client(cast.adam).post(
        f"/moderation/topic/{topic.pk}/", {**WHY, "verdict": "hide"}
    ).status_code == 303  # fmt: skip
    decision: Any = Decision.objects.get()
    third = person("tadeusz", "Tadeusz Moderator", role=Role.MODERATOR)
    path = f"/moderation/statements/{decision.statement.pk}/appeal/"
    assert cast.client(cast.jan).post(path, {"body": "To nie reklama."}).status_code == 303
    told = Notification.objects.filter(kind="appeal_made").values_list("person_id", flat=True)
    assert set(told) == {third.pk}
