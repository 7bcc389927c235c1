"""Forms keep what was typed; the actions judge it, for every door alike."""

import time
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.signing import BadSignature, TimestampSigner, b62_decode
from django.http import HttpResponse

from kernel.refusals import Conflict, Invalid, KeyReused, Refusal

Made = TypeVar("Made")
_signer = TimestampSigner(salt="kernel.forms.opened")


class RefusableForm(forms.Form):
    """A form that can show why an action refused it, and whose key makes one send one object."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.key = fresh_key()
        self.opened = stamp()
        self.retry_after = 0
        if self.is_bound:
            self.key = str(self.data.get("key") or self.key)
            # The same form all the while: what was wrong in it is put right in a second.
            self.opened = str(self.data.get("opened") or "")

    def refuse(self, error: Refusal) -> None:
        """Puts the sentences of a refusal where they belong; what is of no field stands above."""
        if isinstance(error, KeyReused) or (isinstance(error, Invalid) and "key" in error.fields):
            self.key = fresh_key()  # the form goes out again, and must be able to come back
        self.retry_after = getattr(error, "retry_after", 0)
        if isinstance(error, Invalid):
            for name, messages in error.fields.items():
                for message in messages:
                    self.add_error(name if name in self.fields else None, message)
        else:
            self.add_error(None, error.message)


def tried(form: RefusableForm, act: Callable[[], Made]) -> tuple[Made | None, int]:
    """What `act` made of a form that was filled in fit to be read, and 200; else None, and with which status the
    form is shown again, saying why: 422 for what is wrong in it, 409 for what has changed meanwhile. All other
    refusals are raised."""
    if not form.is_valid():
        return None, 422
    try:
        return act(), 200
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return None, error.status


def stamp() -> str:
    """When a form was shown, signed: whoever sends it does not choose the time."""
    return _signer.sign("form")


def seconds_open(opened: object) -> float | None:
    """How long ago a form was shown; None for one that does not say."""
    try:
        _signer.unsign(str(opened)[:200])
    except BadSignature:
        return None
    stamped = b62_decode(str(opened).split(":")[1])
    return max(0.0, time.time() - stamped)


def slowed(response: HttpResponse, form: RefusableForm) -> HttpResponse:
    """The page of a refused form; where the person wrote too much at once it says when to come back."""
    if form.retry_after:
        response.status_code = 429
        response["Retry-After"] = str(form.retry_after)
    return response


def fresh_key() -> str:
    """A new idempotency key for a form that is about to be shown."""
    return uuid.uuid4().hex
