"""The directory in the administration: for looking things up and mending what pages cannot."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.access import person_of
from directory.actions.writing import begin_edit, remember_edit
from directory.models import (
    AccessFact,
    Card,
    Contact,
    Membership,
    Network,
    NetworkPlace,
    OldAddress,
    Organisation,
    Photo,
    Site,
    Standing,
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


class StandingInline(admin.TabularInline[Standing, Organisation]):
    model = Standing
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(CountedAdmin):
    list_display = ("name", "kind", "is_example", "hidden", "updated_at")
    list_filter = ("kind", "hidden", "is_example")
    search_fields = ("name", "slug", "source_key")
    readonly_fields = (
        "sort_name", "picture", "html", "html_en", "easy_html", "version", "merged_into", "times_asked",
        "confirmed_by",
    )  # fmt: skip
    filter_horizontal = ("practices", "audiences", "formats")
    inlines = (SiteInline, MembershipInline, ContactInline, NetworkPlaceInline, StandingInline)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """What is changed here stands in the history too, and an address that is given up leads on."""
        if change:
            begin_edit(obj, by=person_of(request))
            old = Organisation.objects.values_list("slug", flat=True).get(pk=obj.pk)
            OldAddress.objects.filter(slug=obj.slug).delete()
            if old != obj.slug:
                OldAddress.objects.update_or_create(slug=old, defaults={"organisation": obj})
            obj.version += 1
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change:
            remember_edit(form.instance)


@admin.register(Card)
class CardAdmin(CountedAdmin):
    """Hidden and removed by decisions of moderators alone, who say why."""

    list_display = ("title", "kind", "organisation", "until", "fulfilled_at", "hidden")
    list_filter = ("kind", "hidden")
    search_fields = ("title", "organisation__name")
    raw_id_fields = ("organisation", "author")
    readonly_fields = ("html", "hidden", "removed_at")


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
