"""The form of a text: its words, and a file for those who send it without a script."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.limits import spend_as
from accounts.models import User
from composing.actions.take_file import take_file
from composing.files.kinds import ACCEPT, PICTURE
from composing.files.making import LIMIT, too_large
from directory.vocabulary.alt import ALT_LIMIT, read_alt
from kernel.forms import RefusableForm
from kernel.gate import BadText, GateCharField
from kernel.references import DECORATIVE
from kernel.refusals import KeyReused, Refusal
from taxonomy.tags import LINE_LIMIT

LANGUAGES = [("pl", _("Polish")), ("en", _("English")), ("uk", _("Ukrainian"))]
"""In which people write here."""
NOT_IN_ITS_NAME = _("You can no longer write in the name of this organisation.")


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES, initial="pl")


def tags_field() -> GateCharField:
    """A line of tags with commas between."""
    return GateCharField(
        limit=LINE_LIMIT,
        lines=False,
        required=False,
        label=_("Tags"),
        help_text=_("Up to eight, with commas between: libraries, children, night in the library"),
    )


class ComposedForm(RefusableForm):
    """Has `body`. A file that comes with it is taken first and named at the end of the text, so that
    whatever else is wrong, it need not be chosen again."""

    file = forms.FileField(
        required=False,
        label=_("A picture or a document"),
        help_text=_("Up to 10 MB: JPEG, PNG, WebP, GIF, PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV, TXT."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )  # fmt: skip
    alt = forms.CharField(
        required=False,
        max_length=ALT_LIMIT,
        label=_("What the picture shows"),
        help_text=_("For those who do not see it. Not needed for a document."),
    )
    decorative = forms.BooleanField(required=False, label=_("Only decoration"))
    sent_back = False
    """Whether it holds what was just sent, though it is not bound: no draft is newer than that."""

    def __init__(self, *args: Any, writer: User | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._writer = writer
        self._wrong: dict[str, str] = {}

    def full_clean(self) -> None:
        self._wrong = {}
        if self.is_bound and self._writer is not None and (sent := self.files.get("file")):
            self._take(self._writer, sent)
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        super().clean()  # another form that is mixed in may have to say something, too
        for name, words in self._wrong.items():
            self.add_error(name, words)
        return self.cleaned_data

    def text_only(self) -> dict[str, Any]:
        """The cleaned values without those of the file, which is in the text by now."""
        without = ("file", "alt", "decorative")
        return {name: value for name, value in self.cleaned_data.items() if name not in without}

    def _take(self, writer: User, sent: "UploadedFile[Any]") -> None:
        try:
            words = self._words(sent)
            if (sent.size or 0) > LIMIT:
                raise BadText(too_large(sent.size or 0))
            spend_as(writer, "file")
            name = str(sent.name or "")
            row = take_file(by=writer, data=sent.read(), name=name, key=f"{self.key[:90]}:file")
        except BadText as error:
            self._wrong["file" if (sent.size or 0) > LIMIT else "alt"] = str(error)
        except KeyReused:
            self._wrong["file"] = gettext("This file came after another one. Choose it once more.")
        except Refusal as error:
            self._wrong["file"] = error.message
        else:
            self._name(f"![{words if row.kind == PICTURE else _escaped(name)}](file:{row.pk})")

    def _words(self, sent: "UploadedFile[Any]") -> str:
        """The description as it stands in the text. A document needs none: its name is enough."""
        if self.data.get("decorative"):
            return DECORATIVE
        alt = self.data.get("alt", "")
        if not alt and not str(sent.content_type or "").startswith("image/"):
            return ""
        return _escaped(read_alt(alt, file_name=str(sent.name or "")))

    def _name(self, reference: str) -> None:
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        body = str(data.get("body", "")).rstrip()
        data["body"] = f"{body}\n\n{reference}".lstrip()
        for name in ("alt", "decorative"):
            data.pop(name, None)
        self.data, self.files = data, self.files.copy()
        self.files.pop("file", None)


def _escaped(words: str) -> str:
    return "".join(f"\\{sign}" if sign in "[]\\" else sign for sign in words)
