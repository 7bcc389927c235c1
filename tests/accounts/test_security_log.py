"""What touches the safety of accounts stands in a log of its own: who by number, what by a code, and never a word that
was typed."""

import json
import logging
import os
import subprocess
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from accounts.tokens import make_token
from kernel.limits import spend
from kernel.logs import JsonFormatter, LineFormatter, SafetyHandler
from kernel.refusals import TooMany
from kernel.retention.table import rows
from kernel.security_log import note
from tests.accounts.test_second_step import with_app
from tests.accounts.test_sessions import browser_of
from tests.cast import PASSWORD, Cast
from tests.setup.place import PYTHON, ROOT

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "nowe-haslo-na-rynek"
NUMBER = "0123456789abcdef"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What was written since it was asked last."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("security")
    logger.addHandler(handler)

    def read() -> list[dict[str, Any]]:
        text = stream.getvalue()
        stream.seek(0)
        stream.truncate()
        for typed in (PASSWORD, NEW, "example.org", "example.net", "Ola", "Wrona", "zle-haslo"):
            assert typed not in text
        return [json.loads(line) for line in text.splitlines()]

    yield read
    logger.removeHandler(handler)


def events(found: list[dict[str, Any]]) -> list[str]:
    return [one["event"] for one in found]


def test_logging_in_and_out(cast: Cast, lines: Lines) -> None:
    ola = browser_of(cast.ola)
    (line,) = lines()
    assert (line["logger"], line["level"]) == ("security", "INFO")
    assert (line["event"], line["account"], line["ways"]) == ("login", cast.ola.pk, "password")
    assert len(line["request_id"]) >= 16
    ola.post("/accounts/logout/", headers={"x-request-id": NUMBER})
    (line,) = lines()
    assert (line["event"], line["account"], line["request_id"]) == ("logout", cast.ola.pk, NUMBER)


def test_wrong_passwords_of_people_and_of_nobody(cast: Cast, lines: Lines) -> None:
    visitor = cast.client()
    for address in ("Ola@example.org", "nikt@example.net", "nikt@example.net", "inny@example.net"):
        visitor.post("/accounts/login/", {"login": address, "password": "zle-haslo-1"})
    found = lines()
    assert events(found) == ["login_failed"] * 4
    assert [one.get("account") for one in found] == [cast.ola.pk, None, None, None]
    marks = [one.get("mark") for one in found]
    assert marks[0] is None and marks[1] == marks[2] != marks[3]


def test_a_limit_that_is_met_names_the_limit(cast: Cast, lines: Lines, settings: Any) -> None:
    settings.RATE_LIMIT_FACTOR = 1
    visitor = cast.client()
    for _ in range(8):
        visitor.post("/accounts/login/", {"login": cast.ola.email, "password": "zle-haslo-1"})
    assert lines()[-1] == lines_like("limit", action="login_place")
    for _ in range(4):
        spend("topic", f"u{cast.jan.pk}")
    with pytest.raises(TooMany):
        spend("topic", f"u{cast.jan.pk}")
    assert lines() == [lines_like("limit", account=cast.jan.pk, action="topic")]


class lines_like(dict):  # type: ignore[type-arg]
    """Equal to a line of this event with these words, whatever else stands there."""

    def __init__(self, event: str, **words: object) -> None:
        super().__init__(event=event, **words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and self.items() <= other.items()

    __hash__ = None  # type: ignore[assignment]


def test_changes_of_what_guards_an_account(cast: Cast, lines: Lines) -> None:
    ola = browser_of(cast.ola)
    lines()
    sent = {"oldpassword": "zle-haslo-1", "password1": NEW, "password2": NEW}
    ola.post("/accounts/password/change/", sent)
    ola.post("/accounts/password/change/", {**sent, "oldpassword": PASSWORD})
    assert events(lines()) == ["password_changed"]
    ola.post("/accounts/reauthenticate/", {"password": NEW})
    EmailAddress.objects.create(user=cast.ola, email="ola.nowa@example.net", verified=True)
    ola.post("/accounts/email/", {"action_primary": "", "email": "ola.nowa@example.net"})
    ola.post("/accounts/email/", {"action_remove": "", "email": "ola@example.org"})
    found = [one for one in lines() if one["account"] == cast.ola.pk]
    assert events(found) == ["mail_changed", "mail_removed"]


def test_the_second_step_set_up_failed_and_asked_again(cast: Cast, lines: Lines) -> None:
    browser, _secret = with_app(cast, cast.ola)
    assert lines_like("second_step_added", account=cast.ola.pk, way="totp") in lines()
    browser.post("/accounts/reauthenticate/", {"password": "zle-haslo-1"})
    assert lines_like("reauthentication_failed", account=cast.ola.pk) == lines()[-1]
    other = cast.client()
    other.post("/accounts/login/", {"login": cast.ola.email, "password": PASSWORD})
    assert lines() == [], "half a log-in is none"
    other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert events(lines()) == ["second_step_failed"]


def test_pages_that_are_refused_to_somebody(cast: Cast, lines: Lines) -> None:
    jan = cast.client(cast.jan)
    lines()
    for address, route, status in (
        ("/setup/people/ola/", "/setup/people/<str:handle>/", 404),
        ("/moderation/", "/moderation/", 404),
        (f"/accounts/sessions/{2**40}/end/", "/accounts/sessions/<id:pk>/end/", 404),
    ):
        jan.post(address) if "end" in address else jan.get(address)
        (line,) = lines()
        assert line == lines_like("refused", account=cast.jan.pk, status=status, route=route)
    assert line["in_pk"] == 2**40
    visitor = cast.client()
    visitor.get("/setup/")
    jan.get("/nie-ma-takiej/strony/")
    jan.get("/about/rules/")
    assert lines() == []


def test_the_api_knows_whose_token_was_refused(cast: Cast, lines: Lines) -> None:
    visitor = cast.client()
    token = make_token(cast.jan)
    visitor.get("/api/v1/topics/999999", headers={"authorization": f"Bearer {token}"})
    (line,) = lines()
    assert line == lines_like("refused", account=cast.jan.pk, status=404)
    visitor.get("/api/v1/me/marks", headers={"authorization": "Bearer xyz"})
    assert events(lines()) == ["token_refused"]


def test_lines_for_people_say_the_same() -> None:
    record = logging.LogRecord("security", logging.INFO, "", 0, "login account=3", (), None)
    assert LineFormatter().format(record).endswith("INFO security login account=3")


def test_it_goes_into_a_file_of_its_own(tmp_path: Path) -> None:
    target = tmp_path / "security.log"
    own = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "SECURITY_LOG": str(target),
        "PYTHONPATH": str(ROOT / "platform"),
    }
    code = (
        "import django; django.setup(); from kernel.security_log import note;"
        " note('login', account=7, ways='password')"
    )
    done = subprocess.run(
        [PYTHON, "-c", code], env={**own, "DJANGO_SETTINGS_MODULE": "config.settings"}, cwd=ROOT,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    line = json.loads(target.read_text())
    assert (line["event"], line["account"], line["ways"]) == ("login", 7, "password")
    assert "login" not in done.stderr


def test_a_log_whose_folder_is_gone_keeps_nobody_out(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = SafetyHandler(str(tmp_path / "gone" / "security.log"), delay=True)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("security")
    logger.addHandler(handler)
    try:
        wrong = {"login": cast.ola.email, "password": "zle-haslo-1"}
        assert cast.client().post("/accounts/login/", wrong).status_code == 200
        assert browser_of(cast.ola).get("/accounts/data/").status_code in (200, 302)
    finally:
        logger.removeHandler(handler)
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    assert [json.loads(line)["event"] for line in said] == ["login_failed", "login"]


def test_the_page_of_what_is_kept_says_so(cast: Cast) -> None:
    assert rows["kernel.security_log"].term is not None
    page = cast.client().get("/about/retention/").content.decode().replace("\u00a0", " ")
    assert "by the number of the account" in page


def test_no_word_can_break_a_line(lines: Lines) -> None:
    note("refused", route='/x\n{"event": "login"}')
    assert events(lines()) == ["refused"]
