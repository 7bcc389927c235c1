"""docs/operations.md: every command in it is run, in its order; every link and name in it leads somewhere."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.services import patterns
from tests.setup.place import PYTHON, ROOT, clean_environment

pytestmark = pytest.mark.once
BOOK = ROOT / "docs" / "operations.md"
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
WORDS_OF_COMPOSE = {
    "up": {"-d", "--build", "--scale"},
    "exec": {"-T"},
    "ps": set(),
    "logs": {"-f", "--since"},
    "restart": set(),
}


def blocks(book: Path) -> list[tuple[str, list[str]]]:
    """The blocks of commands, each with the heading above it."""
    found, heading = [], ""
    for part in re.split(r"^(#+ .*|```sh\n[\s\S]*?```)$", book.read_text(), flags=re.M):
        if part.startswith("#"):
            heading = part.lstrip("# ")
        elif part.startswith("```sh"):
            found.append((heading, part.strip("`").removeprefix("sh\n").strip().splitlines()))
    return found


class Place:
    """A folder with a site in it, in which commands are run as in the container."""

    def __init__(self, folder: Path, data: str) -> None:
        self.folder = folder
        # Tables as a migration makes them; the commands below find nothing left to do for it.
        (folder / data).mkdir()
        patterns.lay(f"sqlite:///{folder / data / 'rynek.sqlite3'}")
        self.environment = {
            **clean_environment(), "DATA_DIR": str(folder / data), "PATH": os.environ["PATH"],
            "BASE_URL": "https://rynek.example.org",
        }  # fmt: skip

    def run(self, line: str) -> str:
        inside = line.replace("python manage.py", f"{PYTHON} {ROOT / 'manage.py'}")
        inside = inside.replace("/data/", f"{self.folder}/data/")
        done = subprocess.run(
            inside,
            shell=True,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout


def of_compose(place: Place, line: str) -> None:
    """What docker is asked for is there; what it runs within a container is run here."""
    words = shlex.split(line)[2:]
    verb, rest = words[0], words[1:]
    options = [word for word in rest if word.startswith("-") and verb != "exec"]
    assert set(options) <= WORDS_OF_COMPOSE[verb], line
    services = set(COMPOSE["services"])
    for scaled in re.findall(r"--scale (\w+)=\d", line):
        assert scaled in services
    if verb == "exec":
        rest = [word for word in rest if word != "-T"]
        assert rest[0] in services
        place.run(line.partition(f" {rest[0]} ")[2])
    elif verb in ("logs", "restart") and rest:
        assert rest[-1] in services


def of_ours(line: str) -> None:
    """bin/run with options that it has; tests/setup/test_run.py starts it."""
    known = subprocess.run([ROOT / "bin" / "run", "--help"], capture_output=True, text=True).stdout
    for option in re.findall(r"--[a-z]+", line):
        assert option in known


def test_every_command_is_run_in_the_order_of_the_page(tmp_path: Path) -> None:
    site, restored = Place(tmp_path, "data"), Place(tmp_path, "drill")
    site.run("python manage.py migrate -v0")
    site.run("python manage.py load_start")
    ran = 0
    for heading, lines in blocks(BOOK):
        for line in lines:
            ran += 1
            if line.startswith("docker compose "):
                of_compose(site, line)
            elif line.startswith("bin/run"):
                of_ours(line)
            elif line.startswith("python manage.py "):
                assert heading == "Restore"
                (archive,) = tmp_path.glob("rynek-*.zip")
                restored.run(re.sub(r"rynek-[\d-]+\.zip", archive.name, line))
            else:
                assert line == "git pull", f"nobody runs this: {line}"
    assert ran >= 15
    assert archive.stat().st_size > 10_000
    assert not list(site.folder.glob("data/backup-*")), "nothing is left in the container"
    people = "from accounts.models import User; print(User.objects.get().email)"
    assert restored.run(f'python manage.py shell -v0 -c "{people}"').strip() == "you@example.org"


def test_a_backup_that_breaks_off_costs_neither_the_last_one_nor_the_next(tmp_path: Path) -> None:
    """Twice, as in two nights: what the first leaves must not stop the second."""
    site = Place(tmp_path, "data")
    site.run("python manage.py migrate -v0")
    ((line,),) = [lines for heading, lines in blocks(BOOK) if heading == "Back up"]
    command = line.partition(" web ")[2]
    site.run(command)
    (archive,) = tmp_path.glob("rynek-*.zip")
    whole = archive.read_bytes()
    for broken in (command.replace("cat ", "false "), command.replace(" backup ", " no_such ")):
        with pytest.raises(AssertionError):
            site.run(broken)
        assert archive.read_bytes() == whole
        assert not list(tmp_path.glob("data/backup-*"))
    site.run(command)
    assert archive.stat().st_size > 10_000


def named_commands() -> set[str]:
    """Commands of manage.py that stand in the middle of a sentence."""
    text = BOOK.read_text() + (ROOT / "docs" / "processing-record.md").read_text()
    return set(re.findall(r"manage\.py ([a-z_]+)", text))


def test_every_command_that_is_named_is_there() -> None:
    there = {
        path.stem for path in ROOT.glob("**/management/commands/*.py") if ".venv" not in path.parts
    }
    assert named_commands() - there <= {"migrate", "check"}  # these two are Django's own
    assert len(named_commands()) >= 9


def pages() -> Iterator[Path]:
    yield from (ROOT / "docs").glob("**/*.md")
    yield from (ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))


def _anchor(heading: str) -> str:
    bare = re.sub(r"[^\w\s-]", "", heading.lower()).strip()
    return re.sub(r"\s", "-", bare)


def test_every_link_between_our_pages_leads_somewhere() -> None:
    broken, seen = [], 0
    for page in pages():
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
            if re.match(r"[a-z]+:|/", target):
                continue
            seen += 1
            path, _, anchor = target.partition("#")
            there = (page.parent / path).resolve() if path else page
            headings = re.findall(r"^#+ (.*)$", there.read_text(), re.M) if anchor else []
            if not there.exists() or (anchor and anchor not in map(_anchor, headings)):
                broken.append(f"{page.name}: {target}")
    assert broken == []
    assert seen > 20


def test_every_setting_of_the_page_is_one_and_every_one_is_on_it() -> None:
    named = set(re.findall(r"`([A-Z][A-Z_]{3,})`", BOOK.read_text()))
    read = {f"OIDC_{name}" for name in ("NAME", "URL", "CLIENT_ID", "SECRET")}
    for path in (ROOT / "platform" / "config").glob("*.py"):
        read |= set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', path.read_text()))
    besides = {"STATIC_ROOT", "ELASTICSEARCH_INDEX"}  # of the image and of tests
    of_others = {"POSTGRES_PASSWORD", "HTTP_PORT", "ERROR", "VACUUM", "LOG_DAYS", "GDPR"}
    assert read - named - besides == set()
    assert named - read - of_others == set()
