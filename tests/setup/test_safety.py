"""Unsafe settings: nothing starts, and one plain sentence says why. Those that ship pass Django's own judgement."""

import subprocess
from pathlib import Path

import pytest

from config.safety import factor_of, unsafe
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
