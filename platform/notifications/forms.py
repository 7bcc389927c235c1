"""The form of what a person wants to be told, and how."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.forms import RefusableForm
from notifications.channels import CHANNELS, DEFAULTS, FIXED, channels_of
from notifications.models import Level, Preferences, Rhythm

GROUP_WORDS = {
    "answer": gettext_lazy("Somebody answers you"),
    "mention": gettext_lazy("Somebody mentions you"),
    "solution": gettext_lazy("An answer has helped, yours or one to what you have too"),
    "asked": gettext_lazy("A question that you may know an answer to"),
    "reply": gettext_lazy("A new reply in a topic that you follow"),
    "place": gettext_lazy("New topics and replies in forums and tags that you follow"),
    "message": gettext_lazy("Somebody writes to you in a conversation"),
    "note": gettext_lazy("A new practice note"),
    "own_note": gettext_lazy("What becomes of a note that you write or look after"),
    "thanks": gettext_lazy("Somebody says thank you to you or your organisation"),
    "reaction": gettext_lazy("Somebody reacts to what you wrote"),
    "poll": gettext_lazy("A poll begins or ends where you watch or have voted"),
    "kept": gettext_lazy("What you wanted to be reminded of"),
    "rules": gettext_lazy("The house rules or the page on privacy change"),
    "directory": gettext_lazy("Your organisation’s page: changes, partners, matches"),
    "moderation": gettext_lazy("Decisions of moderators"),
}
CHANNEL_WORDS = {
    "page": gettext_lazy("In the page"),
    "now": gettext_lazy("By mail at once"),
    "digest": gettext_lazy("In the digest"),
}


@dataclass(frozen=True)
class Cell:
    """A switch of the table. `fixed`: nobody chooses it; then `on` is how it always is."""

    name: str
    channel: str
    label: str
    words: str
    on: bool
    fixed: bool


class PreferencesForm(RefusableForm):
    on_writing = forms.TypedChoiceField(
        label=gettext_lazy("When you write in a topic"), coerce=int, widget=forms.RadioSelect,
        choices=[
            (Level.WATCHING.value, gettext_lazy("tell me of every new reply in it")),
            (Level.TRACKING.value, gettext_lazy("count what is new in it among the unread")),
            (Level.NORMAL.value, gettext_lazy("tell me only what concerns me")),
        ],
    )  # fmt: skip
    digest = forms.ChoiceField(
        label=gettext_lazy("How often the digest comes"), choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "In the morning, the weekly one on Mondays. When there is nothing, nothing comes."
        ),
    )  # fmt: skip
    quiet_from = forms.TimeField(
        label=gettext_lazy("No mail from"), required=False, input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    quiet_to = forms.TimeField(
        label=gettext_lazy("until"), required=False, input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    zone = forms.ChoiceField(label=gettext_lazy("Your time zone"), choices=())

    def __init__(self, *args: Any, preferences: Preferences, **options: Any) -> None:
        options["initial"] = {
            name: getattr(preferences, name)
            for name in ("on_writing", "digest", "quiet_from", "quiet_to", "zone")
        }
        super().__init__(*args, **options)
        zones = sorted(
            {name for name in available_timezones() if name.startswith("Europe/")}
            | {preferences.zone, "UTC"}
        )
        self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in zones]  # type: ignore[attr-defined]
        self._preferences = preferences

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (data.get("quiet_from") is None) != (data.get("quiet_to") is None):
            for name in ("quiet_from", "quiet_to"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Give both hours, or neither."))
        known = {f"{group}-{way}" for group in DEFAULTS for way in CHANNELS}
        if self.is_bound and not set(self._ticked()) <= known:
            self.add_error(None, _("Load the page again and press the button once more."))
        return data

    def _ticked(self) -> list[str]:
        return self.data.getlist("way") if hasattr(self.data, "getlist") else []

    def channels(self) -> dict[str, list[str]]:
        """What was ticked, by group."""
        ticked = self._ticked()
        return {group: [w for w in CHANNELS if f"{group}-{w}" in ticked] for group in DEFAULTS}

    def table(self) -> list[tuple[str, list[Cell]]]:
        """Each group in words, with its switches."""
        chosen = self.channels() if self.is_bound else {}
        rows = []
        for group in DEFAULTS:
            on = chosen[group] if self.is_bound else channels_of(self._preferences, group)
            fixed = FIXED.get(group, frozenset())
            words = str(GROUP_WORDS[group])
            cells = [
                Cell(
                    f"{group}-{way}", way, str(CHANNEL_WORDS[way]), words,
                    way in (DEFAULTS[group] if way in fixed else on), way in fixed,
                )
                for way in CHANNELS
            ]  # fmt: skip
            rows.append((words, cells))
        return rows
