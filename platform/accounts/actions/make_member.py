"""An established member, made by the operator."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.handles import free_handle
from accounts.levels import Level
from accounts.models import Role, User
from accounts.own_data.names import note_former
from kernel.gate import BadText, required_text
from kernel.refusals import Invalid

ADDRESS_LIMIT = 254
"""Characters of an e-mail address, as its column holds them."""


def make_member(
    *, email: str, name: str, password: str, role: str = Role.MEMBER
) -> tuple[User, bool]:
    """The person of this address with this name, password and role, and whether they are new.

    The address counts as confirmed and the person as no newcomer. Raises Invalid.
    """
    fields: dict[str, list[str]] = {}
    try:
        email = required_text(email, limit=ADDRESS_LIMIT, lines=False, name=True).lower()
        validate_email(email)
    except BadText as error:
        fields["email"] = [str(error)]
    except ValidationError as error:
        fields["email"] = list(error.messages)
    try:
        name = required_text(name, limit=80, lines=False, name=True)
    except BadText as error:
        fields["name"] = [str(error)]
    try:
        validate_password(password)
    except ValidationError as error:
        fields["password"] = list(error.messages)
    if fields:
        raise Invalid(fields)
    with transaction.atomic():
        person = User.objects.filter(email=email).first()
        made = person is None
        if person is None:
            person = User.objects.create_user(email, password, handle=free_handle(name), name=name)
        note_former(person, name, person.handle)
        person.name, person.role, person.verified = name, role, True
        person.level = max(person.level, Level.MEMBER)
        person.set_password(password)
        person.save()
        EmailAddress.objects.update_or_create(
            user=person, email=email, defaults={"verified": True, "primary": True}
        )
    return person, made
