"""A mark of what a form showed: whoever sends it back changes that and nothing newer."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext as _

from kernel.refusals import Conflict


def mark_of(values: Mapping[str, Any]) -> str:
    return blake2b(
        json.dumps(dict(values), sort_keys=True, default=str).encode(), digest_size=8
    ).hexdigest()


def check_seen(seen: str | None, values: Mapping[str, Any]) -> None:
    """`seen`: the mark of what the form showed; None where no form was. Raises Conflict."""
    if seen is not None and seen != mark_of(values):
        raise Conflict(
            _(
                "Somebody else has changed this in the meantime. What holds now stands below the form:"
                " look at it, and send yours again if it shall replace that."
            )
        )
