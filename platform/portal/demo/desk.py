"""What lies on the curators' desk of the demo region: what nobody found, what is shown, answers that are ready."""

from datetime import timedelta

from curation.actions.feature import EDITION
from curation.models import Canned, Feature
from notes.models import PracticeNote
from portal.demo.people import People
from portal.demo.reading import Clock, rows
from search.models import Miss, MissWeek
from taxonomy.editions import raise_edition


def lay_out(people: People, clock: Clock) -> None:
    """Together with topics that have just been loaded: what curators have worked off since does not come back by
    a second run. What is there already stays as it is."""
    _misses(clock)
    _features(people, clock)
    for row in rows("canned", "desk"):
        Canned.objects.get_or_create(
            name=row["name"],
            defaults={
                "body_pl": row["body_pl"].strip(), "body_en": row["body_en"].strip(), "by": people[row["by"]],
                "changed_at": clock.ago(days=30),
            },
        )  # fmt: skip


def _misses(clock: Clock) -> None:
    monday = clock.today - timedelta(days=clock.today.weekday())
    for row in rows("misses", "desk"):
        week = monday - timedelta(weeks=row["weeks"])
        MissWeek.objects.get_or_create(
            week=week, text=row["text"], defaults={"times": row["times"]}
        )
        Miss.objects.get_or_create(
            text=row["text"], defaults={"times": row["times"], "last_on": week}
        )


def _features(people: People, clock: Clock) -> None:
    wanted = rows("features", "desk")
    notes = PracticeNote.objects.published().filter(slug__in=[row["note"] for row in wanted])
    known = dict(notes.values_list("slug", "pk"))
    for row in wanted:
        if row["note"] in known:
            Feature.objects.get_or_create(
                kind=Feature.Kind.NOTE, object_id=known[row["note"]], place=row["place"],
                defaults={
                    "until": clock.today + timedelta(days=row["days"]), "by": people[row["by"]],
                    "at": clock.ago(days=2),
                },
            )  # fmt: skip
    raise_edition(EDITION)
