"""A person leaves, and takes with them what says who they were. What they wrote stays, under "Deleted account":
a thread without its answers would help nobody."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.facts import AccessLost, PersonErased, PersonRenamed, ProfileChanged
from accounts.last_administrator import check_not_the_last
from accounts.models import Invitation, Role, User, WrittenTo
from accounts.own_data import copying, ledger
from accounts.own_data.holdings import Fate, besides, holdings
from accounts.own_data.models import DataCopy, Erasure
from accounts.own_data.names import all_names, deleted_handle, deleted_name, rename_of
from accounts.own_data.texts import rename_in_texts
from kernel.backup.hooks import Unfinished
from kernel.facts import publish
from kernel.models import UsedKey

ADDRESS = "erased.invalid"
"""The domain of the addresses of deleted accounts: nobody can ever have it (RFC 2606)."""
LONGEST_WAIT, MOST_TRIES = timedelta(minutes=15), 12
log = logging.getLogger(__name__)


def erase_account(*, person: User, whoever: bool = False) -> Erasure:
    """At once: nobody can log in, no page shows the name, no mail goes out. Within seconds, in the background: the
    texts of others. Raises Refused for the last administrator, unless `whoever`. A second time changes nothing."""
    with transaction.atomic():
        held = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
        before = Erasure.objects.filter(person_id=held.pk).first()
        if before is not None and held.email.endswith(f"@{ADDRESS}"):
            return before
        if not whoever:
            check_not_the_last(
                held,
                _(
                    "You are the only administrator. Make somebody else one first: the place needs them."
                ),
            )
        for work in besides:
            work(held)
        erasure, _made = Erasure.objects.update_or_create(
            person_id=held.pk,
            defaults={
                "joined_at": held.joined_at, "done_at": None, "next_at": timezone.now(), "tries": 0,
                "was": {
                    "handle": held.handle, "name": held.name, "email": held.email, **all_names(held),
                },
            },
        )  # fmt: skip
        Invitation.objects.filter(email__iexact=held.email).delete()
        copies = list(DataCopy.objects.filter(person=held).exclude(store=""))
        _empty(held)
        _settle_rows(held)
        publish(PersonRenamed(held.pk))
        publish(ProfileChanged(held.pk))
        publish(PersonErased(held.pk))
        publish(AccessLost(held.pk))
        transaction.on_commit(lambda: ledger.note(erasure))
    for copy in copies:
        copying.path_of(copy).unlink(missing_ok=True)
    return erasure


def _empty(person: User) -> None:
    """What the row still has: that there was an account, since when, and how many days it was here."""
    person.set_unusable_password()
    person.email = f"{deleted_handle(person.pk)}@{ADDRESS}"
    person.handle, person.name = deleted_handle(person.pk), deleted_name()
    person.role, person.is_active, person.verified = Role.MEMBER, False, False
    person.organisation = person.bio = person.bio_html = ""
    person.region, person.open = None, False
    person.contact = person.seen_by = person.look = person.hushed = person.unseen = ""
    person.language, person.second_step = settings.LANGUAGE_CODE[:2], False
    person.written_to_by, person.shows_presence = WrittenTo.NOBODY, False
    person.hears_of_matches, person.last_login, person.seen_on = False, None, None
    person.save()


def _settle_rows(person: User) -> None:
    for holding in holdings.values():
        rows = holding.rows._base_manager.filter(**{holding.column: person.pk})
        if holding.fate == Fate.GONE:
            rows.delete()
        elif holding.fate == Fate.FREED:
            rows.update(**{holding.column: None})
    UsedKey.objects.filter(person_id=person.pk).delete()


def finish_erasures() -> bool:
    """The rest, in the background: the name in the texts of others, mails that wait or were sent, sessions. One
    that fails is tried later and later, behind all others; True when more is due."""
    due = Erasure.objects.filter(done_at=None, next_at__lte=timezone.now()).order_by(
        "next_at", "pk"
    )
    erasure = due.first()
    if erasure is None:
        return False
    try:
        _finish(erasure)
    except Exception:
        # Within the quarter of an hour at the latest: nobody's name is to stay because of a passing fault.
        wait = min(timedelta(seconds=5 * 2**erasure.tries), LONGEST_WAIT)
        Erasure.objects.filter(pk=erasure.pk).update(
            next_at=timezone.now() + wait, tries=min(erasure.tries + 1, MOST_TRIES)
        )
        log.exception("the rest of the erasure of account %s failed", erasure.person_id)
    return due.exists()


def _finish(erasure: Erasure) -> None:
    rename_in_texts(rename_of(erasure))
    _forget_mails(erasure.was["email"])
    _forget_sessions(erasure.person_id)
    erasure.was, erasure.done_at = {}, timezone.now()
    erasure.save(update_fields=["was", "done_at"])


def _forget_mails(address: str) -> None:
    """Mails to the person are not sent any more. Done ones go with everybody's: they are kept for nothing but
    looking into what failed."""
    rows = DBTaskResult.objects.exclude(status=TaskResultStatus.RUNNING)
    # The whole address: "jan@…" is a part of "bojan@…", whose letters are none of ours.
    rows.filter(args_kwargs__icontains=f'"{address}"').delete()
    rows.filter(status=TaskResultStatus.SUCCESSFUL).delete()


def _forget_sessions(person_id: int) -> None:
    """They are of no use without the password; what they hold of a person goes, too."""
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(person_id):
            session.delete()


def apply_ledger() -> int:
    """After a restore: accounts that were erased since the archive was made are erased again; how many. Also the
    only administrator of that day: they left when somebody else was one. Whatever becomes of one, all others are
    done; raises Unfinished for those that could not be."""
    done, failed = 0, []
    known = {(row.person_id, row.joined_at) for row in Erasure.objects.all()}
    for pk, joined_at in sorted({*ledger.noted(), *known}):
        person = User.objects.filter(pk=pk, joined_at=joined_at).first()
        if person is None or person.email.endswith(f"@{ADDRESS}"):
            continue
        try:
            erase_account(person=person, whoever=True)
            done += 1
        except Exception:
            log.exception("account %s could not be deleted again", pk)
            failed.append(pk)
    while finish_erasures():
        pass
    if failed:
        raise Unfinished(
            f"{done} deleted accounts deleted again, but not those with the numbers"
            f" {', '.join(map(str, failed))}: delete them by delete_account before the site starts"
        )
    return done
