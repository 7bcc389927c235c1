from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from kernel.facts import publish
from realtime.chat.facts import RoomChanged
from realtime.chat.models import Room


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin[Room]):
    """Rooms are opened, named and closed to outsiders here; what is said in them is moderated."""

    list_display = ("name", "slug", "audience", "organisation", "message_count", "last_message_at")
    list_filter = ("audience", "always_listed")
    search_fields = ("name", "slug")
    fields = ("name", "slug", "description", "audience", "always_listed")
    prepopulated_fields = {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Room, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            publish(RoomChanged(room_id=obj.pk))

    def has_delete_permission(self, request: HttpRequest, obj: Room | None = None) -> bool:
        return False  # what was said would go with it; close it to outsiders instead
