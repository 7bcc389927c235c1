"""What is kept for how long: every line of the table is kept to, and no column that could tell on somebody is
missing in it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from accounts.models import Invitation, OpenSession, User
from accounts.own_data import copying
from accounts.own_data.models import DataCopy
from composing.models import Attachment, Draft
from directory.models import Claim, ImportJob, ImportLine
from forums.review.models import Waiting
from kernel import background
from kernel.models import UsedKey
from kernel.retention import table
from kernel.retention.table import LOT, Row, Work, keep, rows, term_words
from moderation.actions.decide import decide
from moderation.models import Appeal, Hold, Notice, Statement
from notifications.models import Notification, ReceivedMail, SavedSearch, ToldHit
from realtime.chat.models import Message, Room, RoomSilence
from realtime.push.actions import digest_of
from realtime.push.models import PushSubscription
from search.models import Miss
from tests.cast import Cast

Aged = Callable[[Cast, timedelta], Any]
"""Makes a row whose time is over for so long (or still runs, if less than none); its model's query for it."""


def ago(age: timedelta, row: Row) -> Any:
    return timezone.now() - (row.term or timedelta()) - age


def _task(status: str, code: str) -> Aged:
    def make(cast: Cast, age: timedelta) -> Any:
        row = DBTaskResult.objects.create(
            status=status, task_path="kernel.mail.send_mail", args_kwargs={"args": [], "kwargs": {}},
            finished_at=ago(age, rows[code]), backend_name="default", run_after=timezone.now(),
        )  # fmt: skip
        return DBTaskResult.objects.filter(pk=row.pk)

    return make


def _of(model: Any, code: str, column: str, **values: Any) -> Aged:
    """A row of one column that counts. Values that are called get the cast."""

    def make(cast: Cast, age: timedelta) -> Any:
        given = {name: value(cast) if callable(value) else value for name, value in values.items()}
        row = model.objects.create(**given)
        model.objects.filter(pk=row.pk).update(**{column: ago(age, rows[code])})
        return model.objects.filter(pk=row.pk)

    return make


def _session(cast: Cast, age: timedelta) -> Any:
    key = f"k{Session.objects.count()}"
    Session.objects.create(session_key=key, session_data="x", expire_date=timezone.now() - age)
    return Session.objects.filter(pk=key)


def _invitation(cast: Cast, age: timedelta, column: str, code: str) -> Any:
    row = Invitation.objects.create(by=cast.marta, email=f"a{age.days}@example.org", language="pl")
    at = {column: ago(age, rows[code])}
    Invitation.objects.filter(pk=row.pk).update(**at)
    return Invitation.objects.filter(pk=row.pk)


def _browser(cast: Cast, age: timedelta) -> Any:
    """The old one has no log-in any more, the young one has."""
    key = f"s{PushSubscription.objects.count()}"
    row = PushSubscription.objects.create(
        person=cast.ola, endpoint=f"https://push.example.org/{key}", key="k", secret="s", session=digest_of(key),
        auth_hash="h",
    )  # fmt: skip
    if age < timedelta():
        OpenSession.objects.create(person=cast.ola, session_key=key)
    long_ago = timezone.now() - timedelta(days=400)
    PushSubscription.objects.filter(pk=row.pk).update(created_at=long_ago)
    return PushSubscription.objects.filter(pk=row.pk)


def _message(cast: Cast, age: timedelta) -> Any:
    room = Room.objects.create(
        slug=f"r{age.days}", name="R", audience="members", keeps_months=1, message_count=1
    )
    at = timezone.now() - timedelta(days=31) - age if age > timedelta() else timezone.now()
    row = Message.objects.create(
        room=room, seq=1, author=cast.ola, body="b", html="b", created_at=at
    )
    return Message.objects.filter(pk=row.pk)


def _sender(cast: Cast, age: timedelta) -> Any:
    answer = cast.client().post(
        "/moderation/notice/",
        {"url": f"http://testserver/directory/{cast.house.slug}/", "what": "Zdjęcie", "why": "Prawo autorskie, art. 1.",
         "name": "Maria Cicha", "email": f"m{age.days}@example.net", "sure": "on", "good_faith": "on"},
    )  # fmt: skip
    assert answer.status_code == 303, answer.content.decode()[-1500:]
    notice = Notice.objects.order_by("-pk")[0]
    report = notice.report
    made = decide(by=cast.marta, kind=report.kind, object_id=report.object_id, verdict="keep", rule="illegal", reason="Nie.")  # fmt: skip
    type(made).objects.filter(pk=made.pk).update(created_at=ago(age, rows["moderation.senders"]))
    return Notice.objects.filter(pk=notice.pk).exclude(email="")


def _reported(cast: Cast, age: timedelta) -> Any:
    _sender(cast, age)
    report = Notice.objects.order_by("-pk")[0].report
    return type(report).objects.filter(pk=report.pk).exclude(words="")


def _claim(cast: Cast, age: timedelta) -> Any:
    row = Claim.objects.create(
        organisation=cast.house, person=cast.jan, email="jan@dom.example", evidence="Pracuję tam.",
        status=Claim.Status.REJECTED, decided_at=ago(age, rows["directory.claims"]),
    )  # fmt: skip
    return Claim.objects.filter(pk=row.pk).exclude(email="", evidence="")


def _import_line(cast: Cast, age: timedelta) -> Any:
    job = ImportJob.objects.create(by=cast.marta, name="a.csv", ended_at=ago(age, rows["directory.import_lines"]))  # fmt: skip
    row = ImportLine.objects.create(job=job, line=2, outcome="new", name="Dom")
    return ImportLine.objects.filter(pk=row.pk)


def _copy(cast: Cast, age: timedelta) -> Any:
    store = f"{age.days}.zip"
    (copying.folder() / store).write_bytes(b"zip")
    row = DataCopy.objects.create(person=cast.ola, store=store, ready_at=ago(age, rows["accounts.copies"]))  # fmt: skip
    return DataCopy.objects.filter(pk=row.pk)


def _told(cast: Cast, age: timedelta) -> Any:
    search = SavedSearch.objects.create(
        person=cast.ola, kind="needs", query=f"q={age.days}", name="x", due_at=timezone.now(), active=False
    )  # fmt: skip
    row = ToldHit.objects.create(search=search, object_id=1, at=ago(age, rows["notifications.told"]))  # fmt: skip
    return ToldHit.objects.filter(pk=row.pk)


def _miss(cast: Cast, age: timedelta) -> Any:
    on = timezone.localdate() - (rows["search.misses"].term or timedelta()) - age
    row = Miss.objects.create(text=f"słowo{age.days}", last_on=on)
    return Miss.objects.filter(pk=row.pk)


AGED: dict[str, Aged] = {
    "kernel.tasks": _task("SUCCESSFUL", "kernel.tasks"),
    "kernel.parked": _task("FAILED", "kernel.parked"),
    "kernel.keys": _of(
        UsedKey, "kernel.keys", "created_at", person_id=1, body_hash="h",
        key=lambda cast: f"k{UsedKey.objects.count()}",
    ),
    "kernel.administration": _of(
        LogEntry, "kernel.administration", "action_time", user=lambda cast: cast.adam, object_id="1",
        object_repr="Ola", action_flag=2,
        content_type=lambda cast: ContentType.objects.get_for_model(User),
    ),
    "accounts.sessions": _session,
    "accounts.devices": _of(
        OpenSession, "accounts.devices", "seen_at", person=lambda cast: cast.ola,
        session_key=lambda cast: f"k{OpenSession.objects.count()}",
    ),
    "accounts.confirmations": _of(
        EmailConfirmation, "accounts.confirmations", "created",
        key=lambda cast: f"k{EmailConfirmation.objects.count()}",
        email_address=lambda cast: EmailAddress.objects.get(user=cast.ola),
    ),
    "accounts.invitations": lambda cast, age: _invitation(cast, age, "sent_at", "accounts.invitations"),
    "accounts.invited": lambda cast, age: _invitation(cast, age, "accepted_at", "accounts.invited"),
    "accounts.copies": _copy,
    "composing.drafts": _of(
        Draft, "composing.drafts", "saved_at", person=lambda cast: cast.ola, body="x", device="d",
        place=lambda cast: f"p{Draft.objects.count()}",
    ),
    "composing.files": _of(
        Attachment, "composing.files", "created_at", sender=lambda cast: cast.ola, name="a.pdf", kind="pdf",
        store=lambda cast: f"nowhere-{Attachment.objects.count()}", size=1,
    ),
    "moderation.senders": _sender,
    "moderation.reported": _reported,
    "moderation.holds": _of(
        Hold, "moderation.holds", "until", kind="post", by=lambda cast: cast.marta, until=timezone.now(),
        object_id=lambda cast: Hold.objects.count(),
    ),
    "notifications.seen": _of(
        Notification, "notifications.seen", "seen_at", person=lambda cast: cast.ola, kind="reply", url="/",
    ),
    "notifications.received": _of(
        ReceivedMail, "notifications.received", "received_at", person=lambda cast: cast.ola,
        mark=lambda cast: f"m{ReceivedMail.objects.count()}",
    ),
    "notifications.told": _told,
    "directory.claims": _claim,
    "directory.import_lines": _import_line,
    "directory.import_files": _of(
        ImportJob, "directory.import_files", "created_at", by=lambda cast: cast.marta, name="a.csv", file="a.csv",
    ),
    "search.misses": _miss,
    "realtime.browsers": _browser,
    "realtime.rooms": _message,
    "realtime.silences": _of(
        RoomSilence, "realtime.silences", "until", room=lambda cast: cast.market, reason="x", until=timezone.now(),
        person=lambda cast: User.objects.exclude(pk__in=RoomSilence.objects.values("person"))[0],
    ),
    "forums.waited": _of(
        Waiting, "forums.waited", "decided_at", forum=lambda cast: cast.square, author=lambda cast: cast.jan,
        lang="pl", body="b", html="b", cause="review", state="refused", title="t",
    ),
}  # fmt: skip


def test_every_line_that_has_work_is_tried_here() -> None:
    assert set(AGED) == {row.code for row, _work in table.working()}


@pytest.mark.parametrize("code", sorted(AGED))
def test_the_old_goes_and_the_young_stays(cast: Cast, code: str) -> None:
    old, young = (AGED[code](cast, age) for age in (timedelta(days=2), -timedelta(hours=1)))
    work = rows[code].work
    assert work is not None
    assert (old.exists(), young.exists(), work.due()) == (True, True, 1)
    keep()
    assert (old.exists(), young.exists(), work.due()) == (False, True, 0)


def test_the_copy_itself_goes_with_its_row(cast: Cast) -> None:
    _copy(cast, timedelta(days=1))
    keep()
    assert not (copying.folder() / "1.zip").exists()


def test_what_somebody_appeals_against_is_kept_until_it_is_decided(cast: Cast) -> None:
    old = AGED["forums.waited"](cast, timedelta(days=2))
    statement = Statement.objects.create(
        person=cast.jan, verdict="refuse", kind="waiting", object_id=old.get().pk, reason="x"
    )
    appeal = Appeal.objects.create(statement=statement, by=cast.jan)
    keep()
    assert old.exists()
    Appeal.objects.filter(pk=appeal.pk).update(state=Appeal.State.UPHELD)
    keep()
    assert not old.exists()


SUSPICIOUS = re.compile(
    r"(^|_)(ip|addr|address|agent|browser|device|token|secret|session|key|password|email|mail|phone|endpoint|"
    r"fingerprint|args_kwargs|cookie)($|_)"
)
HARMLESS = {
    "directory.contact.phone_shown", "directory.contact.email_shown",  # to whom they are shown
    "directory.organisation.source_key", "notes.practicenote.source_key",  # of the file it came from
    "search.entry.fingerprint",  # of a text
    "composing.draft.device",  # a mark of the page in which it was typed; it goes with the draft
    "notifications.notification.by_mail", "notifications.notification.mail_after",
    "socialaccount.socialapp.secret", "socialaccount.socialapp.key",  # the site's own
}  # fmt: skip
"""Columns whose name sounds so and that tell of nobody."""


def _columns() -> dict[str, "models.Field[Any, Any]"]:
    return {
        f"{model._meta.label_lower}.{column.name}": column
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.concrete_fields
        if not column.primary_key or column.name != "id"
    }


def test_no_column_that_could_tell_on_somebody_is_forgotten() -> None:
    """Who adds a column for an address, a browser or a key names it in the table of its room."""
    named = {column for row in rows.values() for column in row.columns}
    found = {
        name for name, column in _columns().items()
        if isinstance(column, models.GenericIPAddressField | models.EmailField)
        or (SUSPICIOUS.search(column.name) and not column.is_relation
            and not isinstance(column, models.DateTimeField | models.DateField | models.BooleanField))
    }  # fmt: skip
    assert found - named - HARMLESS == set()
    assert named <= set(_columns()), "a line names a column that is not there"
    assert set(_columns()) >= HARMLESS


def test_nothing_by_which_a_machine_is_known_is_kept_longer_than_thirty_days() -> None:
    """No table has a column for addresses; they are counted in memory."""
    assert not [name for name, column in _columns().items() if isinstance(column, models.GenericIPAddressField)]  # fmt: skip
    assert not [name for name in _columns() if re.search(r"(_|\.)(ip|user_agent)($|_)", name)]
    for code in ("kernel.limits", "kernel.server_log"):
        term = rows[code].term
        assert term is not None and term <= timedelta(days=30)


def test_lots_are_small_and_one_failure_holds_up_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> int:
        raise ValueError("no")

    code = "accounts.copies"  # it comes before the keys
    monkeypatch.setitem(rows, code, Row(code, "x", "x", "x", None, Work(broken, broken)))
    UsedKey.objects.bulk_create(
        UsedKey(person_id=1, key=f"k{at}", body_hash="h", created_at=timezone.now() - timedelta(days=15))
        for at in range(LOT + 3)
    )  # fmt: skip
    assert keep() is True
    assert UsedKey.objects.count() == 3
    assert keep() is False
    assert UsedKey.objects.count() == 0
    assert "retention" in background.ticks
    with pytest.raises(CommandError, match=r"accounts\.copies"):
        call_command("keep_retention")


def test_the_command_says_what_is_due_and_then_forgets_it(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    AGED["composing.drafts"](cast, timedelta(days=1))
    call_command("keep_retention", "--dry-run")
    said = capsys.readouterr().out
    assert re.search(r"composing\.drafts +1 due +180 days after the last change", said)
    assert Draft.objects.count() == 1
    call_command("keep_retention")
    assert re.search(r"composing\.drafts +1 forgotten", capsys.readouterr().out)
    assert Draft.objects.count() == 0


def test_terms_in_words() -> None:
    with override("en"):
        days = [term_words(timedelta(days=number)) for number in (1, 74, 365, 730)]
        assert days == ["1 day", "74 days", "1 year", "2 years"]
        assert term_words(timedelta(hours=6)) == "6 hours"
    with override("pl"):
        assert [term_words(timedelta(days=365 * years)) for years in (1, 2, 5)] == ["1 rok", "2 lata", "5 lat"]  # fmt: skip


@pytest.mark.parametrize("language", ["pl", "en"])
def test_everybody_reads_the_same_table(cast: Cast, language: str) -> None:
    page = cast.client().get("/about/retention/", headers={"accept-language": language})
    assert page.status_code == 200
    text = page.content.decode().replace("\u00a0", " ")
    with override(language):
        for row in rows.values():
            assert str(row.what).replace("’", "&#x27;") in text or str(row.what) in text, row.code
            assert row.how_long in text, row.code
    for place in ("/about/", "/about/privacy/"):
        assert "/about/retention/" in cast.client().get(place).content.decode()
