"""What the tests of saved searches share: saving one, letting time pass, reading the letters."""

from datetime import timedelta
from typing import Any

from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from directory.models import Organisation, Site
from kernel.jobs import work_off as send
from notifications.models import SavedSearch
from notifications.saved import working
from taxonomy.models import Region

HERE = "/notifications/searches/"


def save(client: Client, of: str, query: str = "", **more: str) -> int:
    sent = {"of": of, "query": query, "name": "Moje", "rhythm": "daily", **more}
    return client.post(f"{HERE}new/", sent).status_code


def later(days: float = 1.01) -> None:
    """Time passes for every search: what is due comes nearer, what was told goes further back."""
    gone = timedelta(days=days)
    for search in SavedSearch.objects.all():
        SavedSearch.objects.filter(pk=search.pk).update(
            due_at=search.due_at - gone, since=search.since - gone
        )


def letters() -> list[EmailMessage]:
    """What goes out in one run of the background work."""
    mail.outbox.clear()
    working.work_off()
    send()
    return list(mail.outbox)


def library(name: str, gmina: Region | None = None, **more: Any) -> Organisation:
    made = Organisation.objects.create(
        slug=f"b-{Organisation.objects.count()}", name=name, kind="biblioteka", **more
    )
    Site.objects.create(organisation=made, gmina=gmina, locality="Skawina")
    return made


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:800]
    return answer.content.decode().replace("\u00a0", " ")
