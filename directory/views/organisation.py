"""The page of one organisation."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import viewer_of
from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.access import Glance, glance_for
from directory.models import Organisation
from directory.page.contents import contents
from directory.page.profile import everything
from directory.policies import role_in
from directory.ports import panels
from directory.record.changes import number_waiting
from directory.sight import sight_in
from directory.versions import directory_version
from kernel.naming import site_name
from kernel.pages import HotPage, respond


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    glance = glance_for(viewer, slug)
    known = Organisation(pk=glance.pk, slug=glance.slug, name=glance.name, version=glance.version)
    role, others = _role(viewer, known), panels(viewer, known)
    waits = number_waiting(viewer, glance.pk) if role in ("editor", "moderator") else 0
    sight = sight_in(viewer, role)

    def main() -> str:
        page = everything(viewer, glance, sight, role=role)
        context = {
            **page, "role": role, "panels": others, "waits": waits,
            "contents": contents(page, role=role, panels=len(others)),
        }  # fmt: skip
        return render_to_string("directory/organisation.html", context)

    page = HotPage(
        # The page names other organisations too: it is as old as the last change of any of them.
        key=(
            "organisation", glance.pk, glance.version, directory_version(), timezone.localdate(),
            is_moderator(viewer), role, sight, others, waits,
        ),
        title=f"{glance.name} · {site_name()}",
        description=_description(glance),
        canonical=request.path,
        main=main,
        image=glance.gallery.sign,
        script="js/map.js",
    )  # fmt: skip
    return respond(request, page)


def _role(viewer: Viewer, known: Organisation) -> str:
    """What decides which buttons there are: "editor", "member", "moderator", "person" or "visitor"."""
    if not isinstance(viewer, User):
        return "visitor"
    return role_in(viewer, known) or ("moderator" if is_moderator(viewer) else "person")


def _description(glance: Glance) -> str:
    return glance.summary or _("Address, accessibility, what it seeks and has: %(name)s.") % {
        "name": glance.name
    }
