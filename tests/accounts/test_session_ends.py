"""A log-in ends a while after the last visit, and after a longer while in any case; for who looks after the site sooner."""

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import OpenSession, Role, User
from accounts.open_sessions import sessions_of
from accounts.retention import SESSION
from kernel.retention.table import rows
from realtime.live.identity import by_session, present_viewer, present_viewers
from tests.accounts.test_sessions import browser_of, signed_in
from tests.cast import Cast
from tests.setup.place import PYTHON, ROOT

pytestmark = pytest.mark.django_db(transaction=True)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ENDS = {
    Role.MEMBER: (60 * DAY, 180 * DAY),
    Role.MODERATOR: (2 * DAY, 14 * DAY),
    Role.ADMIN: (2 * DAY, 14 * DAY),
}


@pytest.fixture(autouse=True)
def no_second_step(settings: pytest.FixtureRequest) -> None:
    settings.SECOND_STEP_FOR_STAFF = False  # type: ignore[attr-defined]


def aged(person: User, *, seen: timedelta, began: timedelta) -> None:
    now = timezone.now()
    OpenSession.objects.filter(person=person).update(seen_at=now - seen, began_at=now - began)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("which", ["idle", "longest"])
def test_it_ends_when_it_is_said_and_not_before(cast: Cast, role: str, which: str) -> None:
    User.objects.filter(pk=cast.ola.pk).update(role=role)
    idle, longest = ENDS[Role(role)]
    browser = browser_of(cast.ola)
    key = OpenSession.objects.get(person=cast.ola).session_key
    identity, _viewer = by_session(key)
    for extra, holds in ((-HOUR, True), (HOUR, False)):
        if which == "idle":
            aged(cast.ola, seen=idle + extra, began=idle + extra)
        else:
            aged(cast.ola, seen=HOUR, began=longest + extra)
        assert (present_viewer(identity) is not None) is holds
        assert (present_viewers([identity])[identity] is not None) is holds
        assert bool(by_session(key)[0].person_id) is holds
        assert (len(sessions_of(cast.ola)) == 1) is holds
        assert signed_in(browser) is holds
    assert not OpenSession.objects.filter(session_key=key).exists()
    assert not Session.objects.filter(session_key=key).exists()


def test_another_role_counts_at_once_and_strangers_are_not_touched(cast: Cast) -> None:
    ola, jan = browser_of(cast.ola), browser_of(cast.jan)
    for person in (cast.ola, cast.jan):
        aged(person, seen=3 * DAY, began=3 * DAY)
    User.objects.filter(pk=cast.ola.pk).update(role=Role.MODERATOR)
    assert not signed_in(ola)
    assert signed_in(jan)


def test_whoever_comes_now_and_then_stays_logged_in(cast: Cast) -> None:
    browser = browser_of(cast.ola)
    row = OpenSession.objects.get(person=cast.ola)
    soon = timezone.now() + DAY
    Session.objects.filter(session_key=row.session_key).update(expire_date=soon)
    aged(cast.ola, seen=59 * DAY, began=59 * DAY)
    answer = browser.get("/about/rules/")
    assert answer.cookies["session"]["max-age"] == 60 * 24 * 3600
    until = Session.objects.get(session_key=row.session_key).expire_date
    assert until > timezone.now() + 59 * DAY
    assert "session" not in browser.get("/about/rules/").cookies, "once a day is enough"


def test_what_is_kept_of_log_ins_ends_with_them(cast: Cast) -> None:
    """Else a session whose note was forgotten would be noted anew, and never end."""
    browser, young = browser_of(cast.ola), browser_of(cast.jan)
    key = OpenSession.objects.get(person=cast.ola).session_key
    aged(cast.ola, seen=61 * DAY, began=61 * DAY)
    work = rows["accounts.devices"].work
    assert work is not None and work.due() == 1 and work.lot() == 1
    assert not Session.objects.filter(session_key=key).exists()
    assert not signed_in(browser) and signed_in(young)
    assert timedelta(days=60) == SESSION


@pytest.mark.parametrize(
    ("name", "value"),
    [("SESSION_IDLE_DAYS", "0"), ("STAFF_SESSION_LONGEST_DAYS", "1"), ("SESSION_LONGEST_DAYS", "9999")],
)  # fmt: skip
def test_ends_that_are_none_are_refused_in_a_sentence(
    name: str, value: str, tmp_path: Path
) -> None:
    own = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "PYTHONPATH": str(ROOT / "platform"),
        name: value,
    }
    done = subprocess.run(
        [PYTHON, "-c", "import config.settings"], env=own, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "SESSION_IDLE_DAYS must be at least an hour" in done.stderr
    assert "Traceback" not in done.stderr
