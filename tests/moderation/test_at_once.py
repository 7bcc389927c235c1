"""Two moderators decide in the same moment: one decision, one statement, one letter; the other is told."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client

from forums.models import Post
from kernel.jobs import work_off as send
from kernel.ordering import in_commit_order
from moderation.audit import chain, record
from moderation.models import Appeal, Decision, Entry, Report, Statement
from notifications.models import Notification
from tests.cast import Cast
from tests.forums.conftest import drift
from tests.forums.test_review_at_once import stopped, until
from tests.moderation.conftest import REASON, thing

pytestmark = pytest.mark.django_db(transaction=True)
HIDE = {"verdict": "hide", "rule": "spam", "reason": REASON, "seen": "0"}
KEEP = {**HIDE, "verdict": "keep"}
REMOVE = {**HIDE, "verdict": "remove"}
SUSPEND = {**HIDE, "verdict": "suspend", "hours": "24"}


@pytest.fixture(autouse=True)
def _two_at_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time anyway")


def at_once(hold: Callable[[], None], *sends: Callable[[], Any]) -> list[Any]:
    """The answers to what all send while `hold` holds them up: nobody is first until it is let go."""

    def run(one: Callable[[], Any]) -> Any:
        try:
            return one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sends)) as people:
        with transaction.atomic():
            hold()
            going: list[Future[Any]] = [people.submit(run, one) for one in sends]
            until(lambda: stopped() == len(sends) or any(one.done() for one in going))
            assert not any(one.done() for one in going), "somebody decided about what was held"
        return [one.result(30) for one in going]


def posting(client: Client, address: str, data: dict[str, str]) -> Callable[[], Any]:
    return lambda: client.post(address, data)


@pytest.mark.parametrize("reported", [True, False], ids=["reported", "nobody reported it"])
@pytest.mark.parametrize(
    ("one", "other"), [(HIDE, HIDE), (HIDE, KEEP), (HIDE, REMOVE), (SUSPEND, HIDE), (KEEP, KEEP)],
    ids=["both hide", "hide, keep", "hide, remove", "suspend, hide", "both keep"],
)  # fmt: skip
def test_one_decision_one_statement_one_letter(
    cast: Cast, one: dict[str, str], other: dict[str, str], reported: bool
) -> None:
    post: Post = thing(cast, "post")
    if reported:
        cast.client(cast.ola).post(f"/moderation/report/post/{post.pk}/", {"reason": "spam"})
    mail.outbox.clear()
    address = f"/moderation/post/{post.pk}/"
    answers = at_once(
        lambda: in_commit_order(f"moderation.post.{post.pk}"),
        posting(cast.client(cast.marta), address, one),
        posting(cast.client(cast.adam), address, other),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    told = next(answer for answer in answers if answer.status_code == 409)
    assert "Another moderator has already decided this." in told.content.decode()
    won = (one, other)[[answer.status_code for answer in answers].index(303)]
    decision = Decision.objects.get()
    assert decision.verdict == won["verdict"]
    stated = 0 if won["verdict"] == "keep" else 1
    assert Statement.objects.count() == stated
    assert not Report.objects.filter(decision=None).exists()
    send()
    assert len([x for x in mail.outbox if "/moderation/statements/" in str(x.body)]) == stated
    assert Notification.objects.filter(person=cast.jan).exclude(kind="paused").count() <= 1
    assert list(chain(False)) == []
    assert drift() == []


def test_two_moderators_decide_one_appeal(cast: Cast) -> None:
    post: Post = thing(cast, "post")
    cast.client(cast.marta).post(f"/moderation/post/{post.pk}/", HIDE)
    cast.client(cast.jan).post(f"{Statement.objects.get().path}appeal/", {"body": "Nie."})
    row = Appeal.objects.get()
    from accounts.models import Role
    from tests.cast import person

    ida = person("ida", "Ida Sowa", role=Role.MODERATOR)

    def hold() -> None:
        Appeal.objects.select_for_update().get(pk=row.pk)

    answers = at_once(
        hold,
        posting(
            cast.client(cast.adam), f"{row.path}decide/", {"outcome": "reversed", "reason": "Tak."}
        ),
        posting(cast.client(ida), f"{row.path}decide/", {"outcome": "upheld", "reason": "Nie."}),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    row.refresh_from_db()
    post.refresh_from_db()
    assert post.hidden == (row.state == "upheld")
    assert (
        Notification.objects.filter(
            person=cast.jan, kind__in=("appeal_upheld", "appeal_reversed")
        ).count()
        == 1
    )
    assert Entry.objects.filter(deed="appeal").count() == 1
    assert list(chain(False)) == []


def test_one_statement_is_undone_once(cast: Cast) -> None:
    post: Post = thing(cast, "post")
    cast.client(cast.marta).post(f"/moderation/post/{post.pk}/", HIDE)
    address = f"{Statement.objects.get().path}undo/"
    answers = at_once(
        lambda: in_commit_order(f"moderation.post.{post.pk}"),
        posting(cast.client(cast.adam), address, {"reason": "Pomyłka."}),
        posting(cast.client(cast.marta), address, {"reason": "Pomyłka."}),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert drift() == []


def test_many_write_into_the_log_at_once_and_the_chain_has_no_gap(cast: Cast) -> None:
    def write(number: int) -> Callable[[], Any]:
        def one() -> None:
            with transaction.atomic():
                record("list", by=cast.marta, kind="list_word", object_id=number)

        return one

    at_once(lambda: in_commit_order("moderation.audit"), *(write(number) for number in range(8)))
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, 9)
    )
    assert list(chain(False)) == []


def test_one_person_reports_twice_at_once(cast: Cast) -> None:
    post: Post = thing(cast, "post")
    ola = cast.client(cast.ola)
    address = f"/moderation/report/post/{post.pk}/"
    with ThreadPoolExecutor(4) as people:

        def press(_n: int) -> int:
            try:
                return int(ola.post(address, {"reason": "spam", "key": "k1"}).status_code)
            finally:
                connection.close()

        assert set(people.map(press, range(4))) == {303}
    assert Report.objects.count() == 1
    assert Entry.objects.filter(deed="report").count() == 1
