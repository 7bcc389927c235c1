"""A person changes what their page says."""

from django.db import transaction

from accounts.facts import PersonRenamed
from accounts.forms import ProfileForm
from accounts.models import User
from kernel.facts import publish
from kernel.markdown import render


def update_profile(*, by: User, form: ProfileForm) -> User:
    """Saves a valid form of this person; a new name or handle is told to those who show it."""
    html = render(form.cleaned_data["bio"])
    with transaction.atomic():
        before = User.objects.select_for_update().get(pk=by.pk)
        person: User = form.save(commit=False)
        person.bio_html = html
        person.save()
        if (before.name, before.handle) != (person.name, person.handle):
            publish(PersonRenamed(person.pk))
    return person


def choose_language(*, by: User, language: str) -> None:
    """The language of the pages and of our mails to this person."""
    User.objects.filter(pk=by.pk).update(language=language)
