"""Checks of what the directory writes twice."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from directory.models import AccessFact, Card, FoundWith, Organisation, Site
from directory.page.pictures import picture_of
from directory.versions import directory_changed
from directory.vocabulary.accessibility import ATTRIBUTES
from kernel import markdown
from kernel.integrity import check
from taxonomy.spelling import polish


@check("directory.dress")
def dress(fix: bool) -> Iterator[str]:
    """Order keys and houses against names, kinds and slugs."""
    mended = False
    for organisation in Organisation.objects.order_by("pk").iterator(chunk_size=500):
        wrong = [
            word
            for word, is_right in (
                ("order key", organisation.sort_name == polish(organisation.name)[:620]),
                (
                    "picture",
                    organisation.picture == picture_of(organisation.kind, organisation.slug),
                ),
            )
            if not is_right
        ]
        if wrong:
            yield f"organisation {organisation.pk} ({organisation.slug}): {' and '.join(wrong)} out of date"
            if fix:
                organisation.save(update_fields=["sort_name", "picture"])
                mended = True
    if mended:
        directory_changed()


@check("directory.html")
def html(fix: bool) -> Iterator[str]:
    """Rendered texts against their sources."""
    mended = False
    for organisation in Organisation.objects.exclude(description="").order_by("pk").iterator():
        rendered = markdown.render(organisation.description)
        if organisation.html != rendered:
            yield f"organisation {organisation.pk} ({organisation.slug}): rendered text out of date"
            if fix:
                Organisation.objects.filter(pk=organisation.pk).update(html=rendered)
                mended = True
    for card in Card.objects.exclude(body="").order_by("pk").iterator():
        rendered = markdown.render(card.body)
        if card.html != rendered:
            yield f"card {card.pk}: rendered text out of date"
            if fix:
                Card.objects.filter(pk=card.pk).update(html=rendered)
                mended = True
    if mended:
        directory_changed()


@check("directory.places")
def places(fix: bool) -> Iterator[str]:
    """Every organisation has a first place: lists, maps and filters go by it."""
    first = Site.objects.filter(organisation=OuterRef("pk"), position=0)
    for organisation in Organisation.objects.filter(~Exists(first), merged_into=None).order_by(
        "pk"
    ):
        yield f"organisation {organisation.pk} ({organisation.slug}): no first place"
        if fix:
            site = Site.objects.filter(organisation=organisation).order_by("position", "pk").first()
            if site is None:
                Site.objects.create(organisation=organisation)
            else:
                Site.objects.filter(pk=site.pk).update(position=0)


@check("directory.access")
def access(fix: bool) -> Iterator[str]:
    """Accessibility facts speak of attributes that exist."""
    for fact in AccessFact.objects.exclude(attribute__in=ATTRIBUTES).order_by("pk").iterator():
        yield f"accessibility fact {fact.pk}: no attribute {fact.attribute}"
        if fix:
            fact.delete()


@check("directory.found")
def found(fix: bool) -> Iterator[str]:
    """With whom a card was found: only of cards that were, never of its own house or of a merged twin."""
    wrong = FoundWith.objects.filter(
        Q(card__organisation=F("organisation"))
        | Q(organisation__merged_into__isnull=False)
        | (Q(declined_at=None) & ~Q(card__outcome=Card.Outcome.FOUND))
    )
    mended = False
    for row in wrong.order_by("pk"):
        yield f"card {row.card_id}: found with organisation {row.organisation_id}, which cannot be"
        if fix:
            row.delete()
            mended = True
    if mended:
        directory_changed()
