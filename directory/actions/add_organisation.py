"""Somebody puts an organisation on the square and becomes the editor of its page."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.actions.writing import apply_fields, apply_site, remember_added, set_words
from directory.facts import MembershipChanged, OrganisationAdded
from directory.models import Membership, Organisation, Site
from directory.versions import directory_changed
from directory.vocabulary.fields import clean_fields
from directory.vocabulary.naming import free_slug
from kernel.facts import publish
from kernel.once import once
from kernel.refusals import Invalid


def add_organisation(
    *,
    by: User,
    fields: Mapping[str, Any],
    key: str | None = None,
    slug: str | None = None,
    example: bool = False,
) -> Organisation:
    """The new organisation, or the one that the same key made. `fields` as in `clean_fields`; only
    `name` is required. `slug`: a wished one (files of ours); taken ones get a number.

    Raises Refused, Invalid, KeyReused.
    """
    check_writer(by)
    if not fields.get("name"):
        raise Invalid({"name": [_("Write something here.")]})
    clean = clean_fields(fields)
    payload = {name: str(value) for name, value in clean.items()}
    with transaction.atomic():
        pk, _made = once(
            person_id=by.pk, key=key, payload=["organisation", payload],
            make=lambda: _make(by, clean, slug, example),
        )  # fmt: skip
    return Organisation.objects.get(pk=pk)


def _make(by: User, clean: Mapping[str, Any], slug: str | None, example: bool) -> int:
    now = timezone.now()
    organisation = Organisation(
        slug=free_slug(slug or clean["name"]), is_example=example,
        created_at=now, updated_at=now, confirmed_at=now, confirmed_by=by,
    )  # fmt: skip
    apply_fields(organisation, clean)
    organisation.save()
    site = Site(organisation=organisation)
    apply_site(site, clean)
    site.save()
    set_words(organisation, clean)
    Membership.objects.create(organisation=organisation, person=by, role=Membership.Role.EDITOR)
    remember_added(organisation, by)
    publish(OrganisationAdded(organisation.pk))
    publish(MembershipChanged(organisation.pk, by.pk))
    directory_changed()
    return organisation.pk
