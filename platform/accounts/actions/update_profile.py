"""A person changes what their page says."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.facts import PersonRenamed, ProfileChanged
from accounts.former import is_taken, leave, take_back
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.own_data.names import note_former
from accounts.visibility import FIELDS, SeenBy, levels_of
from kernel.appearance import packed
from kernel.facts import publish
from kernel.markdown import render
from kernel.refusals import Invalid, Refused

SAID = ("name", "handle", "organisation", "bio", "region", "contact", "open")
"""What others see, beside posts or on the page."""
WIDTH = (SeenBy.NOBODY, SeenBy.MEMBERS, SeenBy.EVERYBODY)


def update_profile(*, by: User, form: ProfileForm) -> User:
    """Saves a valid form of this person; what stands beside posts is told to who keeps it. Raises Refused,
    Invalid (by field) for a handle that is taken, and for what others would see anew of who is suspended."""
    html = render(form.cleaned_data["bio"])
    try:
        with transaction.atomic():
            before = User.objects.select_for_update().get(pk=by.pk)
            if not before.is_active:  # deleted in another window: the form would bring them back
                raise Refused(_("Log in first."))
            person: User = form.save(commit=False)
            _check_says_nothing_new(before, person)
            person.bio_html = html
            # What a moderator has hidden stays closed, however old the form is.
            person.profile_hidden = before.profile_hidden
            person.open = person.open and not before.profile_hidden
            note_former(before, person.name, person.handle)
            person.save()
            if before.handle != person.handle:
                _change_handle(person, before.handle)
            if _shown_beside_posts(before) != _shown_beside_posts(person):
                publish(PersonRenamed(person.pk))
            publish(ProfileChanged(person.pk))
    except IntegrityError as error:  # somebody took the handle since the form was judged
        raise Invalid({"handle": [_("Somebody has this handle.")]}) from error
    return person


def _check_says_nothing_new(before: User, after: User) -> None:
    """What a page says is written like any other text. To take something of it away is always free, and what
    is for the person alone is theirs to choose."""
    if not before.suspended:
        return
    was, now = levels_of(before), levels_of(after)
    fields = [
        name for name in SAID
        if getattr(after, name) and getattr(after, name) != getattr(before, name)
    ] + [f"seen_{name}" for name in FIELDS if WIDTH.index(now[name]) > WIDTH.index(was[name])]  # fmt: skip
    if fields:
        words = _(
            "Your account is paused: what others see of you stays as it is until the pause ends."
        )
        raise Invalid({name: [words] for name in fields})


def _change_handle(person: User, earlier: str) -> None:
    """The old one stays theirs. Asked only now that the new one is written: whoever had it until this moment
    was waited for."""
    if is_taken(person.handle, by=person):
        raise Invalid({"handle": [_("Somebody has this handle.")]})
    leave(person, earlier)
    take_back(person)


def hide_profile(person: User, hidden: bool) -> None:
    """A moderator's decision hides what somebody says of themselves, or shows it again: called by
    `moderation.registry` within the decision's transaction, which has judged who may."""
    with transaction.atomic():
        held = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        if held.profile_hidden == hidden:
            return
        # Only what was open could be reported: shown again, it is open again.
        held.profile_hidden, held.open = hidden, not hidden
        held.save(update_fields=["profile_hidden", "open"])
        publish(ProfileChanged(held.pk))


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
