"""One send, one object: idempotency keys, unique per person and bound to the body."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone

from kernel.gate import BadText, clean_text
from kernel.models import UsedKey
from kernel.refusals import Invalid, KeyReused

KEY_LIMIT = 100


def once(
    *, person_id: int, key: str | None, payload: Any, make: Callable[[], int]
) -> tuple[int, bool]:
    """Calls `make` unless this person's key has made an object: (the object's id, was it made now).

    Runs inside the action's transaction. The key's row is written first, so that a second send at
    the same time waits for the first and then answers with its object. Raises KeyReused when the
    key comes with another payload, Invalid when it is not fit to be a key.
    """
    if not key:
        return make(), True
    try:
        key = clean_text(key, limit=KEY_LIMIT, lines=False)
    except BadText as error:
        raise Invalid({"Idempotency-Key": [str(error)]}) from error
    packed = json.dumps(payload, sort_keys=True, ensure_ascii=False, default=str)
    body_hash = hashlib.sha256(packed.encode()).hexdigest()
    if _written_first(person_id, key, body_hash):
        made = make()
        _note(made, person_id, key)
        return made, True
    used = UsedKey.objects.get(person_id=person_id, key=key)
    if used.body_hash != body_hash or used.object_id is None:
        raise KeyReused()
    return used.object_id, False


def _written_first(person_id: int, key: str, body_hash: str) -> bool:
    """Writes the key's row unless there is one; another send that is about to write it is waited for.
    By hand: Django's own way to leave a conflict alone does not say whether there was one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_usedkey (person_id, key, body_hash, created_at)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT (person_id, key) DO NOTHING",
            [person_id, key, body_hash, connection.ops.adapt_datetimefield_value(timezone.now())],
        )
        return bool(cursor.rowcount == 1)


def _note(made: int, person_id: int, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_usedkey SET object_id = %s WHERE person_id = %s AND key = %s",
            [made, person_id, key],
        )
