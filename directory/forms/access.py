"""The table in which editors say what the place offers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from directory.actions.set_access import MEASURE_LIMIT, NOTE_LIMIT, GivenFact
from directory.models import AccessFact
from directory.vocabulary.accessibility import ATTRIBUTES, GROUPS
from kernel.forms import RefusableForm
from kernel.gate import GateCharField


@dataclass(frozen=True)
class Line:
    """An attribute in the form: its hint and its four fields."""

    hint: str
    unit: str
    value: BoundField
    measure: BoundField
    note: BoundField
    checked: BoundField

    @property
    def told(self) -> bool:
        """Whether anything stands, or is wrong, in the fields that are folded away."""
        more = (self.measure, self.note, self.checked)
        return any(field.value() or field.errors for field in more)


@dataclass(frozen=True)
class Part:
    """A group of attributes, folded: fifty questions at once would be a wall."""

    code: str
    name: str
    lines: Sequence[Line]

    @property
    def answered(self) -> int:
        return sum(line.value.value() not in (None, "", "unknown") for line in self.lines)

    @property
    def open(self) -> bool:
        fields = (
            f for line in self.lines for f in (line.value, line.measure, line.note, line.checked)
        )
        return any(field.errors for field in fields)


class AccessForm(RefusableForm):
    """Four fields for each attribute: <code>_value, _measure, _note and _checked."""

    def __init__(
        self, data: Any = None, *, facts: Mapping[str, AccessFact], prefix: str | None = None
    ) -> None:
        initial: dict[str, Any] = {}
        for code, fact in facts.items():
            initial |= {
                f"{code}_value": fact.value, f"{code}_measure": fact.measure,
                f"{code}_note": fact.note, f"{code}_checked": fact.checked_on,
            }  # fmt: skip
        super().__init__(data, initial=initial, prefix=prefix)
        for code, attribute in ATTRIBUTES.items():
            self._add(code, str(attribute.name))

    def _add(self, code: str, name: str) -> None:
        plain = {"class": "input"}
        self.fields[f"{code}_value"] = forms.ChoiceField(
            label=name,
            choices=AccessFact.Value.choices,
            required=False,
            initial="unknown",
            widget=forms.Select(attrs={"class": "input sel"}),
        )
        self.fields[f"{code}_measure"] = GateCharField(
            label=_("%(name)s: figure") % {"name": name}, limit=MEASURE_LIMIT, lines=False, required=False,
            widget=forms.TextInput(attrs=plain),
        )  # fmt: skip
        self.fields[f"{code}_note"] = GateCharField(
            label=_("%(name)s: details") % {"name": name}, limit=NOTE_LIMIT, lines=False, required=False,
            widget=forms.TextInput(attrs=plain),
        )  # fmt: skip
        self.fields[f"{code}_checked"] = forms.DateField(
            label=_("%(name)s: checked on") % {"name": name}, required=False,
            widget=forms.DateInput(attrs={"type": "date", **plain}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        )  # fmt: skip

    def parts(self) -> Iterator[Part]:
        """The lines by group, for the template."""
        for group, name in GROUPS.items():
            codes = [a.code for a in ATTRIBUTES.values() if a.group == group]
            yield Part(group, str(name), [self._line(code) for code in codes])

    def _line(self, code: str) -> Line:
        hint = str(ATTRIBUTES[code].hint)
        return Line(
            hint, str(ATTRIBUTES[code].unit), self[f"{code}_value"], self[f"{code}_measure"], self[f"{code}_note"],
            self[f"{code}_checked"],
        )  # fmt: skip

    def given(self) -> dict[str, GivenFact]:
        """The facts of a valid form. A form without the table says nothing of any attribute."""
        data = self.cleaned_data
        return {
            code: GivenFact(
                value=data.get(f"{code}_value") or "unknown",
                note=data.get(f"{code}_note", ""),
                measure=data.get(f"{code}_measure", ""),
                checked_on=data.get(f"{code}_checked"),
            )
            for code in ATTRIBUTES
            if self.add_prefix(f"{code}_value") in self.data
        }
