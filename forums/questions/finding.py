"""Whom a question could be put to: those who have agreed to be asked, with what speaks for each."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import Role
from accounts.viewer import Audience
from directory.models import Membership
from forums.models import Post, Topic
from forums.ports import written_about
from forums.questions.models import Asked, Helped, Helper
from forums.questions.scoring import Signs

WEEK = timedelta(days=7)


def signs_for(topic: Topic, *, now: datetime | None = None) -> list[Signs]:
    """What is known of every helper who may be asked this question and has any sign of knowing it.
    About ten statements, whatever their number."""
    now = now or timezone.now()
    helpers = list(
        _askable(topic).values_list(
            "pk", "person_id", "organisation_id", "per_week", "region__code"
        )
    )
    tags = list(topic.tags.values_list("pk", flat=True))
    shared = _counted(Helper.tags.through.objects.filter(tag__in=tags), "helper")
    solved = _by_voice(_solved(tags), "accepted__")
    helped = _by_voice(
        Helped.objects.filter(post__topic__in=_about(tags)), "post__", distinct="post"
    )
    wrote = _written(tags, helpers)
    lately = _counted(Asked.objects.filter(created_at__gte=now - WEEK), "helper")
    where = topic.region.code if topic.region else ""
    found = []
    for pk, person, organisation, per_week, region in helpers:
        voice = (person, organisation)
        signs = Signs(
            helper_id=pk, tags=shared.get(pk, 0), solved=solved.get(voice, 0), wrote=wrote.get(voice, 0),
            helped=helped.get(voice, 0), region=bool(where and region and related(where, region)),
            near=not where or not region or related(where, region),
            lately=lately.get(pk, 0), per_week=per_week,
        )  # fmt: skip
        if signs.knows:
            found.append(signs)
    return found


def related(a: str, b: str) -> bool:
    """Whether one unit lies in the other, by their TERYT codes."""
    return a.startswith(b) or b.startswith(a)


def _askable(topic: Topic) -> QuerySet[Helper]:
    """Those who may see the question, have not written in it and have not been asked it."""
    people = Q(person__is_active=True, person__verified=True) & (
        Q(person__suspended_until=None) | Q(person__suspended_until__lt=timezone.now())
    )
    editors = Membership.objects.filter(role=Membership.Role.EDITOR, left_at=None)
    houses = Q(
        organisation__hidden=False, organisation__merged_into=None,
        organisation__in=editors.values("organisation"),
    )  # fmt: skip
    if topic.forum.audience == Audience.MODERATORS:
        people &= Q(person__role__in=(Role.MODERATOR, Role.ADMIN))
        houses = Q(pk__in=())
    spoke = Post.objects.filter(topic_id=topic.pk)
    helpers = Helper.objects.filter(people | houses)
    helpers = helpers.exclude(person__in=spoke.values("author")).exclude(asked__topic=topic.pk)
    helpers = helpers.exclude(
        organisation__in=spoke.filter(organisation__isnull=False).values("organisation")
    )
    # An organisation whose people have spoken knows of the question already.
    theirs = editors.filter(person__in=spoke.values("author"))
    return helpers.exclude(organisation__in=theirs.values("organisation"))


def _about(tags: list[int]) -> QuerySet[Any]:
    return Topic.objects.filter(tagged__tag__in=tags, hidden=False).values("pk")


def _solved(tags: list[int]) -> QuerySet[Any]:
    return Topic.objects.filter(pk__in=_about(tags), accepted__isnull=False)


def _counted(rows: QuerySet[Any], by: str) -> dict[int, int]:
    return dict(rows.values(by).annotate(n=Count("pk")).values_list(by, "n"))


def _by_voice(
    rows: QuerySet[Any], prefix: str, *, distinct: str = "pk"
) -> dict[tuple[int | None, int | None], int]:
    """How many of them each author has, as everybody sees the author: a person or an organisation."""
    author, organisation = f"{prefix}author", f"{prefix}organisation"
    counted = rows.values(author, organisation).annotate(n=Count(distinct, distinct=True))
    totals: dict[tuple[int | None, int | None], int] = {}
    for person, house, n in counted.values_list(author, organisation, "n"):
        voice = (None, house) if house else (person, None)
        totals[voice] = totals.get(voice, 0) + n
    return totals


def _written(
    tags: list[int], helpers: Iterable[tuple[Any, ...]]
) -> dict[tuple[int | None, int | None], int]:
    people = [person for _pk, person, _house, _cap, _region in helpers if person]
    houses = [house for _pk, _person, house, _cap, _region in helpers if house]
    by_people, by_houses = written_about(tags, people, houses)
    return {
        **{(person, None): n for person, n in by_people.items()},
        **{(None, house): n for house, n in by_houses.items()},
    }
