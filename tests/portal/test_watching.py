"""What operators see: figures of all processes, one number for each request, the page of what works."""

import json
import logging
import os
import re
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from django.conf import LazySettings
from django.core.cache import caches
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from forums.actions.start_topic import start_topic
from kernel import jobs
from kernel.logs import JsonFormatter, LineFormatter
from kernel.models import PartState
from kernel.templatetags.look import stamp
from kernel.watching.numbering import numbered
from portal import readiness, status
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]
TOKEN = {"authorization": "Bearer numbers"}


@pytest.fixture
def figures(settings: LazySettings, tmp_path: Path) -> Any:
    """Reads /metrics: value by name, or of the sample with these labels."""
    settings.METRICS_TOKEN = "numbers"

    def read(name: str, **labels: str) -> float:
        text = Client().get("/metrics", headers=TOKEN).content.decode()
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    return read


def test_requests_are_counted_by_pattern_never_by_address(cast: Cast, figures: Any) -> None:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Pytanie", body="Treść.")
    route = "/forums/t/<id:pk>/<str:slug>/"
    address = f"/forums/t/{topic.pk}/{topic.slug}/"
    before = figures("rynek_request_seconds_count", status="2xx")
    misses = figures("rynek_request_seconds_count", status="4xx")
    asked = figures("rynek_request_queries_total")
    assert cast.client().get(address).status_code == 200
    assert cast.client().get("/tego-nie-ma-12345/").status_code == 404
    assert figures("rynek_request_seconds_count", status="2xx") > before
    assert figures("rynek_request_seconds_count", status="4xx") == misses + 1
    assert figures("rynek_request_queries_total") > asked
    text = Client().get("/metrics", headers=TOKEN).content.decode()
    assert "tego-nie-ma" not in text
    assert topic.slug not in text
    assert "/forums/t/<" in text, route


def test_failed_logins_are_counted_without_saying_whose(cast: Cast, figures: Any) -> None:
    before = figures("rynek_logins_failed_total", why="wrong")
    answer = Client().post(
        "/accounts/login/", {"login": cast.ola.email, "password": "nie-to-haslo"}
    )
    assert answer.status_code == 200
    assert figures("rynek_logins_failed_total", why="wrong") == before + 1
    assert cast.ola.email not in Client().get("/metrics", headers=TOKEN).content.decode()


def test_what_waits_and_what_was_given_up_is_told(cast: Cast, figures: Any) -> None:
    assert (figures("rynek_mails_pending"), figures("rynek_tasks_parked")) == (0, 0)
    _letter(cast)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=20))
    assert figures("rynek_mails_pending") == 1
    assert 1190 < figures("rynek_mails_age_seconds") < 1300
    assert figures("rynek_part_up", part="mail") == 0.5
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now() - timedelta(minutes=20))
    assert figures("rynek_tasks_parked") == 1
    assert json.loads(Client().get("/readyz").content)["state"] == "degraded"
    call_command("retry_tasks", stdout=(said := StringIO()))
    assert "1 tasks" in said.getvalue()
    assert (figures("rynek_tasks_parked"), figures("rynek_mails_pending")) == (0, 1)


def _letter(cast: Cast) -> None:
    Client().post("/accounts/password/reset/", {"email": cast.ola.email})


def test_every_figure_of_an_alert_is_there(cast: Cast, figures: Any) -> None:
    """deploy/alerts.yml asks for names of /metrics alone, and docs/operations.md explains each alert."""
    status.look()
    figures("rynek_info")
    text = Client().get("/metrics", headers=TOKEN).content.decode()
    families = {f.name: f for f in text_string_to_metric_families(text)}
    known = set(families)
    for name, family in families.items():
        if family.type == "counter":
            known.add(f"{name}_total")
        if family.type == "histogram":
            known |= {f"{name}_bucket", f"{name}_count", f"{name}_sum"}
    rules = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text())["groups"][0]["rules"]
    assert len(rules) >= 12
    book = (ROOT / "docs" / "operations.md").read_text()
    for rule in rules:
        names = set(re.findall(r"rynek_[a-z_]+", rule["expr"]))
        assert names <= known, (rule["alert"], names - known)
        assert names or rule["alert"] == "RynekGone"
        for part in re.findall(r'part="([a-z_]+)"', rule["expr"]):
            assert part in {"database", *readiness.PARTS}
        assert f"`{rule['alert']}`" in book
        assert rule["labels"]["severity"] in ("page", "look")
        assert rule["annotations"]["summary"].endswith(".")


COUNTS = """
import sys, time
sys.path[:0] = [{root!r}, {root!r} + "/platform"]
import django
django.setup()
from kernel.watching import summing
from kernel.watching import tally
from realtime.live.measures import SOCKETS
tally.count("/nic/", "2xx", 0.01, 0, 0.0)
SOCKETS.inc(3)
summing.desk().write()
print("written", flush=True)
time.sleep(600)
"""


def test_the_figures_of_all_processes_are_one_sum_even_of_those_that_were_killed(
    cast: Cast, figures: Any, settings: LazySettings, tmp_path: Path
) -> None:
    # The other processes keep their data where this one does, as behind one front.
    environment = {
        **os.environ, "DATA_DIR": str(settings.DATA_DIR), "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    environment.pop("DATABASE_URL", None)
    route = {"route": "/nic/", "status": "2xx"}
    others = [
        subprocess.Popen(
            [sys.executable, "-c", COUNTS.format(root=str(ROOT))], env=environment,
            stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    try:
        for other in others:
            assert other.stdout is not None
            assert other.stdout.readline() == "written\n"
        assert figures("rynek_request_seconds_count", **route) == 2
        assert figures("rynek_request_seconds_bucket", le="0.025", **route) == 2
        assert figures("rynek_sockets_open") == 6
        assert figures("rynek_processes") == 3
        others[0].kill()
        others[0].wait()
        # What was counted stays; what was held open is gone with its process.
        assert figures("rynek_request_seconds_count", **route) == 2
        assert figures("rynek_sockets_open") == 3
        assert figures("rynek_processes") == 2
    finally:
        for other in others:
            other.kill()
            other.wait()
    assert figures("rynek_request_seconds_count", **route) == 2
    assert figures("rynek_sockets_open") == 0
    left = {path.name for path in (settings.DATA_DIR / "metrics").glob("*.json")}
    assert len(left) == 2, "its own and that of the past"


def test_a_damaged_file_of_figures_costs_only_its_own(
    cast: Cast, figures: Any, settings: LazySettings
) -> None:
    figures("rynek_info")
    for name, words in (("aaaa.json", "{"), ("bbbb.json", '[["x", 1]]')):
        (settings.DATA_DIR / "metrics" / name).write_text(words)
    assert figures("rynek_info") == 1


# One number for each request


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/api/v1/forums", "/nie-ma/", "/static/nie-ma.css"]
)
def test_every_answer_says_its_number(cast: Cast, path: str) -> None:
    made = cast.client().get(path)["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", made)
    assert cast.client().get(path)["X-Request-ID"] != made
    given = cast.client().get(path, headers={"x-request-id": "0123456789abcdef-1"})
    assert given["X-Request-ID"] == "0123456789abcdef-1"


@pytest.mark.parametrize(
    "bad",
    ["short", "x" * 65, "with space", "a" * 20 + "\n", "<script>alert(1)</script>", "żółć-żółć"],
)
def test_a_number_that_is_none_is_not_taken(cast: Cast, bad: str) -> None:
    answer = cast.client().get("/healthz", HTTP_X_REQUEST_ID=bad)
    assert re.fullmatch(r"[0-9a-f]{32}", answer["X-Request-ID"])


@pytest.mark.django_db(transaction=True)
def test_the_number_goes_along_into_the_background_work(
    cast: Cast, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter that is asked for in a page and cannot be sent: the worker's line names the page's request."""
    client = cast.client()
    answer = client.post(
        "/accounts/password/reset/", {"email": cast.ola.email}, headers={"x-request-id": "letter-12345678"}
    )  # fmt: skip
    assert answer["X-Request-ID"] == "letter-12345678"
    row = DBTaskResult.objects.get()
    assert row.args_kwargs["request_id"] == "letter-12345678"
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", _away)
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonFormatter().format(record))

    kept = Kept()
    logging.getLogger("django_tasks").addHandler(kept)
    try:
        jobs.work_off()
    finally:
        logging.getLogger("django_tasks").removeHandler(kept)
    failed = [json.loads(line) for line in lines if '"ERROR"' in line]
    assert [line["request_id"] for line in failed] == ["letter-12345678"]
    assert "Connection refused" in failed[0]["traceback"]
    monkeypatch.undo()
    DBTaskResult.objects.update(status="READY", finished_at=None)
    jobs.work_off()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def _away(*args: object) -> None:
    raise ConnectionRefusedError("Connection refused")


def _record(words: str) -> logging.LogRecord:
    return logging.LogRecord("rynek", logging.ERROR, __file__, 1, words, (), None)


def test_a_line_of_the_log_is_one_event_in_both_forms() -> None:
    nasty = 'one\ntwo\r{"level": "forged"}\x1b[31m\u2028ż'
    with numbered("0123456789abcdef"):
        line, said = LineFormatter().format(_record(nasty)), JsonFormatter().format(_record(nasty))
    assert line.endswith("[0123456789abcdef]")
    assert "\n" not in line
    assert "\x1b" not in line
    assert said.isascii()
    assert "\n" not in said
    told = json.loads(said)
    assert told["message"] == nasty
    assert (told["level"], told["logger"], told["request_id"]) == (
        "ERROR",
        "rynek",
        "0123456789abcdef",
    )
    assert told["time"].endswith("+00:00")
    assert "request_id" not in json.loads(JsonFormatter().format(_record("x")))


@pytest.mark.parametrize(
    ("form", "starts"), [("json", '{"time"'), ("line", "20"), ("xml", "The setting LOG_FORMAT")]
)
def test_the_setting_chooses_the_form(form: str, starts: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import django, logging; django.setup(); logging.error('x')"],
        env={
            **os.environ, "LOG_FORMAT": form, "DATA_DIR": str(tmp_path),
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}", "DJANGO_SETTINGS_MODULE": "config.settings",
        }, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1].startswith(starts), done.stderr
    assert (done.returncode == 0) == (form != "xml")


# The page for people


@pytest.fixture
def unkept() -> None:
    caches["local"].delete("status")


@pytest.mark.parametrize("who", ["visitor", "jan", "ewa", "adam"])
def test_everybody_may_read_what_works(cast: Cast, unkept: None, who: str) -> None:
    status.look()
    answer = cast.client(getattr(cast, who)).get("/about/status/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count("state yes") == 5
    for language, words in (("en", "Everything works."), ("pl", "Wszystko działa.")):
        spoken = Client().get("/about/status/", headers={"accept-language": language})
        assert words in spoken.content.decode()
    assert cast.client().post("/about/status/").status_code == 405


def test_it_says_what_limps_and_since_when(
    cast: Cast, unkept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    status.look()
    monkeypatch.setattr(
        readiness, "_search", lambda: {"state": "degraded", "detail": "es-7.internal:9200"}
    )
    status.look()
    began = timezone.now() - timedelta(hours=3)
    PartState.objects.filter(name="search").update(since=began)
    text = cast.client().get("/about/status/", headers={"accept-language": "en"}).content.decode()
    assert "The search works in a simpler way" in text
    assert text.count("state part") == 1
    with translation.override("en"):
        assert stamp(began) in text
    assert "internal" not in text, "nothing of the machines"
    assert "Not everything works now." in text


def test_background_work_that_has_stopped_is_noticed_by_its_silence(
    cast: Cast, unkept: None
) -> None:
    status.look()
    PartState.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    text = cast.client().get("/about/status/", headers={"accept-language": "en"}).content.decode()
    assert text.count("state no") == 1
    assert "come late. Nothing gets lost." in text
    status.look()
    row = PartState.objects.get(name="work")
    assert timezone.now() - row.since < timedelta(minutes=1), "it works again only since now"


def test_without_the_database_the_page_stands_alone(
    cast: Cast, unkept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("no such host")

    monkeypatch.setattr(readiness, "_database", away)
    answer = Client().get("/about/status/", headers={"accept-language": "en"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    text = answer.content.decode()
    assert "Pages cannot be shown now." in text
    assert "no such host" not in text
    caches["local"].delete("status")


def test_the_parts_are_asked_once_in_some_seconds(
    cast: Cast, unkept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def counted() -> dict[str, Any]:
        asked.append(time.monotonic())
        return {"state": "ok"}

    monkeypatch.setattr(readiness, "_search", counted)
    for _ in range(10):
        assert cast.client().get("/about/status/").status_code == 200
    assert len(asked) == 1


def test_what_every_search_would_say_is_said_once_a_minute(
    settings: LazySettings, caplog: pytest.LogCaptureFixture, db: None
) -> None:
    """Nobody listens at port 9: the database answers, and the log does not fill with it."""
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    begun = timezone.now() + timedelta(hours=1)  # other tests may have had it said a moment ago
    with time_machine.travel(begun, tick=False):
        for _ in range(3):
            assert Client().get("/search/?q=kawa").status_code == 200
    with time_machine.travel(begun + timedelta(seconds=61), tick=False):
        assert Client().get("/search/?q=kawa").status_code == 200
    said = [record for record in caplog.records if record.name == "search.query"]
    assert len(said) == 2
