"""Who has written about a thing: notes, for the forums, which do not know them."""

from collections.abc import Sequence

from django.db.models import Count

from notes.models import PracticeNote


def written_about(
    tags: Sequence[int], people: Sequence[int], organisations: Sequence[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """Fills forums.ports.written_about. Two statements."""
    notes = PracticeNote.objects.published().filter(tagged__tag__in=tags).order_by()
    counted = [
        dict(
            notes.filter(**{f"{by}__in": ids})
            .values(by)
            .annotate(n=Count("pk", distinct=True))
            .values_list(by, "n")
        )
        for by, ids in (("author", people), ("organisation", organisations))
    ]
    return counted[0], counted[1]
