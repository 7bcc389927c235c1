"""Notes in the administration: to look. They are changed by the actions alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from notes.models import PracticeNote


@admin.register(PracticeNote)
class NoteAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["title", "author", "organisation", "status", "hidden", "published_at"]
    list_filter = ["status", "hidden", "lang", "licence"]
    list_select_related = ["author", "organisation"]
    search_fields = ["title"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
