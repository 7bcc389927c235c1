"""bin/run: the environment first, then the server in this very process.

Standard library only; it ends by becoming `serve.py` in the environment, so that there is one
process to stop and its signals are its own.
"""

import argparse
import os
import socket
from pathlib import Path

import environment
from speech import fail

HERE = Path(__file__).resolve().parent
# Every address of the machine: no name to put into links.
ANYWHERE = {"0.0.0.0", "::"}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/run",
        description="Set everything up and serve it, until Ctrl+C.",
        epilog="Example: bin/run --port 8080 --empty",
    )
    parser.add_argument("--port", type=int, default=8000, help="where to listen (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="which address to serve (127.0.0.1)")
    parser.add_argument(
        "--empty",
        action="store_true",
        help="begin without the demo region, with what every new site starts with",
    )
    given = parser.parse_args()
    if not given.host:
        parser.error("--host: an address or a name")
    if not 1 <= given.port <= 65535:
        parser.error("--port: from 1 to 65535")
    return given


def check_address(host: str, port: int) -> None:
    """End with a plain sentence when nothing can listen there, before anything is installed."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError):
        fail(f"Nie znam adresu {host}.", f"There is no such address as {host}.")
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError:
            fail(
                f"Port {port} jest tylko dla administratora. Wybierz inny: bin/run --port 8000",
                f"Port {port} is kept for the administrator. Choose another: bin/run --port 8000",
            )
        except OSError as problem:
            fail(
                f"Port {port} na {host} jest zajęty lub niedostępny ({problem.strerror}). "
                f"Wybierz inny: bin/run --port {port % 65535 + 1}",
                f"Port {port} on {host} is taken or not available. "
                f"Choose another: bin/run --port {port % 65535 + 1}",
            )


def settings(host: str, port: int) -> dict[str, str]:
    """The environment for the server: what is set stays, the rest follows host and port."""
    name = "localhost" if host in ANYWHERE else f"[{host}]" if ":" in host else host
    chosen = {"BASE_URL": f"http://{name}" + ("" if port == 80 else f":{port}")}
    if host in ANYWHERE:  # else the name in BASE_URL and this machine's own names are enough
        names = ["localhost", "127.0.0.1", "[::1]", socket.gethostname(), *own_addresses()]
        chosen["ALLOWED_HOSTS"] = ",".join(names)
    return {name: value for name, value in chosen.items() if not os.environ.get(name)}


def own_addresses() -> list[str]:
    """The addresses under which others on the network reach this machine."""
    found = []
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((elsewhere, 9))  # sends nothing: it only picks the way out
            except OSError:
                continue
            address = probe.getsockname()[0]
            found.append(f"[{address}]" if family == socket.AF_INET6 else address)
    return found


def main() -> None:
    environment.end_with_children()
    given = arguments()
    check_address(given.host, given.port)
    services = os.environ.get("DATABASE_URL", "").startswith("postgres") or os.environ.get(
        "REDIS_URL"
    )
    python = environment.ready("prod" if services else "core")
    os.environ.update(settings(given.host, given.port))
    extra = ["--empty"] if given.empty else []
    serve = [str(HERE / "serve.py"), "--host", given.host, "--port", str(given.port), *extra]
    os.execv(python, [str(python), *serve])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
