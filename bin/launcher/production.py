"""bin/production-here: the processes of docker-compose.yml on this machine, for trials and benchmarks.

nginx, two page processes, two live processes and the worker, over real PostgreSQL, Redis and Elasticsearch:
those of DATABASE_URL, REDIS_URL and ELASTICSEARCH_URL, else servers of its own, whose data are thrown away
at the end. Other settings (RATE_LIMIT_FACTOR, EMAIL_URL, DATA_DIR, …) come from the environment.

  bin/production-here                    what every new site starts with, at http://127.0.0.1:8000/
  bin/production-here --port 0 --demo    at a free port, with the demo region
  kill -HUP PID                          replaces one process after another, without a failed request
  kill PID                               what was begun is answered, then everything ends

Commands of manage.py on the same site: `. FILE` with the file that it names, then
`.venv/bin/python manage.py …`.
"""

import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import FrameType

import environment
from environment import PYTHON, ROOT
from services import Services, missing

ADDRESSES = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL")
PASSED = (
    "BASE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "DATA_DIR", "EMAIL_URL", "RATE_LIMIT_FACTOR", "METRICS_TOKEN",
    "ELASTICSEARCH_INDEX", "SITE_NAME", "CONTACT_EMAIL",
)  # fmt: skip


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/production-here", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--port", type=int, default=8000, help="where nginx listens (8000; 0: any)")
    parser.add_argument("--host", default="127.0.0.1", help="which address to serve (127.0.0.1)")
    parser.add_argument("--demo", action="store_true", help="load the demo region")
    given = parser.parse_args()
    if not 0 <= given.port <= 65535:
        parser.error("--port: from 0 to 65535")
    return given


def addresses(servers: Services) -> dict[str, str]:
    """Where the three are; ends with a sentence where one cannot be had."""
    found = servers.addresses()
    for broken in servers.broken():
        sys.exit(f"{broken['name']} is installed but did not start: {broken['broken']}")
    lacking = [reason for need, reason in missing() if need.variable or need.name == "nginx"]
    if lacking:
        sys.exit(". ".join(lacking) + ".")
    return {name: found[name] for name in ADDRESSES}


def serve(given: argparse.Namespace, servers: Services, folder: Path) -> int:
    from tests.setup.production import Production

    more = {name: os.environ[name] for name in PASSED if os.environ.get(name)}
    production = Production(folder, addresses(servers), port=given.port, host=given.host, **more)
    wanted: list[signal.Signals] = []
    told = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        wanted.append(signal.Signals(number))
        told.set()

    try:
        production.start()
        if given.demo:
            production.manage("load_demo")
        file = folder / "environment"
        lines = [f"export {n}={shlex.quote(v)}\n" for n, v in production.variables().items()]
        file.write_text("".join(lines))
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, tell)
        print(f"{production.address}/ serves {', '.join(production.names)} behind nginx.")
        print(f"Settings for manage.py: . {file}\nLogs: {folder}\nStop: Ctrl+C", flush=True)
        while True:
            told.wait()
            told.clear()
            asked, wanted[:] = list(wanted), []
            if asked != [signal.SIGHUP] * len(asked):
                break
            for name in production.names:
                print(f"{name}: ended in {production.replace(name):.1f} s, and is back", flush=True)
        codes = production.drain()
        print(f"Ended: {', '.join(f'{name} {code}' for name, code in codes.items())}", flush=True)
        return 0 if all(code in (0, 143) for code in codes.values()) else 1
    finally:
        production.stop()


def main() -> int:
    python = environment.ready("test")
    if Path(sys.prefix) != ROOT / ".venv":
        os.execv(python, [str(python), __file__, *sys.argv[1:]])
    environment.end_with_children()
    given = arguments()
    subprocess.run([PYTHON, ROOT / "bin" / "launcher" / "messages.py"], check=True)
    servers, folder = Services(), Path(tempfile.mkdtemp(prefix="rynek-production-"))
    try:
        return serve(given, servers, folder)
    finally:
        servers.end()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        raise SystemExit(130) from None
