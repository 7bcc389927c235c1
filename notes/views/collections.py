"""Collections: read, made, filled, ordered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, viewer_of
from accounts.limits import spend_as
from accounts.models import User
from accounts.viewer import check_writer, is_moderator
from kernel.forms import slowed
from kernel.limits import spend
from kernel.refusals import Invalid, KeyReused, Refusal, TooMany
from kernel.responses import see_other
from notes.access import note_for, published_note
from notes.actions.collect import (
    collect,
    edit_collection,
    make_collection,
    move_item,
    remove_collection,
    take_out,
)
from notes.collections.access import collection_for, collections, item_for, items_of
from notes.collections.forms import CollectForm, CollectionForm
from notes.collections.models import Collection
from notes.collections.policies import check_curate
from notes.models import PracticeNote
from notes.paths import collection_path, list_path, note_path

ROWS = 20


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    found = collections(viewer_of(request), cursor=request.GET.get("cursor") or None, limit=ROWS)
    path = collection_path()
    context = {
        "collections": found.rows,
        "newer": f"{path}?cursor={found.previous}" if found.previous else "",
        "older": f"{path}?cursor={found.next}" if found.next else "",
        "crumbs": [(_("Practice notes"), list_path())],
    }
    return render(request, "notes/collections.html", context)


@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = collection_for(viewer, slug)
    context = {
        "collection": row,
        "items": items_of(row),
        "own": viewer.pk == row.curator_id,
        "member": isinstance(viewer, User),
        "moderator": is_moderator(viewer),
        "crumbs": _crumbs(),
    }
    return render(request, "notes/collection.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """With `?note=` (a slug) that note is the first in it."""
    person = check_writer(person_of(request))
    first = _first(request)
    if request.method != "POST":
        initial = {"lang": get_language() or "pl"}
        return _form(request, CollectionForm(writer=person, initial=initial))
    form = CollectionForm(request.POST, request.FILES, writer=person)
    if form.is_valid():
        try:
            spend_as(person, "note")
            row = make_collection(by=person, key=form.key, **form.values())
        except (Invalid, KeyReused, TooMany) as error:
            form.refuse(_named(error))
        else:
            if first is not None:
                collect(by=person, collection=row, note=first)
            return see_other(collection_path(row.slug))
    return slowed(_form(request, form, status=422), form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = collection_for(person, slug)
    check_curate(person, row)
    if request.method != "POST":
        initial = {"title": row.title, "body": row.intro, "lang": row.lang}
        return _form(request, CollectionForm(writer=person, initial=initial), row)
    form = CollectionForm(request.POST, request.FILES, writer=person)
    if form.is_valid():
        spend("edit", f"u{person.pk}")
        try:
            edit_collection(by=person, collection=row, **form.values())
        except Invalid as error:
            form.refuse(_named(error))
        else:
            messages.success(request, _("Saved."))
            return see_other(collection_path(slug))
    return _form(request, form, row, status=422)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    spend("edit", f"u{person.pk}")
    remove_collection(by=person, collection=collection_for(person, slug))
    messages.success(request, _("Removed."))
    return see_other(collection_path())


@login_required
@require_POST
def item(request: HttpRequest, slug: str, note_slug: str) -> HttpResponse:
    """`do`: up, down, or out."""
    person = person_of(request)
    row = collection_for(person, slug)
    check_curate(person, row)
    found = item_for(row, note_slug)
    spend("mark", f"u{person.pk}")
    if request.POST.get("do") == "out":
        take_out(by=person, item=found)
    else:
        move_item(by=person, item=found, up=request.POST.get("do") == "up")
    return see_other(collection_path(slug))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def collecting(request: HttpRequest, slug: str) -> HttpResponse:
    """A note goes into a collection of one's own."""
    person = check_writer(person_of(request))
    note = note_for(person, slug)
    form = CollectForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        spend("mark", f"u{person.pk}")
        row = form.chosen()
        try:
            collect(by=person, collection=row, note=note, remark=form.cleaned_data["remark"])
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("It is in your collection now."))
            return see_other(collection_path(row.slug))
    crumbs = [(_("Practice notes"), list_path()), (note.title, note_path(slug))]
    context = {"note": note, "form": form, "crumbs": crumbs}
    return render(request, "notes/collect.html", context, status=422 if form.errors else 200)


def _first(request: HttpRequest) -> PracticeNote | None:
    """The note with which a collection begins; 404 for one that not everybody reads."""
    slug = request.GET.get("note", "")
    if not slug:
        return None
    note = published_note(slug)
    if note is None:
        raise Http404
    return note


def _named(error: Refusal) -> Refusal:
    """As the form names its fields."""
    if not isinstance(error, Invalid):
        return error
    names = {"intro": "body"}
    return Invalid({names.get(name, name): words for name, words in error.fields.items()})


def _form(
    request: HttpRequest, form: CollectionForm, row: Collection | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "collection": row, "crumbs": _crumbs()}
    return render(request, "notes/collection_form.html", context, status=status)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Practice notes"), list_path()), (_("Collections"), collection_path())]
