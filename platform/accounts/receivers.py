"""What allauth and Django tell us of accounts."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, password_changed, password_reset
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import hushing
from accounts.facts import AccessLost, PersonRenamed
from accounts.models import Hush, OpenSession, User
from accounts.open_sessions import note_session
from kernel.appearance import unpacked
from kernel.facts import publish, receives


@receiver(email_confirmed)
def address_confirmed(request: HttpRequest, email_address: EmailAddress, **_: Any) -> None:
    User.objects.filter(pk=email_address.user_id).update(verified=True)


@receiver([password_changed, password_reset, user_logged_out])
def access_lost(user: User | None, **_: Any) -> None:
    if user is not None:
        with transaction.atomic():
            publish(AccessLost(user.pk))


@receiver(user_logged_in)
def session_began(request: HttpRequest, user: User, **_: Any) -> None:
    note_session(request, user)


@receiver(user_logged_out)
def session_ended(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None and request.session.session_key:
        OpenSession.objects.filter(session_key=request.session.session_key).delete()


@receiver(user_logged_in)
def language_of_the_person(request: HttpRequest, user: User, **_: Any) -> None:
    """The person's language goes with them to a new browser (accounts.middleware sets the cookie)."""
    request.META["rynek.language"] = user.language
    request.META["rynek.look"] = unpacked(user.look)


@receiver(post_delete, sender=Hush)
def hush_gone(instance: Hush, **_: Any) -> None:
    """Also with a person who is no longer there at all."""
    hushing.rewrite([instance.person_id, instance.other_id])


@receives(PersonRenamed)
def handles_follow(fact: PersonRenamed) -> None:
    hushing.follow_handle(fact.person_id)


@receiver(user_logged_in)
def known_device(request: HttpRequest, user: User, **_: Any) -> None:
    """Strangers who guess elsewhere do not lock the person out of this browser (accounts.guarding)."""
    request.META["rynek.logged_in"] = user.email


@receiver([post_save, post_delete], sender=Authenticator)
def second_step_changed(instance: Authenticator, **_: Any) -> None:
    """By the rows and not by allauth's own signals: an erasure or the operator changes them too."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    there = Authenticator.objects.filter(user=instance.user_id, type__in=kinds).exists()
    User.objects.filter(pk=instance.user_id).exclude(second_step=there).update(second_step=there)
