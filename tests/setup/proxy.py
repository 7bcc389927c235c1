"""deploy/nginx as the image lays it out, moved to loopback and to a folder of the test's."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from tests.services.needs import nginx
from tests.setup.place import ROOT, free_port

TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def lay_out(
    folder: Path,
    *,
    listen: int,
    web: int | Sequence[int],
    live: int | Sequence[int],
    host: str = "127.0.0.1",
) -> Path:
    """Write the configuration into `folder`, whose `srv` is what the image has as /srv.

    `web`, `live`: ports of loopback, of each process one.
    """
    source = ROOT / "deploy" / "nginx"
    (folder / "srv").mkdir(exist_ok=True)
    (folder / "own").mkdir(exist_ok=True)
    for name in ("unavailable.html", "unavailable.json"):
        (folder / "srv" / name).write_text((source / name).read_text())
    site = moved((source / "site.conf").read_text(), "root /srv;", f"root {folder / 'srv'};")
    (folder / "site.conf").write_text(site)
    temporary = "".join(f"{name}_temp_path {folder / name};\n" for name in TEMPORARY)
    text = (source / "nginx.conf").read_text()
    for old, new in (
        ("listen 80 default_server;", f"listen {host}:{listen} default_server;"),
        ("listen 127.0.0.1:8081;", f"listen 127.0.0.1:{free_port()};"),
        ("/var/run/nginx.pid", str(folder / "pid")),
        ("/etc/nginx/site.conf", str(folder / "site.conf")),
        ("/etc/nginx/own/", f"{folder / 'own'}/"),
        ("http {\n", f"http {{\n{temporary}"),
    ):
        text = moved(text, old, new)
    text = several(several(text, "web:8000", web), "live:8001", live)
    if os.getuid() == 0:  # else its workers could not enter a folder that is the tests' alone
        text = f"user root root;\n{text}"
    (folder / "nginx.conf").write_text(text)
    return folder / "nginx.conf"


def several(text: str, name: str, ports: int | Sequence[int]) -> str:
    """What a name of Docker's stands for, process by process; each with the options of the one name."""
    listed = [ports] if isinstance(ports, int) else ports

    def lines(match: re.Match[str]) -> str:
        return "\n        ".join(f"server 127.0.0.1:{port}{match[1]};" for port in listed)

    changed, times = re.subn(rf"server {re.escape(name)}([^;]*);", lines, text)
    assert times, f"{name} is no longer in the configuration"
    return changed


def moved(text: str, old: str, new: str) -> str:
    assert old in text, f"{old!r} is no longer in the configuration"
    return text.replace(old, new)


def tls(folder: Path, *, listen: int) -> None:
    """The sample for HTTPS, as an operator puts it in force; the keys are made elsewhere."""
    text = (ROOT / "deploy" / "nginx" / "tls.conf.example").read_text()
    text = moved(text, "listen 443 ssl", f"listen 127.0.0.1:{listen} ssl")
    text = moved(text, "/etc/nginx/own/", f"{folder / 'own'}/")
    text = moved(text, "/etc/nginx/site.conf", str(folder / "site.conf"))
    (folder / "own" / "tls.conf").write_text(text)


def command(configuration: Path, *options: str) -> list[str]:
    return [nginx(), "-c", str(configuration), "-e", "stderr", *options]
