"""A person asks for a copy of everything that is kept of them."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own_data import copying
from accounts.own_data.models import DataCopy
from kernel.mail import write_letter
from kernel.refusals import Conflict


def ask_for_copy(*, by: User) -> DataCopy:
    """It is made in the background. Raises Conflict while another one is being made. An older one gives way."""
    try:
        with transaction.atomic():
            copy = DataCopy.objects.create(person=by)
            old = list(DataCopy.objects.filter(person=by).exclude(pk=copy.pk))
            DataCopy.objects.filter(pk__in=[one.pk for one in old]).delete()
    except IntegrityError as error:
        raise Conflict(_("Your copy is being made already.")) from error
    for one in old:
        if one.store:
            copying.path_of(one).unlink(missing_ok=True)
    return copy


def make_copies() -> bool:
    """Makes what was asked for, one at a time; True when more waits. A copy that failed is tried again."""
    waiting = DataCopy.objects.filter(ready_at=None).select_related("person").order_by("asked_at")
    copy = waiting.first()
    if copy is None:
        return False
    try:
        store = copying.make(copy)
        _tell_that_it_is_there(copy, store)
    except Exception:
        # Behind the others: what cannot be made for one person must not keep it from everybody.
        DataCopy.objects.filter(pk=copy.pk).update(asked_at=timezone.now())
        raise
    return waiting.exists()


def _tell_that_it_is_there(copy: DataCopy, store: str) -> None:
    """The row and the letter together: whoever has a copy hears of it, and nobody of one that is not there. A
    copy that was given up meanwhile, since its person left or asked anew, leaves no file behind."""
    copy.store = store
    path = copying.path_of(copy)
    try:
        with transaction.atomic():
            copy.size, copy.ready_at = path.stat().st_size, timezone.now()
            fresh = {"store": store, "size": copy.size, "ready_at": copy.ready_at}
            if not DataCopy.objects.filter(pk=copy.pk, ready_at=None).update(**fresh):
                path.unlink(missing_ok=True)
                return
            write_letter(
                to=copy.person.email, language=copy.person.language, template="accounts/mail/copy_ready.txt",
                context={"copy": copy, "days": copying.KEPT.days},
            )  # fmt: skip
    except Exception:
        path.unlink(missing_ok=True)
        raise
