"""One send, one object: idempotency keys, unique per person and bound to the body."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

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
    used = UsedKey.objects.filter(person_id=person_id, key=key).first()
    if used is None:
        try:
            with transaction.atomic():
                used = UsedKey.objects.create(person_id=person_id, key=key, body_hash=body_hash)
        except IntegrityError:
            used = UsedKey.objects.get(person_id=person_id, key=key)
        else:
            used.object_id = make()
            used.save(update_fields=["object_id"])
            return used.object_id, True
    if used.body_hash != body_hash or used.object_id is None:
        raise KeyReused()
    return used.object_id, False
