"""What is kept of accounts, how long and why."""

from collections.abc import Sequence
from datetime import timedelta

from allauth.account.models import EmailConfirmation
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, OpenSession, Role
from accounts.own_data import copying
from accounts.session_ends import ends_for, forget, over
from kernel.retention.table import Work, keep_for, old_rows

SESSION = ends_for(Role.MEMBER)[0]
CONFIRMATION = timedelta(days=7)
UNANSWERED = Invitation.GOOD_FOR + timedelta(days=60)
"""Addresses of people who did not come."""
ANSWERED = timedelta(days=365)


def _forget_log_ins(pks: Sequence[int]) -> None:
    forget(list(OpenSession.objects.filter(pk__in=pks).values_list("session_key", flat=True)))


keep_for(
    "accounts.account",
    what=_(
        "Mail address, password (as a hash that cannot be read back), name, and what you say of yourself"
    ),
    why=_("to log in, to sign what you write, and to write to you"),
    since=_("until the account is deleted"),
    columns="accounts.user.password accounts.user.email account.emailaddress.email"
    " socialaccount.socialaccount.uid socialaccount.socialaccount.extra_data"
    " socialaccount.socialtoken.token socialaccount.socialtoken.token_secret",
)
keep_for(
    "accounts.former_names",
    what=_("Names and handles that you had here before"),
    why=_("to take them out of the texts of others when you delete the account"),
    since=_("until the account is deleted"),
)
keep_for(
    "accounts.second_step",
    what=_("Passkeys, codes of an app and recovery codes, encrypted"),
    why=_("to prove at log-in that it is you"),
    since=_("until you take them out or the account is deleted"),
    columns="mfa.authenticator.data",
)
keep_for(
    "accounts.tokens",
    what=_("Keys for programs, as a hash"),
    why=_("so that your program can read and write for you"),
    since=_("until they are taken back or the account is deleted"),
    columns="accounts.apitoken.digest accounts.apitoken.name",
)
keep_for(
    "accounts.former_handles",
    what=_("Handles that you had before, as a hash"),
    why=_("so that what names you in old conversations leads to nobody else"),
    since=_("for good; once the account is deleted it does not say whose they were"),
    columns="accounts.formerhandle.digest",
)
keep_for(
    "accounts.sessions",
    what=_("Log-ins, with browser and system in words; no address"),
    why=_("so that you need not log in on every page, and can see where you are logged in"),
    since=_("after the last visit, or until you log out"),
    term=SESSION,
    work=old_rows(lambda: Session.objects.filter(expire_date__lt=timezone.now())),
    columns="sessions.session.session_key sessions.session.session_data",
)
keep_for(
    "accounts.devices",
    what=_("The list of browsers in which you are logged in"),
    why=_("so that you can end a log-in you do not know"),
    since=_("after the last visit"),
    term=SESSION,
    work=old_rows(lambda: OpenSession.objects.filter(over(timezone.now())), _forget_log_ins),
    columns="accounts.opensession.session_key accounts.opensession.device",
)
keep_for(
    "accounts.confirmations",
    what=_("Codes and links to confirm an address"),
    why=_("so that nobody opens an account with an address of yours"),
    since=_("after sending"),
    term=CONFIRMATION,
    work=old_rows(
        lambda: EmailConfirmation.objects.filter(created__lt=timezone.now() - CONFIRMATION)
    ),
    columns="account.emailconfirmation.key",
)
keep_for(
    "accounts.invitations",
    what=_("Addresses of people who were invited and did not come"),
    why=_("to see what was sent, and not to write to the same person too often"),
    since=_("after the last letter"),
    term=UNANSWERED,
    work=old_rows(
        lambda: Invitation.objects.filter(accepted_at=None, sent_at__lt=timezone.now() - UNANSWERED)
    ),
    columns="accounts.invitation.email",
)
keep_for(
    "accounts.invited",
    what=_("Invitations that were accepted"),
    why=_("to see who was brought in by whom"),
    since=_("after the answer"),
    term=ANSWERED,
    work=old_rows(lambda: Invitation.objects.filter(accepted_at__lt=timezone.now() - ANSWERED)),
    columns="accounts.invitation.email",
)
keep_for(
    "accounts.copies",
    what=_("Copies of your own data"),
    why=_("so that you can fetch them"),
    since=_("after it was made"),
    term=copying.KEPT,
    work=Work(due=copying.number_of_old, lot=copying.remove_old),
)
keep_for(
    "accounts.erased",
    what=_(
        "That an account with a certain number was deleted; its name only until the texts of others are done"
    ),
    why=_("so that a restored archive does not bring anybody back"),
    since=_("for good"),
)
