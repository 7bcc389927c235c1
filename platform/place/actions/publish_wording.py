"""An administrator publishes another wording of a document, or takes one back before its day."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from kernel.facts import publish
from kernel.fields import gathered
from kernel.gate import clean_text, required_text
from kernel.refusals import Conflict, Invalid
from place.access import administrator_of
from place.actions.record import record
from place.documents.shipped import comes_with_one, shipped
from place.documents.text import anchors_of, html_of
from place.facts import WordingPublished, WordingWithdrawn
from place.models import Wording
from place.ports import grounds

BODY_LIMIT, SUMMARY_LIMIT = 60_000, 500
NOTICE = timedelta(days=14)
"""So long before its day a change is announced that concerns what people may or must do."""
FARTHEST = timedelta(days=366)


def publish_wording(
    *,
    by: User,
    kind: str,
    body_pl: str,
    body_en: str,
    matters: bool,
    in_force: date | None,
    summary_pl: str = "",
    summary_en: str = "",
    seen: int | None = None,
) -> Wording:
    """The next wording. `in_force` is the day from which it holds: in two weeks at the earliest where it
    `matters`, today where only slips are mended (None: the earliest). `seen`: the number that the writer
    began with. Members are told of what matters. Raises Invalid, Conflict, or Http404."""
    administrator_of(by)
    if kind not in Wording.Kind.values:
        raise Http404
    fields = gathered(
        body_pl=lambda: required_text(body_pl, limit=BODY_LIMIT),
        body_en=lambda: required_text(body_en, limit=BODY_LIMIT),
        summary_pl=lambda: clean_text(summary_pl, limit=SUMMARY_LIMIT, lines=False),
        summary_en=lambda: clean_text(summary_en, limit=SUMMARY_LIMIT, lines=False),
    )
    html = {lang: html_of(fields[f"body_{lang}"]) for lang in ("pl", "en")}
    check_anchors(kind, html["pl"], html["en"])
    if matters and not (fields["summary_pl"] and fields["summary_en"]):
        missing = [name for name in ("summary_pl", "summary_en") if not fields[name]]
        raise Invalid({name: [_("Say in a sentence what changes.")] for name in missing})
    with transaction.atomic():
        rows = list(Wording.objects.select_for_update().filter(kind=kind).order_by("-number"))
        last = _begun(kind, rows)
        _check_free(last, seen)
        if last is not None and all(
            fields[name] == getattr(last, name) for name in ("body_pl", "body_en")
        ):
            raise Invalid({"body_pl": [_("This is what holds already: nothing is other.")]})
        day = _day(matters, in_force, last)
        newest = max((row.number for row in rows), default=last.number if last else 0)
        wording = Wording.objects.create(
            kind=kind, number=newest + 1, in_force=day, by=by, matters=matters,
            html_pl=html["pl"], html_en=html["en"], **fields,
        )  # fmt: skip
        record(
            by=by, what=f"document:{kind}", before={"number": last.number if last else None},
            after={"number": wording.number, "in_force": day.isoformat(), "matters": matters},
        )  # fmt: skip
        publish(WordingPublished(wording.pk))
    return wording


def withdraw_wording(*, by: User, wording: Wording) -> None:
    """A wording that waits for its day is taken back: what holds goes on holding. Raises Conflict."""
    administrator_of(by)
    with transaction.atomic():
        held = Wording.objects.select_for_update().get(pk=wording.pk)
        if held.withdrawn_at is not None or held.in_force <= timezone.localdate():
            raise Conflict(_("It holds already, or was taken back before."))
        held.withdrawn_at = timezone.now()
        held.save(update_fields=["withdrawn_at"])
        publish(WordingWithdrawn(held.pk))
        record(
            by=by, what=f"document:{held.kind}", before={"withdrawn": None},
            after={"withdrawn": held.number},
        )  # fmt: skip


def check_anchors(kind: str, html_pl: str, html_en: str) -> None:
    """Both languages have the same anchors, each once, and the rules one for every ground of a decision:
    links from decisions lead there. Raises Invalid."""
    polish, english = anchors_of(html_pl), anchors_of(html_en)
    errors: dict[str, list[str]] = {}
    for name, found, other in (("body_pl", polish, english), ("body_en", english, polish)):
        twice = sorted({one for one in found if found.count(one) > 1})
        needed = list(grounds()) if kind == Wording.Kind.RULES else []
        missing = [one for one in {*other, *needed} if one not in found]
        if twice:
            errors.setdefault(name, []).append(
                _("These anchors stand here twice: %(names)s.") % {"names": _named(twice)}
            )
        if missing:
            errors.setdefault(name, []).append(
                _("These anchors are missing here: %(names)s.") % {"names": _named(sorted(missing))}
            )
    if errors:
        raise Invalid(errors)


def earliest(matters: bool) -> date:
    """The first day on which a change may hold. Where nobody but administrators is here yet there is
    nobody to be warned."""
    today = timezone.localdate()
    others = User.objects.filter(is_active=True, verified=True).exclude(role=Role.ADMIN)
    return today + NOTICE if matters and others.exists() else today


def _named(anchors: Sequence[str]) -> str:
    return ", ".join(f"{{#{one}}}" for one in anchors)


def _begun(kind: str, rows: Sequence[Wording]) -> Wording | None:
    """What the new one follows. What the product has brought becomes the first wording, so that it can be
    read for good."""
    standing = [row for row in rows if row.withdrawn_at is None]
    if standing or rows or not comes_with_one(kind):
        return standing[0] if standing else None
    body = {lang: shipped(kind, lang) for lang in ("pl", "en")}
    return Wording.objects.create(
        kind=kind, number=1, matters=False, in_force=settings.OPERATOR["site_published"],
        body_pl=body["pl"], body_en=body["en"], html_pl=html_of(body["pl"]), html_en=html_of(body["en"]),
    )  # fmt: skip


def _check_free(last: Wording | None, seen: int | None) -> None:
    if last is not None and last.in_force > timezone.localdate():
        raise Conflict(_("A wording waits for its day already. Take that back first."))
    if seen is not None and last is not None and last.number != max(seen, 1):
        raise Conflict(
            _(
                "Another wording was published in the meantime. Your text is kept below: compare them."
            )
        )


def _day(matters: bool, wanted: date | None, last: Wording | None) -> date:
    first = earliest(matters)
    if last is not None:
        first = max(first, last.in_force)
    day = wanted or first
    if day < first:
        raise Invalid(
            {"in_force": [_("The earliest day is %(day)s.") % {"day": first.isoformat()}]}
        )
    if day > timezone.localdate() + FARTHEST:
        raise Invalid({"in_force": [_("Choose a day within a year.")]})
    return day
