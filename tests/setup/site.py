"""A site of several processes, as the tests talk to it."""

import json
import subprocess
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

    def post(self, path: str, **written: str) -> None:
        """Write something as a member by the API."""
        if not self.token:
            person = ("ola@example.org", "--name", "Ola", "--password", "farbka-i-wapno-1")
            self.manage("make_member", *person)
            self.token = self.manage("make_token", "ola@example.org").split()[-1]
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
