"""Giving thanks, reading them, taking them away."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_by_handle, person_of, viewer_of
from accounts.models import User
from accounts.viewer import Viewer
from directory.access import organisation_for
from directory.voices import voice
from forums.access import post_for
from forums.actions.thank import remove_thanks, thank, thank_for
from forums.models import Post
from forums.paths import post_path
from forums.thanks.models import WORDS_LIMIT, Thanks
from forums.thanks.policies import check_thank, check_thank_for, may_thank
from forums.thanks.reading import Whom, thankers_of, thanks_for, thanks_page
from forums.views.posts import post_context
from forums.views.requests import spend_as
from forums.voices import voice_of
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from kernel.refusals import Conflict, Invalid, KeyReused
from kernel.responses import see_other


class ThanksForm(RefusableForm):
    words = GateCharField(
        limit=WORDS_LIMIT, lines=False, required=False, label=_("What for?"),
        help_text=_("A sentence, if you like. Everybody can read it."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thank_post(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """For a post: a person, or the organisation in whose name it was written."""
    person = person_of(request)
    post = post_for(person, pk, number)
    check_thank_for(person, post)
    back = post_path(post.topic_id, post.topic.slug, post.number)

    def give(words: str, key: str) -> Thanks:
        return thank_for(by=person, post=post, words=words, key=key)

    return _form(request, person, give, whom=voice_of(post).name, back=back, post=post)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thank_person(request: HttpRequest, handle: str) -> HttpResponse:
    person, whom = person_of(request), person_by_handle(handle)
    check_thank(person, whom)

    def give(words: str, key: str) -> Thanks:
        return thank(by=person, whom=whom, words=words, key=key)

    return _form(request, person, give, whom=whom.name, back=f"/people/{whom.handle}/")


def _form(
    request: HttpRequest,
    person: User,
    give: Callable[[str, str], Thanks],
    *,
    whom: str,
    back: str,
    post: Post | None = None,
) -> HttpResponse:
    form = ThanksForm(request.POST) if request.method == "POST" else ThanksForm()
    if form.is_bound and form.is_valid():
        spend_as("thanks", person)
        try:
            give(form.cleaned_data["words"], form.key)
        except (Invalid, KeyReused, Conflict) as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("You have said thank you."))
            return see_other(back)
    context = {
        "form": form, "whom": whom, "back": back,
        **(post_context(post) if post else {"crumbs": [(whom, back)]}),
    }  # fmt: skip
    return render(request, "forums/thank.html", context, status=422 if form.is_bound else 200)


@require_safe
def thanks_of(request: HttpRequest, handle: str) -> HttpResponse:
    """All that a person was thanked for; of a closed account nothing."""
    viewer, whom = viewer_of(request), person_by_handle(handle)
    if not whom.is_active:
        raise Http404
    thank_path = f"/forums/thanks/to/{whom.handle}/" if may_thank(viewer, whom) else ""
    return _all(request, viewer, whom, whom.name, f"/people/{whom.handle}/", thank_path)


@require_safe
def thanks_at(request: HttpRequest, slug: str) -> HttpResponse:
    """All that an organisation was thanked for."""
    viewer = viewer_of(request)
    house = organisation_for(viewer, slug)
    return _all(request, viewer, house, house.name, house.get_absolute_url(), "")


def _all(
    request: HttpRequest, viewer: Viewer, whom: Whom, name: str, back: str, thank_path: str
) -> HttpResponse:
    page, lines = thanks_page(viewer, whom, cursor=request.GET.get("cursor") or None)
    context = {
        "name": name, "lines": lines, "thankers": thankers_of(viewer, whom), "thank_path": thank_path,
        "previous": page.previous and f"?{urlencode({'cursor': page.previous})}",
        "next": page.next and f"?{urlencode({'cursor': page.next})}",
        "crumbs": [(name, back)],
    }  # fmt: skip
    return render(request, "forums/thanks.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    thanks = thanks_for(person, pk)
    spend_as("mark", person)
    remove_thanks(by=person, thanks=thanks)
    messages.success(request, gettext("Removed."))
    return see_other(f"{voice(thanks.person, thanks.organisation).url or '/'}#thanks")
