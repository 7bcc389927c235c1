"""A person changes what their page says."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.facts import PersonRenamed, ProfileChanged
from accounts.forms import ProfileForm
from accounts.models import User
from kernel.appearance import packed
from kernel.facts import publish
from kernel.markdown import render
from kernel.refusals import Invalid


def update_profile(*, by: User, form: ProfileForm) -> User:
    """Saves a valid form of this person; what stands beside posts is told to who keeps it."""
    html = render(form.cleaned_data["bio"])
    try:
        with transaction.atomic():
            before = User.objects.select_for_update().get(pk=by.pk)
            person: User = form.save(commit=False)
            person.bio_html = html
            person.save()
            if _shown_beside_posts(before) != _shown_beside_posts(person):
                publish(PersonRenamed(person.pk))
            publish(ProfileChanged(person.pk))
    except IntegrityError as error:  # somebody took the handle since the form was judged
        raise Invalid({"handle": [_("Somebody has this handle.")]}) from error
    return person


def _shown_beside_posts(person: User) -> tuple[str, str, str]:
    return person.name, person.handle, person.organisation


def choose_language(*, by: User, language: str) -> None:
    """The language of the pages and of our mails to this person."""
    User.objects.filter(pk=by.pk).update(language=language)


def choose_look(*, by: User, look: Mapping[str, str]) -> None:
    """How pages look for them, in every browser from the next log-in on."""
    User.objects.filter(pk=by.pk).update(look=packed(look))


def choose_reading(*, by: User, order: str) -> None:
    """In which order they read the replies of a topic."""
    User.objects.filter(pk=by.pk).update(reading_order=order)


def choose_matches(*, person_id: int, hears: bool) -> None:
    """Whether this person is told of needs and offers that fit those of their organisations."""
    User.objects.filter(pk=person_id).update(hears_of_matches=hears)
