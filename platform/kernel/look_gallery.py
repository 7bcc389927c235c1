"""Every component in its states on one page, for eyes, screenshots and accessibility checks.

Served only while DEBUG is on (and to the tests, which call the view themselves).
"""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.pictures import KINDS, MOTIFS

INKS = ("blue", "brick", "green", "ochre", "plum", "danger")


class SampleForm(forms.Form):
    """One field of each sort, with hints, so that their rendering can be seen."""

    name = forms.CharField(
        label=_("Name"), help_text=_("So we sign what you write."), max_length=80
    )
    email = forms.EmailField(label=_("E-mail"), help_text=_("We show it to nobody."))
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters. Four words are best. You may paste it."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("library", _("library")), ("museum", _("museum"))]
    )
    often = forms.ChoiceField(
        label=_("How often shall we write?"),
        choices=[("week", _("Once a week")), ("reply", _("Only when somebody replies"))],
        widget=forms.RadioSelect,
    )
    practice = forms.MultipleChoiceField(
        label=_("What are you interested in?"),
        choices=[("theatre", _("theatre")), ("heritage", _("heritage")), ("seniors", _("seniors"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    about = forms.CharField(label=_("About you"), widget=forms.Textarea, required=False)
    body = forms.CharField(
        label=_("Your reply"), widget=forms.Textarea, max_length=32_000, required=False
    )
    rules = forms.BooleanField(label=_("I know the house rules"))


def samples() -> dict[str, Any]:
    """The context of the gallery: two forms (untouched, refused) and things to show."""
    now: datetime = timezone.now()
    return {
        "kinds": [kind for kind in KINDS if kind != "other"],
        "motifs": list(MOTIFS),
        "inks": INKS,
        "form": SampleForm(auto_id="fine_%s"),
        "wrong": SampleForm({"email": "ola.example.org", "kind": "castle"}, auto_id="wrong_%s"),
        "moments": [now - timedelta(minutes=6), now - timedelta(hours=3), now - timedelta(days=40)],
        "crumbs": [("Forum", "#"), (_("Accessibility"), "#")],
        "tabs": [
            {"label": _("Everything"), "href": "#", "count": 12_087, "chosen": True},
            {"label": _("Questions"), "href": "#", "count": 34, "chosen": False},
            {"label": _("Notes"), "href": "#", "count": 0, "chosen": False},
        ],
        "choices": [
            {"label": _("library"), "href": "#", "count": 76, "chosen": True},
            {"label": _("museum"), "href": "#", "count": 3, "chosen": False},
        ],
        "seeds": ["gbp-lipowiec", "gok-zalesin", "dotyk", "muzeum-sulkow"],
        "long_name": "Miejsko-Gminna Biblioteka Publiczna im. Heleny Wierzbanowskiej",
        "tones": ("blue", "green", "ochre", "danger", "plum"),
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """GET /look/: the page, or 404 where DEBUG is off."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "look/gallery.html", samples())
