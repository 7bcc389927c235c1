"""All the certificates, awards, grants and standards of an organisation at once: for imports and for whoever
writes a whole record."""

from collections.abc import Iterable
from dataclasses import asdict

from directory.models import Organisation, Standing
from directory.vocabulary.standings import GivenStanding, given_of


def set_standings(organisation: Organisation, given: Iterable[GivenStanding]) -> bool:
    """Makes these all of the organisation's, inside the caller's transaction; whether anything is another
    now. They are judged already."""
    wanted = list(dict.fromkeys(given))
    changed = False
    for row in Standing.objects.filter(organisation=organisation):
        if given_of(row) in wanted:
            wanted.remove(given_of(row))
        else:
            row.delete()
            changed = True
    rows = [Standing(organisation=organisation, **asdict(one)) for one in wanted]
    Standing.objects.bulk_create(rows)
    return changed or bool(rows)
