"""The notes, the newest first, narrowed by links."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.access import person_of
from kernel.naming import site_name
from kernel.pages import HotPage, respond
from kernel.paging import keyset
from notes.access import (
    full,
    invitations_of,
    name_of_organisation,
    name_of_person,
    own_notes,
)
from notes.models import PracticeNote
from notes.paths import list_path
from notes.ports import featured
from taxonomy.editions import editions
from taxonomy.words import Area, all_words, areas_within, name_of_tag

ROWS = 24
ORDER = ("-published_at", "-id")
CODE = re.compile(r"[-.\w]{1,100}")


@dataclass(frozen=True)
class Filters:
    """What of the list is wanted. A value that could never be one is as if it were not there."""

    practice: str = ""
    audience: str = ""
    tag: str = ""
    lang: str = ""
    organisation: str = ""
    author: str = ""
    cursor: str | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Filters":
        values = {field.name: request.GET.get(field.name, "") for field in fields(cls)[:-1]}
        fit = {name: value for name, value in values.items() if CODE.fullmatch(value)}
        return cls(**fit, cursor=request.GET.get("cursor") or None)

    def path(self, **changed: str | None) -> str:
        """The address of the list with other filters, from its beginning unless a cursor is given."""
        return list_path(**{**vars(self), "cursor": None, **changed})

    def apply(self) -> Any:
        notes = PracticeNote.objects.published()
        if self.practice:
            through = PracticeNote.practices.through.objects
            under = through.filter(practicearea__in=areas_within([self.practice]))
            notes = notes.filter(pk__in=under.values("practicenote_id"))
        if self.audience:
            notes = notes.filter(audiences__code=self.audience)
        if self.tag:
            notes = notes.filter(tags__slug=self.tag)
        if self.organisation:
            notes = notes.filter(organisation__slug=self.organisation)
        if self.author:
            notes = notes.naming(self.author)
        return notes.filter(lang=self.lang) if self.lang else notes


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Public notes alone, so that the list is the same for everybody; own drafts are under "mine"."""
    filters, versions = Filters.of(request), editions("notes", "words", "featured")
    page = HotPage(
        key=("notes", *versions, filters),
        title=f"{_('Practice notes')} · {site_name()}",
        description=_("What worked, written up so that others can repeat it."),
        canonical=list_path(**vars(filters)),
        main=lambda: _main(filters, versions[-1]),
    )
    return respond(request, page)


def _main(filters: Filters, edition: int) -> str:
    words = all_words()
    found = keyset(full(filters.apply()), order=ORDER, cursor=filters.cursor, limit=ROWS)
    facets = [
        _facet(
            filters,
            "practice",
            _("What is it part of?"),
            _areas(words.practices, filters.practice),
        ),
        _facet(filters, "audience", _("For whom?"), words.audiences),
        _facet(filters, "lang", _("Language"), [("pl", _("Polish")), ("en", _("English"))]),
    ]
    context = {
        "notes": found.rows,
        "facets": facets,
        "chosen": [facet["chosen"] for facet in facets if facet["chosen"]] + _chosen_words(filters),
        "newer": filters.path(cursor=found.previous) if found.previous else "",
        "older": filters.path(cursor=found.next) if found.next else "",
        "first": filters.cursor is None,
        "featured": featured("notes", edition) if filters == Filters() else (),
    }
    return render_to_string("notes/list.html", context)


def _areas(areas: Sequence[Area], value: str) -> list[tuple[str, str]]:
    """Headings; under the one that is opened what stands there."""
    opened = {value, *(area.heading for area in areas if area.code == value)}
    return [
        (area.code, f"– {area.name}" if area.heading else area.name)
        for area in areas
        if not area.heading or area.heading in opened
    ]


def _facet(
    filters: Filters, name: str, heading: str, words: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """A filter as links; following the chosen one takes it away."""
    value = getattr(filters, name)
    known = dict(words)
    return {
        "name": heading,
        "choices": [
            {
                "label": label,
                "href": filters.path(**{name: "" if code == value else code}),
                "chosen": code == value,
                "count": None,
            }
            for code, label in words
        ],
        "folded": name != "practice" and not value,
        "chosen": {
            "name": known.get(value, value).removeprefix("– "),
            "href": filters.path(**{name: ""}),
        }
        if value
        else None,
    }


def _chosen_words(filters: Filters) -> list[dict[str, str]]:
    """Filters that come by a link and are taken away here: a tag, an organisation, an author."""
    names = {
        "tag": name_of_tag(filters.tag) if filters.tag else "",
        "organisation": name_of_organisation(filters.organisation) if filters.organisation else "",
        "author": name_of_person(filters.author) if filters.author else "",
    }
    return [
        {"name": names[name] or value, "href": filters.path(**{name: ""})}
        for name in names
        if (value := getattr(filters, name))
    ]


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """A person's own notes, drafts first."""
    person = person_of(request)
    context = {
        "notes": own_notes(person),
        "invitations": invitations_of(person),
        "crumbs": [(pgettext("section", "Notes"), list_path())],
    }
    return render(request, "notes/mine.html", context)
