"""Runs beside a house: commands of manage.py, and for what there is no command the functions of
`tests/realtime/world.py`. One JSON value a line in, one out.

`["start"]` stands for what bin/run does before it serves an empty site: tables, first contents,
collected static files.
"""

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "bin" / "launcher")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402
from django.core.management import call_command  # noqa: E402


def start() -> None:
    import serve

    serve.manage = lambda *command: call_command(*command, stdout=io.StringIO())
    serve.bring_up_to_date(empty=True)


def run(command: list[str]) -> str:
    """What the command printed."""
    output = io.StringIO()
    try:
        if command == ["start"]:
            start()
        else:
            call_command(*command, stdout=output)
    except SystemExit as ended:
        # What it printed tells why.
        raise RuntimeError(f"ended with {ended.code}: {output.getvalue()}") from ended
    return output.getvalue().strip()


def do(name: str, arguments: dict[str, Any]) -> Any:
    from tests.realtime import world

    return getattr(world, name)(**arguments)


def main() -> None:
    django.setup()
    answers = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            said = do(**asked) if isinstance(asked, dict) else run(asked)
            answer: dict[str, Any] = {"result": said}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
