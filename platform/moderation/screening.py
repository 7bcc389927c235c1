"""The lists of moderators: words and sites that they look at first, domains with which nobody joins."""

import re

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from kernel.fields import gathered
from kernel.gate import required_text
from kernel.refusals import Invalid
from moderation.access import moderator_of
from moderation.audit import record
from moderation.models import Screened

VALUE_LIMIT = 100
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")
_EDGES = re.compile(r"[\W_]+")


def screened() -> dict[str, list[str]]:
    """The values by kind. One statement."""
    found: dict[str, list[str]] = {kind: [] for kind in Screened.Kind.values}
    for kind, value in Screened.objects.order_by("value").values_list("kind", "value"):
        found[kind].append(value)
    return found


def names_word(text: str, words: list[str]) -> bool:
    """Whether one of the words, or groups of words, stands in the text: whole ones, whatever the case."""
    flat = f" {_EDGES.sub(' ', text.lower())} "
    return any(f" {_EDGES.sub(' ', word.lower()).strip()} " in flat for word in words)


def is_disposable(address: str) -> bool:
    """Whether a mail address is of a domain with which nobody joins. Whole labels are compared."""
    host = address.rpartition("@")[2].rstrip(".").lower()
    domains = [*settings.DISPOSABLE_MAIL, *screened_of(Screened.Kind.MAIL)]
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def screened_of(kind: str) -> list[str]:
    return list(Screened.objects.filter(kind=kind).values_list("value", flat=True))


def entries() -> list[Screened]:
    return list(Screened.objects.select_related("by").order_by("kind", "value"))


def screen(*, by: User, kind: str, value: str) -> Screened:
    """Puts a value on a list; one that is there already stays. Raises Invalid (kind, value)."""
    check_writer(moderator_of(by))
    fields = gathered(kind=lambda: _kind(kind), value=lambda: _value(kind, value))
    with transaction.atomic():
        row, made = Screened.objects.get_or_create(**fields, defaults={"by": by})
        if made:
            record("list", by=by, kind=f"list_{row.kind}", object_id=row.pk, words=row.value)
    return row


def unscreen(*, by: User, pk: int) -> None:
    check_writer(moderator_of(by))
    with transaction.atomic():
        row = Screened.objects.select_for_update().filter(pk=pk).first()
        if row is not None:
            record("unlist", by=by, kind=f"list_{row.kind}", object_id=row.pk, words=row.value)
            row.delete()


def _kind(raw: object) -> str:
    if raw not in Screened.Kind.values:
        raise Invalid({"kind": [_("Choose one from the list.")]})
    return str(raw)


def _value(kind: str, raw: object) -> str:
    value = required_text(raw, limit=VALUE_LIMIT, lines=False, name=True).lower()
    if kind == Screened.Kind.WORD:
        if not _EDGES.sub("", value):
            raise Invalid({"value": [_("Write a word.")]})
        return value
    domain = re.sub(r"^(?:https?://|@)?(?:www\.)?", "", value).split("/")[0].rstrip(".")
    if not _DOMAIN.fullmatch(domain):
        raise Invalid({"value": [_("Write a domain, such as example.com.")]})
    return domain
