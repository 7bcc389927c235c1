"""The forms of an organisation's pictures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import Photo, Site
from directory.vocabulary.alt import ALT_LIMIT, CREDIT_LIMIT, NOTHING_SAID
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from kernel.images.forms import ImageField


class WordsForm(RefusableForm):
    """What is said of a picture. Which words say nothing the action judges, for every door alike."""

    alt = GateCharField(
        label=_("What does the picture show?"), limit=ALT_LIMIT, lines=False,
        error_messages={"required": NOTHING_SAID},
        help_text=_("People who do not see the picture hear these words instead. For example: “Three women bake bread at an outdoor oven, children watch.” Of a logo: “A blue heron over the word Brzozówka.”"),
    )  # fmt: skip
    credit = GateCharField(
        label=_("Who made it?"), limit=CREDIT_LIMIT, lines=False, required=False,
        help_text=_("It stands under the picture. For example: Jan Kowal, CC BY 4.0."),
    )  # fmt: skip
    site = forms.ChoiceField(label=_("Where is it?"), required=False)

    def __init__(self, *args: Any, sites: list[Site], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("At no place in particular")),
            *((str(s.pk), _called(s)) for s in sites),
        ]
        if len(sites) < 2:
            del self.fields["site"]

    def place(self) -> int | None:
        """The id of the chosen place, of a valid form."""
        chosen = self.cleaned_data.get("site")
        return int(chosen) if chosen else None


class PhotoForm(WordsForm):
    """A picture to be sent."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Photo.Kind.choices, initial=Photo.Kind.PHOTO,
        widget=forms.RadioSelect,
    )  # fmt: skip
    file = ImageField(
        label=_("File"),
        help_text=_("JPEG, PNG, WebP or GIF, at most 10 MB. A photograph needs 240 pixels on each side at least, a logo 48."),
    )  # fmt: skip
    field_order = ("kind", "file", "alt", "credit", "site")


def _called(site: Site) -> str:
    street = " ".join(part for part in (site.street, site.number) if part)
    return (
        site.name
        or ", ".join(part for part in (street, site.locality) if part)
        or f"{site.position + 1}"
    )
