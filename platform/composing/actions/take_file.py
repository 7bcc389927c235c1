"""Somebody sends a file, to show it in a text that they write."""

import hashlib
import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from composing.files import keeping, scanning
from composing.files.judging import BadFile
from composing.files.kinds import PICTURE
from composing.files.making import Prepared, prepared
from composing.models import Attachment
from kernel.once import once
from kernel.refusals import Invalid, Refused
from kernel.security_log import note

BYTES_A_DAY, BYTES_OF_NEWCOMER = 100_000_000, 20_000_000
log = logging.getLogger(__name__)
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
    _check_harmless(by, ready)
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


def _check_harmless(by: User, ready: Prepared) -> None:
    """Pictures we have drawn ourselves. A document of which nobody can say it is refused, not kept aside: its sender has
    it still, and would not be told when it comes to be looked through."""
    if ready.kind == PICTURE or not scanning.in_use():
        return
    try:
        found = scanning.found_in(ready.parts[keeping.WHOLE])
    except scanning.ScannerAway as error:
        raise Invalid({"file": [_("Documents are looked through for viruses, and just now they cannot be. Try again later, or send the text without it.")]}) from error  # fmt: skip
    if found:
        note("virus_found", account=by.pk, kind=ready.kind)
        log.warning("a document of account %s holds %.200r", by.pk, found)
        raise Invalid({"file": [_("A virus was found in this document, so we do not take it. Have your computer looked through, too.")]})  # fmt: skip


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
