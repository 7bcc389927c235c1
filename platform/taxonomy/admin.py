"""The shared words in the administration. Codes stay: addresses and files use them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from taxonomy.editions import raise_edition
from taxonomy.models import Audience, PracticeArea, Region, Tag


class WordAdmin(admin.ModelAdmin[Any]):
    list_display = ("code", "name_pl", "name_en", "position")
    search_fields = ("code", "name_pl", "name_en")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        raise_edition("words")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        raise_edition("words")


admin.site.register((PracticeArea, Audience), WordAdmin)


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin[Any]):
    list_display = ("code", "level", "name", "kind", "parent")
    list_filter = ("level",)
    search_fields = ("code", "name")
    raw_id_fields = ("parent",)
    readonly_fields = ("outline", "mesh", "x0", "y0", "x1", "y1")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        raise_edition("regions")


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin[Any]):
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
