"""Whom or what somebody may mean who has typed `@` or `#` and some letters."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.visibility import shown_to
from composing.ports import participants
from directory.models import Organisation
from directory.record.twins import described
from taxonomy.models import Tag
from taxonomy.slugs import slug

MOST, MOST_PEOPLE = 8, 5
SHORTEST, LONGEST = 1, 40


@dataclass(frozen=True)
class Suggestion:
    """`insert` is what is typed for them, with its sign."""

    insert: str
    name: str
    note: str


def people_and_organisations(viewer: User, typed: str, place: str) -> list[Suggestion]:
    """Those whose handle or name begins so; people of this place first, then by name; at most MOST."""
    people = _people(viewer, typed, place)
    return [*people, *_organisations(typed, MOST - len(people))]


def _people(viewer: User, typed: str, place: str) -> list[Suggestion]:
    here = list(participants(viewer, place))
    # Who may neither log in nor write is not proposed.
    able = User.objects.filter(is_active=True, verified=True).exclude(
        suspended_until__gt=timezone.now()
    )
    wanted = _begins("name", typed) | Q(handle__startswith=slug(typed) or typed.lower())
    order = Case(
        *(When(pk=pk, then=Value(at)) for at, pk in enumerate(here)),
        default=Value(len(here)), output_field=IntegerField(),
    )  # fmt: skip
    if isinstance(viewer, User) and viewer.unseen:
        able = able.exclude(handle__in=viewer.unseen.split())
    rows = able.filter(wanted).exclude(pk=viewer.pk).order_by(order, "name", "pk")
    return [
        Suggestion(
            f"@{row.handle}",
            row.name,
            row.organisation if "organisation" in shown_to(viewer, row) else "",
        )
        for row in rows.only("handle", "name", "organisation", "open", "is_active", "seen_by")[
            :MOST_PEOPLE
        ]
    ]


def organisations(typed: str) -> list[Suggestion]:
    """By their slugs, each with its place: there are many of the same name."""
    rows = described(list(_called(typed)[:MOST]))
    return [Suggestion(one.organisation.slug, one.organisation.name, one.place) for one in rows]


def _called(typed: str) -> QuerySet[Organisation]:
    folded = slug(typed)
    wanted = _begins("name", typed)
    if folded:
        wanted |= Q(slug__startswith=folded) | Q(slug__contains=f"-{folded}")
    rows = Organisation.objects.filter(wanted, hidden=False, merged_into=None)
    return rows.order_by("sort_name", "pk")


def _organisations(typed: str, most: int) -> list[Suggestion]:
    names = _called(typed).values_list("slug", "name")[:most]
    return [Suggestion(f"@{slug}", name, _("organisation")) for slug, name in names]


def tags(typed: str) -> list[Suggestion]:
    folded = slug(typed)
    rows = Tag.objects.filter(slug__startswith=folded) if folded else Tag.objects.none()
    words = rows.order_by("name").values_list("slug", "name")[:MOST]
    return [Suggestion(f"#{slug}", name, "") for slug, name in words]


def _begins(field: str, typed: str) -> Q:
    """The field, or a word in it, begins so. SQLite folds only ASCII, so Polish letters are tried in
    both cases."""
    starts = Q()
    for word in {typed, typed.lower(), typed.capitalize()}:
        starts |= Q(**{f"{field}__istartswith": word}) | Q(**{f"{field}__icontains": f" {word}"})
    return starts
