from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Audience
from kernel.facts import publish
from place.actions.record import record
from realtime.chat.facts import RoomChanged
from realtime.chat.models import Room
from realtime.chat.paths import RESERVED


class RoomForm(forms.ModelForm):  # type: ignore[type-arg]
    """A room has a name, and is never made a conversation, nor one a room."""

    name = forms.CharField(max_length=200)
    audience = forms.ChoiceField(choices=Audience.choices)

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if slug in RESERVED:
            raise ValidationError(_("This word belongs to the chat itself. Choose another."))
        return slug


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin[Room]):
    """Rooms are opened, named and closed to outsiders here; what is said in them is moderated.
    Conversations are no business of an administrator: they are not there."""

    form = RoomForm
    list_display = ("name", "slug", "audience", "organisation", "message_count", "last_message_at")
    list_filter = ("audience", "always_listed")
    search_fields = ("name", "slug")
    fields = ("name", "slug", "description", "audience", "always_listed")
    prepopulated_fields = {"slug": ("name",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        return super().get_queryset(request).filter(audience__in=Audience.values)

    def save_model(self, request: HttpRequest, obj: Room, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            record(
                by=request.user if isinstance(request.user, User) else None, what=f"room:{obj.slug}",
                before={name: form.initial.get(name, "") for name in form.changed_data},
                after={name: form.cleaned_data[name] for name in form.changed_data},
            )  # fmt: skip
            publish(RoomChanged(room_id=obj.pk))

    def has_delete_permission(self, request: HttpRequest, obj: Room | None = None) -> bool:
        return False  # what was said would go with it; close it to outsiders instead
