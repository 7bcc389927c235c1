"""What a new place still lacks. Each line is computed from what is there: nobody ticks anything."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import in_office
from directory.models import Organisation
from forums.models import Forum, Topic
from place.models import Settings, Wording
from place.reading import complete, review_due
from place.saying import ACCESSIBILITY, CONTACTS, IDENTITY
from taxonomy.models import Region


@dataclass(frozen=True)
class Check:
    done: bool
    words: str
    why: str
    href: str


def checks() -> list[Check]:
    """All of them in the order in which they are best done."""
    return [make() for make in _CHECKS]


def _name() -> Check:
    row = Settings.objects.order_by("pk").first()
    own = bool(row and row.values.get("name")) or settings.SITE_NAME != "Rynek"
    return Check(
        own and complete(IDENTITY), _("Name the place and say who runs it"),
        _("The name stands on every page and in every letter. The law wants to know who is behind it."),
        reverse("setup:saying", args=[IDENTITY]),
    )  # fmt: skip


def _contacts() -> Check:
    return Check(
        complete(CONTACTS), _("Say where people and authorities write to"),
        _("Two points of contact are a duty: one for users, one for authorities, with its languages."),
        reverse("setup:saying", args=[CONTACTS]),
    )  # fmt: skip


def _region() -> Check:
    return Check(
        Region.objects.filter(level=Region.Level.GMINA).exists(), _("Load the region"),
        _("Its units make the map and the lists by place."), reverse("setup:region"),
    )  # fmt: skip


def _document(kind: str, words: str, why: str) -> Callable[[], Check]:
    def make() -> Check:
        own = Wording.objects.filter(kind=kind, withdrawn_at=None, by__isnull=False)
        return Check(own.exists(), str(words), str(why), reverse("setup:document", args=[kind]))

    return make


def _rules() -> Check:
    return _document(
        "rules", _("Read the house rules and make them yours"),
        _("They come with the site. Publish them with what is other at your place."),
    )()  # fmt: skip


def _privacy() -> Check:
    return _document(
        "privacy", _("Read the page on privacy and make it yours"),
        _("Who answers for the data is another at every place."),
    )()  # fmt: skip


def _accessibility() -> Check:
    return Check(
        complete(ACCESSIBILITY) and not review_due(), _("Fill in the statement of accessibility"),
        _("A duty of public bodies, to be looked through every year by the end of March."),
        reverse("setup:saying", args=[ACCESSIBILITY]),
    )  # fmt: skip


def _forum() -> Check:
    return Check(
        Forum.objects.exclude(slug="ogolne").exists(), _("Open a forum of your own"),
        _("One for what most people here will ask about is enough to begin with."),
        reverse("setup:forum-new"),
    )  # fmt: skip


def _moderator() -> Check:
    helpers = User.objects.filter(in_office())
    return Check(
        helpers.count() > 1, _("Name a second person who moderates"),
        _("Nobody decides about what they wrote themselves, and everybody is on holiday at times."),
        reverse("setup:people"),
    )  # fmt: skip


def _organisations() -> Check:
    return Check(
        Organisation.objects.exists(), _("Bring organisations into the directory"),
        _("From a file of your own, or one by one."), reverse("directory:imports"),
    )  # fmt: skip


def _mail() -> Check:
    return Check(
        bool(settings.EMAIL_URL) or "filebased" not in settings.EMAIL_BACKEND, _("Have letters sent"),
        _("Without a mail server nobody can confirm an address. The operator sets EMAIL_URL."),
        reverse("setup:start") + "#mail",
    )  # fmt: skip


def _question() -> Check:
    return Check(
        Topic.objects.exists(), _("Ask the first question"),
        _("An empty square stays empty. Ask what you would like to know yourself."),
        reverse("forums:choose"),
    )  # fmt: skip


_CHECKS = (
    _name, _contacts, _region, _mail, _rules, _privacy, _accessibility, _forum, _moderator, _organisations,
    _question,
)  # fmt: skip
