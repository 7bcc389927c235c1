"""The forms of the set-up. The actions judge what was typed, for every door alike."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.viewer import Audience
from forums.models import Forum, Writing
from forums.review.kinds import Review
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from moderation.actions.levels import REASON_LIMIT
from place.actions.publish_wording import BODY_LIMIT, SUMMARY_LIMIT
from place.saying import ACCESSIBILITY, CONTACTS, DEFENCE, IDENTITY
from taxonomy.models import PracticeArea

AUDIENCES = [
    (Audience.PUBLIC, _("everybody")),
    (Audience.MEMBERS, _("people with an account")),
    (Audience.MODERATORS, _("moderators alone")),
]
LANGUAGES = [("pl", _("Polish")), ("en", _("English"))]


def _line(label: Any, limit: int = 200, *, hint: Any = "", needed: bool = False) -> GateCharField:
    return GateCharField(limit=limit, lines=False, label=label, help_text=hint, required=needed)


def _text(label: Any, limit: int, *, hint: Any = "", rows: int = 5) -> GateCharField:
    return GateCharField(
        limit=limit, label=label, help_text=hint, required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def _mail(label: Any, *, hint: Any = "", needed: bool = False) -> forms.EmailField:
    return forms.EmailField(max_length=254, label=label, help_text=hint, required=needed)


class IsoDate(forms.DateField):
    """A day as the browser's own field for days sends it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **options)


class SeenForm(RefusableForm):
    """A form that says what it showed, so that nothing newer is overwritten."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class IdentityForm(SeenForm):
    name = _line(_("Name of the place"), 40, needed=True)
    lead_pl = _line(_("What it is, in Polish"), hint=_("One sentence, for search engines."))
    lead_en = _line(_("What it is, in English"))
    operator = _line(_("Who runs it"), hint=_("The full name of the institution."))
    address = _line(_("Its address"), 300)


class ContactsForm(SeenForm):
    email = _mail(
        _("Point of contact for users"), needed=True,
        hint=_("People read what comes here and answer. It stands on the pages and in the letters."),
    )  # fmt: skip
    phone = _line(_("Telephone"), 40)
    authorities_email = _mail(
        _("Point of contact for authorities"),
        hint=_("For courts and offices of the European Union and its states."),
    )
    authorities_languages = _line(
        _("Languages in which authorities may write"), 100, hint=_("Polish, English, say.")
    )
    data_protection_email = _mail(_("Address of the data protection officer"))


class AccessibilityForm(SeenForm):
    access_status = forms.ChoiceField(
        label=_("How far the site conforms"), widget=forms.RadioSelect,
        choices=[("full", _("it conforms")), ("partly", _("it partly conforms")), ("no", _("it does not conform"))],
    )  # fmt: skip
    gaps_pl = _text(
        _("What is not accessible, in Polish"), 3_000,
        hint=_("A list: each line begins with a dash. Left empty, the list that comes with the site stands there."),
    )  # fmt: skip
    gaps_en = _text(_("What is not accessible, in English"), 3_000)
    exempt_pl = _text(_("What is exempt beside the map, in Polish"), 2_000, rows=3)
    exempt_en = _text(_("What is exempt beside the map, in English"), 2_000, rows=3)
    access_burden = _line(
        _("Address of the analysis of disproportionate burden"), 500,
        hint=_("Only where something is not accessible because of it."),
    )  # fmt: skip
    access_basis = forms.ChoiceField(
        label=_("Who examined it"), widget=forms.RadioSelect,
        choices=[("self", _("we ourselves")), ("audit", _("somebody from outside"))],
    )  # fmt: skip
    access_auditor = _line(_("The name of who examined it from outside"))
    site_published = IsoDate(label=_("The site was published on"))
    site_updated = IsoDate(label=_("Its last major change was on"))
    statement_prepared = IsoDate(label=_("The statement was written on"))
    statement_reviewed = IsoDate(
        label=_("It was last looked through on"), required=False,
        help_text=_("Once a year, by the end of March. We remind you."),
    )  # fmt: skip
    access_person = _line(_("Who answers about accessibility"), 100)
    access_email = _mail(_("Their e-mail address"))
    access_phone = _line(_("Their telephone number"), 40)
    building_pl = _text(
        _("How to get into your building, in Polish"), 3_000,
        hint=_("Entrance, lifts, toilets, induction loop, assistance dogs, sign language."),
    )  # fmt: skip
    building_en = _text(_("How to get into your building, in English"), 3_000)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        return {
            name: value.isoformat() if isinstance(value, date) else value or ""
            for name, value in given.items()
        }


class DefenceForm(SeenForm):
    proof = forms.ChoiceField(
        label=_("Let the browser of who joins do a sum first"), widget=forms.RadioSelect,
        choices=[("attack", _("while too many join at once")), ("always", _("always")), ("never", _("never"))],
        help_text=_("It takes a person a second or two and makes a flood of false accounts dear. Nothing is sent elsewhere."),
    )  # fmt: skip
    joins_an_hour = forms.IntegerField(
        label=_("So many accounts an hour are usual here"), min_value=1, max_value=10_000,
        help_text=_("When more are made, joining is defended by itself until it is quiet again."),
    )  # fmt: skip
    flags_hide = forms.IntegerField(
        label=_("So much weight of reports hides a thing until a moderator has looked"),
        min_value=0, max_value=100,
        help_text=_(
            "A report weighs 1 from who is new, 2 from who is at home here, 3 from who is often here;"
            " less, the more of their reports were without reason. 0: nothing is hidden by itself."
        ),
    )  # fmt: skip


SECTION_FORMS: dict[str, type[SeenForm]] = {
    IDENTITY: IdentityForm, CONTACTS: ContactsForm, ACCESSIBILITY: AccessibilityForm, DEFENCE: DefenceForm,
}  # fmt: skip


class ForumSetupForm(SeenForm):
    name = _line(_("Name"), 100, needed=True)
    description = _line(_("What belongs here"), 300, hint=_("One sentence under the name."))
    slug = _line(
        _("Address"), 60,
        hint=_("Small letters, digits and dashes. Left empty, it is made of the name; an old address leads on."),
    )  # fmt: skip
    lang = forms.ChoiceField(label=_("Language of the name"), choices=LANGUAGES)
    audience = forms.ChoiceField(label=_("Who may read it"), choices=AUDIENCES)
    writing = forms.ChoiceField(label=_("Who begins topics"), choices=Writing.choices)
    review = forms.ChoiceField(
        label=_("Whose words a moderator reads before others do"), choices=Review.choices
    )


class RoomSetupForm(SeenForm):
    name = _line(_("Name"), 80, needed=True)
    description = _line(_("What one talks about here"), 300)
    audience = forms.ChoiceField(label=_("Who may come in"), choices=AUDIENCES)
    always_listed = forms.BooleanField(
        label=_("It stands first in the list, also while it is quiet"), required=False
    )


class RoleForm(SeenForm):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(Role.MEMBER, _("member")), (Role.MODERATOR, _("moderator")), (Role.ADMIN, _("administrator"))],
    )  # fmt: skip


class DutiesForm(SeenForm):
    forums = forms.MultipleChoiceField(
        label=_("Forums"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Forum.objects.order_by("position", "id").values_list("slug", "name")
        self.fields["forums"].choices = list(rows)  # type: ignore[attr-defined]


class PracticeForm(SeenForm):
    name_pl = _line(_("In Polish"), 80, needed=True)
    name_en = _line(_("In English"), 80, needed=True)
    parent = forms.ModelChoiceField(
        label=_("Under the heading"), queryset=PracticeArea.objects.none(), required=False,
        empty_label=_("it is a heading itself"),
    )  # fmt: skip
    position = forms.IntegerField(
        label=_("Place in the order"), min_value=0, max_value=999, initial=0
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].queryset = PracticeArea.objects.filter(parent=None)  # type: ignore[attr-defined]


class JoinPracticeForm(SeenForm):
    kept = forms.ModelChoiceField(
        label=_("The area that stays"), queryset=PracticeArea.objects.order_by("name_pl"), empty_label=_("Choose"),
    )  # fmt: skip


class LogoForm(RefusableForm):
    picture = forms.FileField(
        label=_("A picture"), widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP, a megabyte at most. It stands 34 pixels high beside the name."),
    )  # fmt: skip


class RegionForm(RefusableForm):
    units = forms.FileField(label=_("The units: units.csv"))
    topology = forms.FileField(label=_("Their borders: a TopoJSON file"))
    credit = _line(_("Whose data these are"), hint=_("It stands under the map."))


class DocumentForm(RefusableForm):
    body_pl = GateCharField(
        limit=BODY_LIMIT, label=_("In Polish"), widget=forms.Textarea(attrs={"rows": 24})
    )
    body_en = GateCharField(
        limit=BODY_LIMIT, label=_("In English"), widget=forms.Textarea(attrs={"rows": 24})
    )
    summary_pl = _line(_("What changes, in Polish"), SUMMARY_LIMIT)
    summary_en = _line(_("What changes, in English"), SUMMARY_LIMIT)
    matters = forms.ChoiceField(
        label=_("What kind of change is it?"), widget=forms.RadioSelect, initial="yes",
        choices=[
            ("yes", _("it concerns what people may or must do: everybody is told, two weeks before")),
            ("no", _("only slips are mended: it holds at once")),
        ],
    )  # fmt: skip
    in_force = IsoDate(
        label=_("From which day"), required=False, help_text=_("Left empty: the earliest day.")
    )
    began = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class LogInsForm(RefusableForm):
    """Which log-in of somebody ends ("all", or its number), and why."""

    which = forms.RegexField(r"^(all|[1-9][0-9]{0,17})$", widget=forms.HiddenInput)
    reason = GateCharField(
        limit=REASON_LIMIT, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it."),
    )  # fmt: skip

    @property
    def number(self) -> int | None:
        which = self.cleaned_data["which"]
        return None if which == "all" else int(which)
