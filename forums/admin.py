"""The forums in the administration: to look, and to make or rename a forum. What people write is
changed by the actions alone, which keep the counters and tell the rest of the site."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from forums.actions.create_forum import read_slug
from forums.duty import ForumDuty
from forums.facts import ForumChanged
from forums.models import Forum, OldForumAddress, Post, Topic
from kernel.facts import publish
from kernel.refusals import Invalid
from place.actions.record import record


class ForumForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_slug(self) -> str:
        """A new address must be one, and mean nothing else under /forums/."""
        slug = str(self.cleaned_data["slug"])
        if "slug" in self.changed_data:
            try:
                read_slug(slug)
            except Invalid as error:
                raise ValidationError(error.fields["slug"]) from error
        return slug


@admin.register(Forum)
class ForumAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ForumForm
    list_display = ["name", "slug", "audience", "review", "position", "topic_count"]
    fields = ["name", "slug", "description", "audience", "review", "lang", "position"]

    def save_model(self, request: HttpRequest, obj: Forum, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if change and "slug" in form.changed_data:
                OldForumAddress.objects.update_or_create(
                    slug=form.initial["slug"], defaults={"forum": obj, "left_at": timezone.now()}
                )
            Forum.objects.filter(pk=obj.pk).update(
                version=F("version") + 1, name_version=F("name_version") + 1
            )
            record(
                by=request.user if isinstance(request.user, User) else None, what=f"forum:{obj.slug}",
                before={name: form.initial.get(name, "") for name in form.changed_data},
                after={name: form.cleaned_data[name] for name in form.changed_data},
            )  # fmt: skip
            publish(ForumChanged(forum_id=obj.pk))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly:
    """Shown, never changed here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Topic)
class TopicAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["title", "forum", "kind", "author", "created_at", "hidden", "closed"]
    list_filter = ["forum", "kind", "hidden", "closed"]
    list_select_related = ["forum", "author"]
    search_fields = ["title"]
    show_full_result_count = False


@admin.register(Post)
class PostAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = [
        "topic",
        "number",
        "author",
        "organisation",
        "created_at",
        "hidden",
        "removed_at",
    ]
    list_filter = ["hidden"]
    list_select_related = ["topic", "author", "organisation"]
    show_full_result_count = False


@admin.register(ForumDuty)
class ForumDutyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Which moderators look after which forums; who is named for none looks after all."""

    list_display = ["person", "forum"]
    list_select_related = ["person", "forum"]
    fields = ["person", "forum"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "person":
            options["queryset"] = User.objects.filter(role="moderator", is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **options)
