"""The ledger of erasures beside the database: an archive of an earlier day does not know the later ones.

One line of JSON an erasure, without anything that says who it was but the number of the account.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from accounts.own_data.models import Erasure


def path() -> Path:
    return Path(settings.DATA_DIR) / "erased.jsonl"


def note(erasure: Erasure) -> None:
    """Adds a line, on the disk when it returns."""
    line = {
        "person": erasure.person_id,
        "joined": erasure.joined_at.isoformat(),
        "erased": erasure.at.isoformat(),
    }
    with path().open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def noted() -> Iterator[tuple[int, datetime]]:
    """(id, when the account was made) of every line that can be read: half a line of a crash is no account."""
    if not path().exists():
        return
    for line in path().read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
            yield int(row["person"]), datetime.fromisoformat(row["joined"])
        except (ValueError, KeyError, TypeError):
            continue
