"""Somebody sends a file, to show it in a text that they write."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from composing.files import keeping
from composing.files.judging import BadFile
from composing.files.making import Prepared, prepared
from composing.models import Attachment
from kernel.once import once
from kernel.refusals import Invalid, Refused

BYTES_A_DAY, BYTES_OF_NEWCOMER = 100_000_000, 20_000_000
MOST_WAITING = 40
"""Files of a person that no text holds yet."""


def take_file(*, by: User, data: bytes, name: str, key: str | None = None) -> Attachment:
    """Keeps the file, or answers with the one that the same key brought. Raises Refused, Invalid
    (file) or KeyReused."""
    check_writer(by)
    try:
        ready = prepared(data, name)
    except BadFile as error:
        raise Invalid({"file": [str(error)]}) from error
    # Written before the transaction: nobody waits for our disk, and no row names a file to come.
    store = keeping.keep(ready.parts)
    try:
        with transaction.atomic():
            payload = ["file", hashlib.sha256(data).hexdigest()]
            pk, is_new = once(
                person_id=by.pk, key=key, payload=payload, make=lambda: _write(by, ready, store)
            )
    except BaseException:
        keeping.discard(store)
        raise
    if not is_new:
        keeping.discard(store)
    row = Attachment.objects.filter(pk=pk).first()
    if row is None:  # sent again after it had been tidied away
        raise Refused(_("This file was sent before and has been removed since. Choose it anew."))
    return row


def _write(by: User, ready: Prepared, store: str) -> int:
    own = Attachment.objects.filter(
        sender=User.objects.select_for_update(no_key=True).get(pk=by.pk)
    )
    if own.filter(holder_id=None).count() >= MOST_WAITING * settings.RATE_LIMIT_FACTOR:
        raise Invalid({"file": [_("Many of your files wait for a text already. Send one of those first.")]})  # fmt: skip
    since = timezone.now() - timedelta(days=1)
    today = own.filter(created_at__gt=since).aggregate(bytes=Sum("size"))["bytes"] or 0
    most = BYTES_OF_NEWCOMER if by.is_newcomer else BYTES_A_DAY
    if today + ready.size > most * settings.RATE_LIMIT_FACTOR:
        raise Invalid({"file": [_("Your files of the last day have become too large together. Try again tomorrow.")]})  # fmt: skip
    return Attachment.objects.create(
        sender=by, name=ready.name, kind=ready.kind, store=store, size=ready.size,
        width=ready.width, height=ready.height,
    ).pk  # fmt: skip
