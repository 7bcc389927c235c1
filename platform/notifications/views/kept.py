"""What a person keeps for later."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from kernel.limits import spend
from kernel.refusals import Invalid
from kernel.responses import see_other
from notifications.actions.keep import REMARK_LIMIT, keep, let_go
from notifications.kept.reading import kept_of, kept_thing, named

HERE = "/notifications/kept/"
MORNING = time(8)
DAYS = {"tomorrow": 1, "three": 3, "week": 7, "month": 30}


class KeepForm(RefusableForm):
    when = forms.ChoiceField(
        label=_("Shall we remind you?"), widget=forms.RadioSelect, initial="never",
        choices=[
            ("never", _("No, I will look myself")), ("tomorrow", _("Tomorrow morning")),
            ("three", _("In three days")), ("week", _("In a week")), ("month", _("In a month")),
            ("day", _("On a day that I choose")),
        ],
    )  # fmt: skip
    remind_at = forms.DateField(
        required=False, label=_("Which day?"), widget=forms.DateInput(attrs={"type": "date"})
    )
    remark = GateCharField(
        limit=REMARK_LIMIT, lines=False, required=False, label=_("What do you want to remember?"),
        help_text=_("Only you see this."),
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if (
            cleaned.get("when") == "day"
            and not cleaned.get("remind_at")
            and "remind_at" not in self.errors
        ):
            self.add_error("remind_at", gettext("Say on which day."))
        return cleaned

    def moment(self) -> datetime | None:
        """Eight in the morning of the chosen day, by the site's clocks."""
        when = self.cleaned_data["when"]
        if when == "never":
            return None
        day = self.cleaned_data["remind_at"] if when == "day" else (
            timezone.localdate() + timedelta(days=DAYS[when])
        )  # fmt: skip
        return timezone.make_aware(datetime.combine(day, MORNING))


@login_required
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    page, visible = kept_of(person, cursor=request.GET.get("cursor") or None)
    context = {
        "rows": [(row, row.pk in visible) for row in page.rows],
        "previous": page.previous and f"?{urlencode({'cursor': page.previous})}",
        "next": page.next and f"?{urlencode({'cursor': page.next})}",
        "crumbs": [(gettext("Notifications"), "/notifications/")],
    }
    return render(request, "notifications/kept.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep_one(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    person = person_of(request)
    title, url = named(person, kind, object_id)
    row = kept_thing(person, kind, object_id)
    initial = {
        "remark": row.remark if row else "", "when": "day" if row and row.remind_at else "never",
        "remind_at": timezone.localdate(row.remind_at) if row and row.remind_at else None,
    }  # fmt: skip
    form = KeepForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        spend("mark", f"u{person.pk}")
        try:
            keep(
                by=person, kind=kind, object_id=object_id, remark=form.cleaned_data["remark"],
                remind_at=form.moment(),
            )  # fmt: skip
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Kept for later."))
            return see_other(url)
    context = {
        "form": form, "title": title, "url": url, "row": row, "kind": kind, "object_id": object_id,
        "crumbs": [(gettext("Kept for later"), HERE)],
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "notifications/keep.html", context, status=status)


@login_required
@require_POST
def let_go_of(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    person = person_of(request)
    spend("mark", f"u{person.pk}")
    let_go(by=person, kind=kind, object_id=object_id)
    messages.success(request, gettext("Kept no longer."))
    return see_other(HERE)
