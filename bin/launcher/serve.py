"""The second half of bin/run, in the environment: brings the data up to date, then serves.

Whatever is stale is done by `manage.py` in a process of its own, so that the server keeps none of
the memory; a start with nothing stale only looks, and takes two or three seconds.
"""

import argparse
import fcntl
import gc
import hashlib
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import environment
import messages
from speech import fail, say

ROOT = environment.ROOT
MAX_FRAME = 131072  # bytes: twice what the consumer takes, so that it can still say "too large"
OPEN_FILES = 65536


def main() -> None:
    gc.disable()  # nothing that is loaded now is garbage: looking for it costs a tenth of the start
    # Certificates are the proxy's business. Twisted and Autobahn load half a second of them if they can.
    sys.modules["OpenSSL"] = sys.modules["service_identity"] = None  # type: ignore[assignment]
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--empty", action="store_true")
    given = parser.parse_args()
    environment.end_with_children()
    messages.compile_stale()
    set_up_django()
    _lock = only_one()
    bring_up_to_date(empty=given.empty)
    serve(given.host, given.port)


def set_up_django() -> None:
    # Not this folder: its modules' names are for the launchers alone.
    sys.path[:] = [str(ROOT), str(ROOT / "platform"), *sys.path[1:]]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["EMBEDDED"] = "1"  # the background work runs in this process too
    import django

    django.setup()


def only_one() -> TextIO | None:
    """Keep a second server off the same data: live pages reach one process only without Redis."""
    from django.conf import settings

    if settings.REDIS_URL:
        return None
    lock = (settings.DATA_DIR / "server.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fail(
            f"Serwer już działa na danych w {settings.DATA_DIR}. Zatrzymaj go albo wskaż inne: "
            "DATA_DIR=/inny/katalog bin/run",
            f"A server is already running on the data in {settings.DATA_DIR}. Stop it, or name "
            "others: DATA_DIR=/another/folder bin/run",
        )
    return lock


def bring_up_to_date(*, empty: bool) -> None:
    """Tables, first contents, collected static files: each only when it is not as it should be."""
    from django.conf import settings

    if migrations_wait():
        say("Przygotowuję bazę danych…", "Preparing the database…")
        manage("migrate", "--verbosity=0")
    # The mark outlives a start that was stopped half-way; the loading commands can be repeated.
    half_loaded: Path = settings.DATA_DIR / "loading"
    if half_loaded.exists() or nobody_and_nothing():
        command = half_loaded.read_text() if half_loaded.exists() else ""
        command = command or ("load_start" if empty else "load_demo")
        half_loaded.write_text(command)
        if command == "load_demo":
            say(
                "Wczytuję region pokazowy (tylko za pierwszym razem)…",
                "Loading the demo region (the first time only)…",
            )
        manage(command)
        half_loaded.unlink()
    collect_static()


def migrations_wait() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def nobody_and_nothing() -> bool:
    """Whether the database is as the migrations leave it."""
    from django.apps import apps

    models = (apps.get_model("accounts", "User"), apps.get_model("forums", "Forum"))
    return not any(model._default_manager.exists() for model in models)


def collect_static() -> None:
    from django.conf import settings

    if settings.DEBUG:
        return
    sources = [path for path in sorted((ROOT / "static").rglob("*")) if path.is_file()]
    states = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in sources]
    wanted = hashlib.sha256(repr(states).encode()).hexdigest() + environment.fingerprint("core")
    stamp: Path = settings.DATA_DIR / "static.stamp"
    there = (settings.STATIC_ROOT / "staticfiles.json").exists()
    if there and stamp.exists() and stamp.read_text() == wanted:
        return
    manage("collectstatic", "--noinput", "--clear", "--verbosity=0")
    stamp.write_text(wanted)


def manage(*command: str) -> None:
    """Run a command of manage.py; a failing one ends the start, its reason being on the screen."""
    done = subprocess.run([sys.executable, ROOT / "manage.py", *command])
    if done.returncode != 0:
        fail(
            f"Polecenie {command[0]} się nie powiodło (powód wyżej).",
            f"The command {command[0]} failed (the reason is above).",
        )


def serve(host: str, port: int) -> None:
    """Daphne in this process, until Ctrl+C or SIGTERM."""
    from daphne.endpoints import build_endpoint_description_strings
    from daphne.server import Server

    from config import strict_requests
    from config.asgi import application

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    listening = False

    def ready() -> None:
        nonlocal listening
        listening = True
        gc.freeze()
        gc.enable()
        greet()

    strict_requests.install()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the reactor brings its own
    Server(
        application=application,
        endpoints=build_endpoint_description_strings(host=host, port=port),
        http_timeout=120,
        websocket_connect_timeout=10,
        websocket_handshake_timeout=10,
        websocket_max_message_size=MAX_FRAME,
        websocket_max_frame_size=MAX_FRAME,
        server_name="",
        ready_callable=ready,
    ).run()
    if not listening:
        fail(f"Nie mogę słuchać na porcie {port}.", f"Cannot listen on port {port}.")
    say("Zatrzymano. Dane zostały.", "Stopped. The data are kept.")
    # A request still being worked on has nobody left to answer: do not wait for its thread.
    sys.stdout.flush()
    os._exit(0)


def greet() -> None:
    """Where it is, who can log in, how to stop it."""
    from django.conf import settings

    from accounts.models import User
    from portal.demo import DEMO_PASSWORD

    say(f"\nRynek działa: {settings.BASE_URL}/", f"Rynek is up:  {settings.BASE_URL}/")
    if User.objects.filter(email="ola@example.org").exists():
        people = "ola@example.org, marta@example.org (mod.), adam@example.org (admin)"
        say(f"Konta demo: {people}", f"Demo log-ins, password {DEMO_PASSWORD} (hasło)")
    elif not User.objects.exists():
        say(
            "Pierwsze konto / the first account:",
            f"  {sys.executable} manage.py make_member you@example.org --name NAME --password … "
            "--role admin",
        )
    say("Ctrl+C zatrzymuje serwer.", "Ctrl+C stops it.\n")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
