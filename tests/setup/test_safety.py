"""Unsafe and unreadable settings: nothing starts, and one plain sentence says why. Those that ship pass Django's own judgement."""

import json
import logging
import os
import subprocess
from pathlib import Path

import pytest

from config.reading import env
from config.safety import factor_of, unsafe
from kernel.logs import JsonFormatter, SafetyHandler
from tests.setup import compose
from tests.setup.place import PYTHON, ROOT, clean_environment

pytestmark = pytest.mark.once
LONG = "qx7Lw2-" * 9


def started(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of manage.py with the variables of docker-compose.yml and some of its own."""
    image = {n: v.replace("/app", str(ROOT)) for n, v in compose.image_environment().items()}
    servers = {"DATABASE_URL": "", "REDIS_URL": "", "ELASTICSEARCH_URL": ""}
    places = {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}"}
    return subprocess.run(
        [PYTHON, ROOT / "manage.py", *command],
        env=clean_environment(
            **{**image, **compose.environment("web"), **servers, **places, **environment}
        ),
        capture_output=True,
        text=True,
        timeout=120,
    )


def judged(**settings: str) -> str:
    """What is said of these settings, the others being as shipped."""
    base = settings.get("BASE_URL", "http://localhost:8000")
    hosts = [part for part in settings.get("ALLOWED_HOSTS", "").split(",") if part]
    return unsafe(
        base_url=base,
        allowed_hosts=hosts or ["localhost", "127.0.0.1"],
        debug="DEBUG" in settings,
        secret_key=settings.get("SECRET_KEY", ""),
        plain_http="PLAIN_HTTP" in settings,
        rate_limit_factor=factor_of(settings.get("RATE_LIMIT_FACTOR", "1")),
    )


REFUSED = [
    ({"SECRET_KEY": "django-insecure-" + LONG}, "everybody knows"),
    ({"SECRET_KEY": "changeme"}, "everybody knows"),
    ({"SECRET_KEY": "tiny-key", "BASE_URL": "https://rynek.example.org"}, "too short"),
    ({"SECRET_KEY": "tiny-key", "ALLOWED_HOSTS": "rynek.example.org"}, "too short"),
    ({"SECRET_KEY": "x" * 60, "BASE_URL": "https://rynek.example.org"}, "too short"),
    ({"DEBUG": "1", "BASE_URL": "https://rynek.example.org"}, "DEBUG"),
    ({"DEBUG": "1", "ALLOWED_HOSTS": "localhost,rynek.example.org"}, "DEBUG"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": "rynek.example.org,*"}, "ALLOWED_HOSTS"),
    ({"BASE_URL": "http://rynek.example.org"}, "BASE_URL"),
    ({"BASE_URL": "http://8.8.8.8:8000"}, "BASE_URL"),
    ({"BASE_URL": "rynek.example.org"}, "BASE_URL"),
    ({"BASE_URL": "ftp://rynek.example.org"}, "BASE_URL"),
    ({"BASE_URL": "https://rynek.example.org/forum"}, "BASE_URL"),
    ({"BASE_URL": "https://rynek.example.org:99999"}, "BASE_URL"),
    ({"BASE_URL": "https://[::1"}, "BASE_URL"),
    ({"RATE_LIMIT_FACTOR": "0"}, "RATE_LIMIT_FACTOR"),
    ({"RATE_LIMIT_FACTOR": "many"}, "RATE_LIMIT_FACTOR"),
    ({"RATE_LIMIT_FACTOR": "nan"}, "RATE_LIMIT_FACTOR"),
]


@pytest.mark.parametrize(("settings", "word"), REFUSED, ids=str)
def test_an_unsafe_setting_is_told_in_one_sentence(settings: dict[str, str], word: str) -> None:
    said = judged(**settings)
    assert word in said
    assert "\n" not in said
    assert settings.get("SECRET_KEY", "?!") not in said, "a key is not for the log"


@pytest.mark.parametrize("number", [0, 6, 7, 9, 15])
def test_nothing_starts_with_it(tmp_path: Path, number: int) -> None:
    settings, word = REFUSED[number]
    answer = started(tmp_path, "check", **settings)
    assert answer.returncode == 1
    assert word in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"BASE_URL": "https://rynek.example.org", "SECRET_KEY": LONG},
        {"BASE_URL": "https://rynek.example.org"},
        {"BASE_URL": "http://192.168.1.20:8000", "DEBUG": "1"},
        {"BASE_URL": "http://rynek.local"},
        {"BASE_URL": "http://[::1]:8000", "SECRET_KEY": "my-own-machine"},
        {"BASE_URL": "http://rynek.example.org", "PLAIN_HTTP": "true"},
    ],
    ids=str,
)
def test_what_is_safe_where_it_is_meant_for_may_start(settings: dict[str, str]) -> None:
    assert judged(**settings) == ""


@pytest.mark.parametrize("base", ["https://rynek.example.org", ""], ids=["https", "as shipped"])
def test_djangos_own_judgement_of_the_shipped_settings_is_clean(tmp_path: Path, base: str) -> None:
    settings = {"BASE_URL": base} if base else {}
    answer = started(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **settings)
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout
    if base:
        assert "(0 silenced)" in answer.stdout, answer.stdout


UNREADABLE = [
    {"SECOND_STEP_FOR_STAFF": "tak"},
    {"SECOND_STEP_FOR_STAFF": "enabled"},
    {"TRUST_PROXY": "ture"},
    {"PROXY_SENDS_FILES": "2"},
    {"PLAIN_HTTP": "nope"},
    {"DEBUG": "-"},
    {"MAIL_DELAY": "abc"},
    {"MAIL_DELAY": "-1"},
    {"MAIL_DELAY": "99999999999999"},
    {"LOG_DAYS": "abc"},
    {"SESSION_IDLE_DAYS": "abc"},
    {"STAFF_SESSION_LONGEST_DAYS": "nan"},
    {"ACCESSIBILITY_PREPARED": "foo"},
    {"SITE_PUBLISHED": "2026-02-30"},
    {"EMAIL_URL": "nonsense"},
    {"EMAIL_URL": "smtp+tls://user:hush-hush@mail.example.org:mail"},
    {"EMAIL_URL": "smtp://"},
    {"DATABASE_URL": "nonsense"},
    {"DATABASE_URL": "mysql://user:hush-hush@host/x"},
    {"DATABASE_URL": "postgres://user:hush-hush@[host/x"},
    {"DATA_DIR": "/proc/foo"},
    {"REDIS_URL": "nonsense"},
    {"REDIS_URL": "redis://:hush-hush@/0"},
    {"REDIS_URL": "http://redis:6379"},
    {"ELASTICSEARCH_URL": "nonsense"},
    {"ELASTICSEARCH_URL": "http://host:99999"},
    {"BASE_URL": "https://a.example:99999"},
    {"SECURITY_LOG": "/no/such/folder/security.log"},
    {"SECURITY_LOG": "/"},
    {"SECURITY_LOG": "/proc/security.log"},
]
READER = """
import contextlib, json, os, sys
said = []
for given in json.loads(sys.argv[1]):
    os.environ.update(given)
    for name in [name for name in sys.modules if name.split(".")[0] == "config"]:
        del sys.modules[name]
    try:
        import config.settings
        said.append("it starts")
    except SystemExit as refusal:
        said.append(str(refusal))
    except Exception as error:
        said.append(f"traceback: {error!r}")
    for name in given:
        del os.environ[name]
    os.environ.setdefault("DATA_DIR", sys.argv[2])
print(json.dumps(said))
"""


def read_one_after_another(folder: Path, given: list[dict[str, str]]) -> list[str]:
    """What the settings say to each, in one process: a start of Python for each would take a minute."""
    paths = f"{ROOT / 'platform'}:{ROOT}"
    done = subprocess.run(
        [PYTHON, "-c", READER, json.dumps(given), str(folder)],
        env=clean_environment(DATA_DIR=str(folder), PYTHONPATH=paths),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_a_setting_that_cannot_be_read_is_named_in_one_sentence(tmp_path: Path) -> None:
    said = read_one_after_another(tmp_path, UNREADABLE)
    for given, sentence in zip(UNREADABLE, said, strict=True):
        (name,) = given
        assert name in sentence, (given, sentence)
        assert "traceback" not in sentence and "\n" not in sentence, (given, sentence)
        assert sentence.endswith("."), (given, sentence)
        assert "hush-hush" not in sentence, "a password is not for the log"


def test_what_can_be_read_starts(tmp_path: Path) -> None:
    given = [
        {"SECOND_STEP_FOR_STAFF": "", "MAIL_DELAY": "", "LOG_DAYS": "0", "DATABASE_URL": ""},
        {"DATABASE_URL": "postgres:///rynek", "REDIS_URL": "rediss://:x@redis.example.org/0"},
        {"DATABASE_URL": "postgres://u:p@%2Frun%2Fpostgresql/rynek", "REDIS_URL": "unix:///run/r"},
        {"DATABASE_URL": "postgres://u:p@a.example.org:5432,b.example.org:5433/rynek"},
        {"DATABASE_URL": "sqlite://:memory:", "EMAIL_URL": "consolemail://"},
        {"EMAIL_URL": "smtp+tls://user:p%40ss@mail.example.org:587"},
        {"ELASTICSEARCH_URL": "https://elastic:x@search.example.org"},
        {"SECURITY_LOG": str(tmp_path / "security.log")},
    ]
    assert read_one_after_another(tmp_path, given) == ["it starts"] * len(given)
    assert not (tmp_path / "security.log").exists(), "it is made by whoever writes first"


def test_wrong_weights_of_the_search_end_the_start(tmp_path: Path) -> None:
    answer = started(tmp_path, "check", SEARCH_WEIGHTS="foo")
    assert answer.returncode == 1
    assert "SEARCH_WEIGHTS" in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr


@pytest.mark.parametrize(
    ("said", "meant"),
    [("", True), ("true", True), (" On ", True), ("1", True), ("off", False), ("FALSE", False), ("0", False)],
)  # fmt: skip
def test_known_words_switch_on_and_off(
    monkeypatch: pytest.MonkeyPatch, said: str, meant: bool
) -> None:
    monkeypatch.setenv("SECOND_STEP_FOR_STAFF", said)
    assert env.bool("SECOND_STEP_FOR_STAFF", default=True) is meant


def test_a_log_that_cannot_be_written_any_more_stops_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder goes while the site runs: lines go to standard error, and back once it is there."""
    folder = tmp_path / "logs"
    folder.mkdir()
    handler = SafetyHandler(str(folder / "security.log"), delay=True)
    handler.setFormatter(JsonFormatter())

    def write(word: str) -> None:
        handler.handle(logging.LogRecord("security", logging.INFO, "", 0, word, (), None))

    write("first")
    os.rename(folder, tmp_path / "away")
    write("second")
    assert json.loads(capsys.readouterr().err)["message"] == "second"
    folder.mkdir()
    write("third")
    handler.close()
    assert "third" in (folder / "security.log").read_text()
    full = SafetyHandler("/dev/full", delay=True)
    full.setFormatter(JsonFormatter())
    full.handle(logging.LogRecord("security", logging.INFO, "", 0, "no room", (), None))
    assert json.loads(capsys.readouterr().err)["message"] == "no room"
