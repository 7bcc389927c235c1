"""What is kept of a person here, and what others were told of them."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import override

from accounts.models import User
from accounts.own_data.holdings import GONE, STAYS, besides, hold
from accounts.own_data.names import all_names, deleted_name
from accounts.own_data.texts import Text, nothing_to_tell, texts
from moderation.models import Appeal, Report
from moderation.profiles import PERSON, profile_title
from notifications.models import Notification

hold("notifications.keptthing", "person", GONE)
hold("notifications.notification", "person", GONE)
hold("notifications.notification", "actor", STAYS, told=False)
hold("notifications.preferences", "person", GONE)
hold("notifications.receivedmail", "person", GONE)
hold("notifications.savedsearch", "person", GONE)
hold("notifications.watch", "person", GONE)


def forget(person: User) -> None:
    """What others were told of a report of the account, or of an appeal against what was decided about it, stands
    under its name."""
    reports = Report.objects.filter(kind=PERSON, object_id=person.pk)
    paths = [f"/moderation/reports/{pk}/" for pk in reports.values_list("pk", flat=True)]
    Notification.objects.filter(url__in=paths).update(subject=deleted_name())
    paths = [appeal.path for appeal in Appeal.objects.filter(statement__person=person.pk)]
    told = Notification.objects.filter(
        url__in=paths, subject__in=_titles(all_names(person)["names"])
    )
    told.update(subject=deleted_name())


def _titles(names: Sequence[str]) -> list[str]:
    """As statements about an account are called: after it, or after its page."""
    found = list(names)
    for language, _words in settings.LANGUAGES:
        with override(language):
            found += [profile_title(name) for name in names]
    return found


besides.append(forget)
texts.append(
    Text("notifications.notification", ("subject", "detail", "url", "first_url"), nothing_to_tell)
)
texts.append(Text("notifications.keptthing", ("title", "url", "remark"), nothing_to_tell))
