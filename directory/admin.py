"""The directory in the administration: for looking things up and mending what pages cannot."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from directory.models import (
    AccessFact,
    Card,
    Contact,
    Membership,
    Network,
    NetworkPlace,
    Organisation,
    Photo,
    Site,
)
from directory.versions import directory_changed


class CountedAdmin(admin.ModelAdmin[Any]):
    """Every change counts as one of the directory, so that kept pages notice it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        directory_changed()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        directory_changed()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        directory_changed()


class SiteInline(admin.StackedInline[Site, Organisation]):
    model = Site
    extra = 0
    autocomplete_fields = ("gmina",)


class MembershipInline(admin.TabularInline[Membership, Organisation]):
    model = Membership
    extra = 0
    raw_id_fields = ("person",)


class ContactInline(admin.StackedInline[Contact, Organisation]):
    model = Contact
    extra = 0


class NetworkPlaceInline(admin.TabularInline[NetworkPlace, Organisation]):
    model = NetworkPlace
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(CountedAdmin):
    list_display = ("name", "kind", "is_example", "hidden", "updated_at")
    list_filter = ("kind", "hidden", "is_example")
    search_fields = ("name", "slug", "source_key")
    readonly_fields = ("sort_name", "picture", "html", "version")
    filter_horizontal = ("practices", "audiences", "formats")
    inlines = (SiteInline, MembershipInline, ContactInline, NetworkPlaceInline)


@admin.register(Card)
class CardAdmin(CountedAdmin):
    list_display = ("title", "kind", "organisation", "until", "fulfilled_at")
    list_filter = ("kind",)
    search_fields = ("title", "organisation__name")
    raw_id_fields = ("organisation", "author")
    readonly_fields = ("html",)


@admin.register(Network)
class NetworkAdmin(CountedAdmin):
    """Where administrators add the networks from which editors choose."""

    list_display = ("name", "code", "url", "position")
    search_fields = ("name", "code")
    prepopulated_fields = {"code": ("name",)}


@admin.register(AccessFact)
class AccessFactAdmin(CountedAdmin):
    list_display = ("site", "attribute", "value", "checked_on")
    list_filter = ("attribute", "value")
    raw_id_fields = ("site", "checked_by")


@admin.register(Photo)
class PhotoAdmin(CountedAdmin):
    """Looked at, described and removed here; sent in on the organisation's page alone."""

    list_display = ("organisation", "kind", "alt", "created_at")
    list_filter = ("kind",)
    search_fields = ("alt", "organisation__name")
    fields = ("organisation", "kind", "name", "alt", "credit", "position", "by", "created_at")
    readonly_fields = ("organisation", "kind", "name", "by", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
