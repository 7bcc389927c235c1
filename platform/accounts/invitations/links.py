"""The link in the letter: signed, of one sending, good once and for two weeks."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import Invitation

SALT = "accounts.invitation"


def link_to(invitation: Invitation) -> str:
    token = signing.dumps([invitation.pk, invitation.sending], salt=SALT)
    return f"{settings.BASE_URL}{reverse('accounts:invitation', args=[token])}"


def invitation_of(token: str) -> Invitation | None:
    """None for one that is forged, too old, sent anew since, taken back or used."""
    try:
        pk, sending = signing.loads(token[:500], salt=SALT, max_age=Invitation.GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Invitation.objects.select_related("by").filter(pk=pk, sending=sending).first()
    return found if found is not None and found.open else None
