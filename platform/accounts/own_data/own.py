"""What is kept of a person by the accounts themselves and by the libraries below them."""

from collections.abc import Sequence

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from accounts.facts import ProfileChanged
from accounts.former import leave_for_good
from accounts.models import User
from accounts.own_data.holdings import FREED, GONE, STAYS, besides, hold
from accounts.own_data.names import deleted_name
from accounts.own_data.texts import Text, texts
from kernel.facts import publish

hold("account.emailaddress", "user", GONE)
hold("accounts.apitoken", "person", GONE)
hold("accounts.datacopy", "person", GONE, hide="store")
hold("accounts.formerhandle", "person", FREED, told=False)
hold("accounts.formername", "person", GONE)
hold("accounts.hush", "person", GONE)
hold("accounts.hush", "other", GONE, told=False)
hold("accounts.invitation", "by", GONE)
hold("accounts.invitation", "accepted_by", GONE, told=False)
hold("accounts.opensession", "person", GONE, hide="session_key")
hold("accounts.user_groups", "user", GONE)
hold("accounts.user_user_permissions", "user", GONE)
hold("admin.logentry", "user", STAYS)
hold("mfa.authenticator", "user", GONE, hide="data")
hold("socialaccount.socialaccount", "user", GONE)


def _forget(person: User) -> None:
    """The record of the administration calls an account by its name."""
    accounts = ContentType.objects.get_for_model(User)
    about = LogEntry.objects.filter(content_type=accounts, object_id=str(person.pk))
    about.update(object_repr=deleted_name())


def _profiles(rows: Sequence[User]) -> None:
    for person in rows:
        publish(ProfileChanged(person.pk))


besides.append(leave_for_good)
besides.append(_forget)
texts.append(Text("accounts.user", ("bio", "bio_html"), _profiles))
