"""What stands in a person's row for quickness, against the rows it follows."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db.models import Q

from accounts.hushing import rewrite, written
from accounts.models import Hush, User
from kernel.integrity import check


@check("accounts.second_step")
def second_step(fix: bool) -> Iterator[str]:
    """Whether an app or a passkey guards the log-in."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    guarded = Q(pk__in=Authenticator.objects.filter(type__in=kinds).values("user"))
    for there in (True, False):
        rows = User.objects.filter(guarded if there else ~guarded, second_step=not there)
        for pk in list(rows.values_list("pk", flat=True)):
            yield f"person {pk}: second_step is {not there}"
            if fix:
                User.objects.filter(pk=pk).update(second_step=there)


@check("accounts.hushes")
def hushes(fix: bool) -> Iterator[str]:
    """The handles that pages and sockets read."""
    concerned = {one for row in Hush.objects.values_list("person_id", "other_id") for one in row}
    said = User.objects.exclude(hushed="", unseen="").values_list("pk", flat=True)
    for person in User.objects.filter(pk__in=concerned | set(said)).iterator():
        if (person.hushed, person.unseen) != written(person.pk):
            yield f"person {person.pk}: hushed and unseen are not what the rows say"
            if fix:
                rewrite([person.pk])
