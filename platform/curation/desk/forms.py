from django import forms
from django.utils.translation import gettext_lazy as _

from curation.actions.keep_canned import BODY_LIMIT, NAME_LIMIT
from curation.actions.link_same import REMARK_LIMIT
from curation.models import Feature
from kernel.forms import RefusableForm
from kernel.gate import GateCharField


class CannedForm(RefusableForm):
    name = GateCharField(limit=NAME_LIMIT, lines=False, name=True, label=_("What it is for"))
    body_pl = GateCharField(
        limit=BODY_LIMIT, label=_("In Polish"), widget=forms.Textarea(attrs={"rows": 8})
    )
    body_en = GateCharField(
        limit=BODY_LIMIT, label=_("In English"), widget=forms.Textarea(attrs={"rows": 8})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class SameForm(RefusableForm):
    of = GateCharField(
        limit=300, lines=False, label=_("The older conversation"),
        help_text=_("Its address, or its number."),
    )  # fmt: skip
    remark = GateCharField(
        limit=REMARK_LIMIT, lines=False, required=False, label=_("What to know"),
        help_text=_("One sentence beside the link: what is answered there, say."),
    )  # fmt: skip


class ShowForm(RefusableForm):
    address = GateCharField(
        limit=300, lines=False, label=_("Address of the page"),
        help_text=_("A conversation, a note or a collection that everybody can read."),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Where"), choices=Feature.Place.choices)
    days = forms.TypedChoiceField(
        label=_("For how long"), coerce=int, initial=14,
        choices=[(7, _("a week")), (14, _("two weeks")), (30, _("a month")), (90, _("three months"))],
    )  # fmt: skip
