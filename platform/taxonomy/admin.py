"""The shared words in the administration. Codes stay: addresses and files use them."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from kernel.facts import publish
from taxonomy.editions import raise_edition
from taxonomy.facts import WordsMoved
from taxonomy.models import Audience, Format, PracticeArea, Region, Tag


class WordAdmin(admin.ModelAdmin[Any]):
    list_display: tuple[str, ...] = ("code", "name_pl", "name_en", "position")
    search_fields = ("code", "name_pl", "name_en")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        raise_edition("words")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        raise_edition("words")


admin.site.register((Audience, Format), WordAdmin)


@admin.register(PracticeArea)
class PracticeAreaAdmin(WordAdmin):
    """Two levels and no more: under a heading only, and a heading under nothing."""

    list_display = ("code", "name_pl", "name_en", "parent", "position")
    list_filter = (("parent", admin.RelatedOnlyFieldListFilter),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "parent") if obj and obj.children.exists() else fixed

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "parent":
            options["queryset"] = PracticeArea.objects.filter(parent=None)
            options["required"] = False
        return super().formfield_for_foreignkey(db_field, request, **options)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if obj.parent_id == obj.pk:
            obj.parent = None
        super().save_model(request, obj, form, change)
        if "parent" in form.changed_data:
            with transaction.atomic():
                publish(WordsMoved())


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
