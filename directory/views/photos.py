"""The logo and the photographs of an organisation: for its editors."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from directory.access import editable_organisation, picture_for, pictures_of, places_of
from directory.actions.photos import (
    MOST_PHOTOS,
    Sent,
    add_photo,
    describe_photo,
    move_photo,
    remove_photo,
    wording,
)
from directory.forms.photos import PhotoForm, WordsForm
from directory.models import Organisation, Photo, Site
from directory.page.gallery import Shown, shown
from kernel.limits import spend
from kernel.refusals import Conflict, Invalid, KeyReused, Refused
from kernel.responses import see_other


@dataclass(frozen=True)
class Line:
    """A picture with the form that describes it. `seen` marks the words that stand in the form."""

    photo: Photo
    shown: Shown
    form: WordsForm
    seen: str
    first: bool
    last: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them, and the form by which one is sent."""
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    sites = places_of(organisation)
    form = PhotoForm(request.POST or None, request.FILES or None, sites=sites, prefix=None)
    if request.method == "POST" and form.is_valid():
        spend("picture", f"u{person.pk}")
        data, (content, name) = form.cleaned_data, form.cleaned_data["file"]
        try:
            add_photo(
                by=person, organisation=organisation, kind=data["kind"], sent=Sent(content, name),
                alt=data["alt"], credit=data["credit"], site=form.place(), key=form.key,
            )  # fmt: skip
        except (Invalid, KeyReused, Refused) as error:
            form.refuse(error)
        else:
            messages.success(request, _("The picture is on the page."))
            return see_other(request.path)
    return _page(request, organisation, form, status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What one of them shows, said anew. By GET its place among the others."""
    person = person_of(request)
    photo = picture_for(person, slug, pk)
    if request.method != "POST":
        return see_other(f"/directory/{slug}/pictures/#picture-{pk}")
    spend("edit", f"u{person.pk}")
    form = _words_form(photo, places_of(photo.organisation), request.POST)
    status, seen = 422, request.POST.get("seen", "")[:16]
    if form.is_valid():
        try:
            describe_photo(
                by=person, photo=photo, alt=form.cleaned_data["alt"],
                credit=form.cleaned_data["credit"], site=form.place(), seen=seen,
            )  # fmt: skip
        except Conflict as error:
            # What they wrote stays in the form, theirs stands above it: saving again is a choice.
            form.add_error(None, error.message)
            form.add_error("alt", _("On the page now: “%(alt)s”") % {"alt": photo.alt})
            status, seen = 409, ""
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return see_other(f"/directory/{slug}/pictures/")
    return _page(
        request, photo.organisation, _empty_form(places_of(photo.organisation)), status=status,
        bound={photo.pk: (form, seen)},
    )  # fmt: skip


@login_required
@require_POST
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One place earlier, or later."""
    person = person_of(request)
    photo = picture_for(person, slug, pk)
    spend("edit", f"u{person.pk}")
    move_photo(by=person, photo=photo, earlier=request.POST.get("to") != "later")
    return see_other(f"/directory/{slug}/pictures/#picture-{pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Asks once: the file goes for good."""
    person = person_of(request)
    photo = picture_for(person, slug, pk)
    if request.method == "POST":
        spend("edit", f"u{person.pk}")
        remove_photo(by=person, photo=photo)
        messages.success(request, _("The picture is gone."))
        return see_other(f"/directory/{slug}/pictures/")
    context = {"organisation": photo.organisation, "photo": photo, "shown": shown(photo)}
    return render(request, "directory/picture_remove.html", context)


def _empty_form(sites: list[Site]) -> PhotoForm:
    return PhotoForm(sites=sites)


def _words_form(photo: Photo, sites: list[Site], data: object = None) -> WordsForm:
    initial = {"alt": photo.alt, "credit": photo.credit, "site": str(photo.site_id or "")}
    return WordsForm(data, initial=initial, sites=sites, prefix=f"p{photo.pk}")


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: PhotoForm,
    *,
    status: int,
    bound: Mapping[int, tuple[WordsForm, str]] | None = None,
) -> HttpResponse:
    photos, sites = pictures_of(organisation), places_of(organisation)
    rows = [photo for photo in photos if photo.kind == Photo.Kind.PHOTO]
    lines = []
    for photo in photos:
        words, seen = (bound or {}).get(photo.pk, (None, ""))
        lines.append(
            Line(
                photo, shown(photo), words or _words_form(photo, sites), seen or wording(photo),
                first=photo not in rows or photo == rows[0], last=photo not in rows or photo == rows[-1],
            )
        )  # fmt: skip
    wrong = next((words for words, _seen in (bound or {}).values()), form)
    context = {
        "organisation": organisation, "form": form, "lines": lines, "wrong": wrong,
        "most": MOST_PHOTOS, "full": len(rows) >= MOST_PHOTOS,
    }  # fmt: skip
    return render(request, "directory/pictures.html", context, status=status)
