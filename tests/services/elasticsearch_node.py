"""A real Elasticsearch server from the jars that its makers publish, without Docker or a package.

The first start fetches the jars with Maven (about 40 MB) into a cache; later ones take seconds.
Only the core and the HTTP module are there: no plugin, no security, built-in analysers alone.
"""

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from tests.services.processes import Broken, Missing, Running, free_port, launch, tail, wait_until

HERE = Path(__file__).resolve().parent / "elasticsearch"
HEAP = "512m"
MODULE = "transport-netty4"
DESCRIPTOR = """\
name={module}
description=HTTP
version={version}
elasticsearch.version={version}
java.version=17
classname=org.elasticsearch.transport.netty4.Netty4Plugin
"""


def version() -> str:
    """The version that pom.xml names."""
    found = re.search(r"<elasticsearch>(.+?)</elasticsearch>", (HERE / "pom.xml").read_text())
    if found is None:
        raise Broken("tests/services/elasticsearch/pom.xml names no version")
    return found.group(1)


def cache() -> Path:
    """Where jars are kept between runs; a folder of this run's own where there is no home."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.environ.get("HOME", ""), ".cache")
    folder = Path(base) / "rynek-tests"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"rynek-tests-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def folder_of_server() -> Path:
    return cache() / f"elasticsearch-{version()}"


def tools() -> None:
    """Raise Missing unless what starts the server is here."""
    if shutil.which("java") is None or shutil.which("javac") is None:
        raise Missing("Elasticsearch needs a JDK of 17 or later (Debian: default-jdk-headless)")


def maven() -> None:
    """Raise Missing when the jars are still to be fetched and nothing can fetch them."""
    if not (folder_of_server() / "ready").exists() and shutil.which("mvn") is None:
        raise Missing("Elasticsearch is fetched by Maven, which is missing (Debian: maven)")


def install() -> Path:
    """The folder with the server, made on the first call; safe when two runs begin together."""
    tools()
    maven()
    home = folder_of_server()
    with (cache() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "ready").exists():
            shutil.rmtree(home, ignore_errors=True)
            fetch(home)
            (home / "ready").touch()
    return home


def fetch(home: Path) -> None:
    """Lay the jars out the way a server expects them and compile the starter."""
    module = home / "modules" / MODULE
    for folder in ("config", "lib", "plugins", "classes"):
        (home / folder).mkdir(parents=True)
    module.mkdir(parents=True)
    copy = ["dependency:copy-dependencies", f"-DoutputDirectory={home / 'lib'}"]
    run(["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), *copy], log=home / "log")
    for pattern in ("netty-*", f"{MODULE}-*"):
        for jar in (home / "lib").glob(pattern):
            jar.rename(module / jar.name)
    text = DESCRIPTOR.format(module=MODULE, version=version())
    (module / "plugin-descriptor.properties").write_text(text)
    target = ["-d", str(home / "classes"), str(HERE / "TestNode.java")]
    run(["javac", "-cp", f"{home / 'lib'}/*", *target], log=home / "log")


def run(command: list[str], *, log: Path) -> None:
    with log.open("ab") as sink:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT
        )
    if done.returncode != 0:
        raise Broken(f"{command[0]} failed while Elasticsearch was being set up.\n{tail(log)}")


QUICK_TO_START = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Twice as quick up, and slower ever after: for tests, which ask little."""


def start(folder: Path, port: int = 0, java: Sequence[str] = QUICK_TO_START) -> Running:
    """A single-node server, its index in `folder`: one that was there goes on. `port`: its old one."""
    home, port, log = install(), port or free_port(), folder / "log"
    data = folder / "data"
    data.mkdir(exist_ok=True)
    memory = [f"-Xms{HEAP}", f"-Xmx{HEAP}", *java]
    classes = f"{home / 'classes'}:{home / 'lib'}/*"
    command = ["java", *memory, "-cp", classes, "TestNode", home, data, str(port)]
    process = launch(command, log=log, folder=folder)
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"{url}/_cluster/health", timeout=2) as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    wait_until(answers, process=process, log=log, name="Elasticsearch", seconds=120)
    return Running("Elasticsearch", url, process)
