"""A site of several processes, as the tests talk to it."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from tests.setup.place import PYTHON, ROOT, Server, get


@dataclass
class Site:
    address: str
    environment: dict[str, str]
    servers: dict[str, Server]
    token: str = ""

    def manage(self, *command: str) -> str:
        """Run a command of manage.py beside the site; what it printed."""
        done = subprocess.run(
            [PYTHON, ROOT / "manage.py", *command],
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def together(self, *commands: Sequence[str]) -> list[str]:
        """What several commands printed, run in one process: each start of Python would cost seconds."""
        asked = "".join(json.dumps(list(command)) + "\n" for command in commands)
        helper = [PYTHON, ROOT / "tests" / "contracts" / "beside.py"]
        done = subprocess.run(
            helper, env=self.environment, input=asked, capture_output=True, text=True
        )
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(answers) == len(commands), done.stderr
        for answer in answers:
            assert "error" not in answer, answer["error"]
        return [str(answer["result"]) for answer in answers]

    def post(self, path: str, **written: str) -> None:
        """Write something as a member by the API."""
        if not self.token:
            person = ("ola@example.org", "--name", "Ola", "--password", "farbka-i-wapno-1")
            said = self.together(["make_member", *person], ["make_token", "ola@example.org"])
            self.token = said[-1].split()[-1]
        answer = get(
            f"{self.address}/api/v1/{path}",
            body=json.dumps(written).encode(),
            Authorization=f"Bearer {self.token}",
            Content_Type="application/json",
        )
        assert answer.status == 201, answer.text

    def healthy(self, subject: str) -> bool:
        """What the container's own health check would say."""
        check = [PYTHON, ROOT / "deploy" / "healthy", subject]
        return subprocess.run(check, env=self.environment, capture_output=True).returncode == 0
