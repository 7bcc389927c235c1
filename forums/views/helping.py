"""Where people say what they can be asked about, for themselves or for their organisation."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from accounts.models import User
from accounts.viewer import check_writer
from directory.models import Organisation
from directory.speaking import voices_of
from forums.actions.offer_help import MOST_A_WEEK, offer_help, stop_helping
from forums.ports import interests_of
from forums.questions.helping import helper_of
from forums.questions.models import Helper
from forums.views.requests import spend_as
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from kernel.refusals import Invalid
from kernel.responses import see_other
from taxonomy.regions import powiat_choices, units_by_code
from taxonomy.tags import LINE_LIMIT


class HelpingForm(RefusableForm):
    """What one knows about, where, and how often one may be asked."""

    tags = GateCharField(
        limit=LINE_LIMIT, lines=False, required=False, label=_("What do you know about?"),
        help_text=_("Up to eight tags, with commas between: accessibility, night in the library. Left empty, "
            "you are asked about what you have answered and written here before."),
    )  # fmt: skip
    region = forms.ChoiceField(
        required=False, choices=lambda: powiat_choices(_("Everywhere")),
        label=_("Where do you know your way?"),
        help_text=_("Questions about another place go to others first."),
    )  # fmt: skip
    per_week = forms.IntegerField(
        min_value=1, max_value=MOST_A_WEEK, initial=2,
        label=_("How many questions a week at most?"),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def helping(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The entry of the person; with `slug`, of an organisation whose page they edit. `stop` ends it."""
    person = check_writer(person_of(request))
    voices = voices_of(person)
    organisation = next((voice for voice in voices if voice.slug == slug), None)
    if slug and organisation is None:
        raise Http404
    helper = helper_of(person, organisation.pk if organisation else None)
    form = HelpingForm(initial=_initial(helper, person))
    if request.method == "POST":
        spend_as("mark", person)
        if "stop" in request.POST:
            stop_helping(by=person, organisation=organisation)
            messages.success(request, gettext("You will not be asked any more."))
            return see_other(request.path)
        form = HelpingForm(request.POST)
        if form.is_valid() and _keep(form, person, organisation):
            messages.success(
                request, gettext("Saved. You will hear of questions that you may know.")
            )
            return see_other(request.path)
    context = {
        "form": form, "helper": helper, "organisation": organisation, "voices": voices,
        "crumbs": [(gettext("Forum"), "/forums/"), (gettext("Waiting for an answer"), "/forums/waiting/")],
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "forums/helping.html", context, status=status)


def _keep(form: HelpingForm, person: User, organisation: Organisation | None) -> bool:
    fields = form.cleaned_data
    region = units_by_code([fields["region"]]).get(fields["region"]) if fields["region"] else None
    try:
        offer_help(
            by=person, organisation=organisation, tags=fields["tags"], region=region,
            per_week=fields["per_week"],
        )  # fmt: skip
    except Invalid as error:
        form.refuse(error)
        return False
    return True


def _initial(helper: Helper | None, person: User) -> dict[str, object]:
    if helper is None:
        # What they have said elsewhere is not asked for again.
        return {
            "tags": ", ".join(interests_of(person)), "per_week": 2,
            "region": person.region.code if person.region else "",
        }  # fmt: skip
    return {
        "tags": ", ".join(sorted(tag.name for tag in helper.tags.all())),
        "region": helper.region.code if helper.region else "",
        "per_week": helper.per_week,
    }
