"""What people have done across the rooms, counted from its sources: nothing is kept that could drift."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.levels import Level
from accounts.models import Role, User
from forums.models import Post, Seat, Topic
from forums.questions.models import Helped
from moderation.actions.levels import BELITTLES_NOBODY
from moderation.levels import CLEAN_DAYS, Figures
from moderation.models import Decision
from notes.models import PracticeNote


def figures_of(people: Collection[int]) -> Mapping[int, Figures]:
    """Fills moderation.ports.figures_of. One statement."""
    return {person.pk: figures(person) for person in counted(User.objects.filter(pk__in=people))}


def counted(people: QuerySet[User]) -> QuerySet[User]:
    """These people with the figures that `figures` reads; counted only for rows that the filter leaves."""
    here = OuterRef("pk")
    read = Seat.objects.filter(person=here, read_number__gt=0)
    posts = Post.objects.filter(
        author=here,
        hidden=False,
        removed_at=None,
        moved_to=None,
        topic__hidden=False,
        gathered=False,
    )
    notes = PracticeNote.objects.published().filter(author=here)
    helped = Helped.objects.filter(_known("person"), post__author=here, post__hidden=False)
    taken = Topic.objects.filter(_known("accepted_by"), accepted__author=here, hidden=False)
    helped, taken = helped.exclude(person=here), taken.exclude(accepted_by=here)
    return people.annotate(
        topics_read=_number(read, "person", Count("pk")),
        posts_read=_number(read, "person", Sum("read_number")),
        posts_written=_number(posts, "author", Count("pk")),
        notes_written=_number(notes, "author", Count("pk")),
        helped_people=_number(helped, "post__author", Count("person", distinct=True)),
        answers_taken=_number(taken, "accepted__author", Count("accepted_by", distinct=True)),
        upheld=_number(_upheld(here), "author", Count("pk")),
    )


def _known(who: str) -> Q:
    """Newcomers vouch for nobody: else two new accounts would make each other known."""
    moderates = {f"{who}__role__in": (Role.MODERATOR, Role.ADMIN)}
    return Q(**{f"{who}__level__gte": Level.MEMBER}) | Q(**moderates)


def figures(person: Any) -> Figures:
    return Figures(
        days=person.days_seen,
        topics_read=person.topics_read,
        posts_read=person.posts_read,
        written=person.posts_written + person.notes_written,
        thanked_by=person.helped_people + person.answers_taken,
        upheld=person.upheld,
    )


def _upheld(author: OuterRef) -> QuerySet[Decision]:
    """Decisions that hid something and still stand."""
    later = Decision.objects.filter(
        kind=OuterRef("kind"), object_id=OuterRef("object_id"), pk__gt=OuterRef("pk")
    )
    since = timezone.now() - timedelta(days=CLEAN_DAYS)
    hidden = Decision.objects.filter(
        author=author, verdict=Decision.Verdict.HIDE, created_at__gt=since
    )
    return hidden.exclude(rule__in=BELITTLES_NOBODY).annotate(
        last=Subquery(later.order_by("-pk").values("verdict")[:1])
    ).exclude(last=Decision.Verdict.RESTORE)  # fmt: skip


def _number(rows: QuerySet[Any], group: str, figure: Any) -> Coalesce:
    grouped = rows.order_by().annotate(of=F(group)).values("of").annotate(n=figure)
    return Coalesce(Subquery(grouped.values("n")[:1]), 0)
