"""An administrator founds a forum or says what it is: who reads, who begins topics, whose words wait, in
which order forums stand. What is changed is recorded."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.create_forum import read_audience, read_slug
from forums.facts import ForumChanged
from forums.models import Forum, OldForumAddress, Writing
from forums.review.kinds import Review
from kernel.facts import publish
from kernel.fields import gathered, one_of, read_lang
from kernel.gate import clean_text, required_text
from kernel.refusals import Invalid
from place.access import administrator_of
from place.actions.record import record
from place.seen import check_seen
from taxonomy.slugs import slug as slug_of

SHOWN = ("slug", "name", "description", "lang", "audience", "writing", "review")


def settle_forum(
    *,
    by: User,
    forum: Forum | None = None,
    name: str,
    slug: str = "",
    description: str = "",
    lang: str = "pl",
    audience: str = "public",
    writing: str = Writing.ALL,
    review: str = Review.OFF,
    seen: str | None = None,
) -> Forum:
    """The forum as it is from now on; without one a new forum after all others. Without a slug the address
    stays, or is made of the name; an address that a forum had leads on. Raises Invalid or Conflict."""
    administrator_of(by)
    address = slug.strip() or (forum.slug if forum else slug_of(name, 60))
    fields = gathered(
        slug=lambda: address if forum and forum.slug == address else read_slug(address),
        name=lambda: required_text(name, limit=100, lines=False, name=True),
        description=lambda: clean_text(description, limit=300, lines=False),
        lang=lambda: read_lang(lang),
        audience=lambda: read_audience(audience),
        writing=lambda: one_of(Writing.values)(writing),
        review=lambda: one_of(Review.values)(review),
    )
    with transaction.atomic():
        held = Forum.objects.select_for_update().get(pk=forum.pk) if forum else None
        before = values_of(held) if held else {}
        check_seen(seen, before)
        if Forum.objects.filter(slug=fields["slug"]).exclude(pk=held.pk if held else 0).exists():
            raise Invalid({"slug": [_("There is already a forum at this address.")]})
        if held is None:
            held = Forum.objects.create(position=_after_all(), **fields)
        elif before == fields:
            return held
        else:
            if before["slug"] != fields["slug"]:
                _leave_address(held, before["slug"])
            Forum.objects.filter(pk=held.pk).update(
                **fields, version=F("version") + 1, name_version=F("name_version") + 1
            )
        record(by=by, what=f"forum:{fields['slug']}", before=before, after=fields)
        publish(ForumChanged(forum_id=held.pk))
    return Forum.objects.get(pk=held.pk)


def archive_forum(*, by: User, forum: Forum, archived: bool) -> None:
    """The forum is only read from now on, or people write in it again. Twice changes nothing."""
    administrator_of(by)
    with transaction.atomic():
        held = Forum.objects.select_for_update().get(pk=forum.pk)
        if (held.archived_at is not None) == archived:
            return
        Forum.objects.filter(pk=held.pk).update(
            archived_at=timezone.now() if archived else None, version=F("version") + 1
        )
        record(
            by=by, what=f"forum:{held.slug}", before={"archived": not archived},
            after={"archived": archived},
        )  # fmt: skip
        publish(ForumChanged(forum_id=held.pk))


def move_forum(*, by: User, forum: Forum, up: bool) -> None:
    """One place up or down in the order of forums. At the end it stays where it is."""
    administrator_of(by)
    with transaction.atomic():
        forums = list(Forum.objects.select_for_update().order_by("position", "id"))
        at = next(place for place, one in enumerate(forums) if one.pk == forum.pk)
        to = at - 1 if up else at + 1
        if not 0 <= to < len(forums):
            return
        before = [one.slug for one in forums]
        forums[at], forums[to] = forums[to], forums[at]
        for place, one in enumerate(forums, start=1):
            if one.position != place:
                Forum.objects.filter(pk=one.pk).update(position=place, version=F("version") + 1)
        record(
            by=by, what="forums:order", before={"order": before},
            after={"order": [one.slug for one in forums]},
        )  # fmt: skip
        publish(ForumChanged(forum_id=forum.pk))


def values_of(forum: Forum) -> dict[str, Any]:
    return {name: str(getattr(forum, name)) for name in SHOWN}


def _after_all() -> int:
    last = Forum.objects.order_by("-position").values_list("position", flat=True).first()
    return min(32_767, (last or 0) + 1)


def _leave_address(forum: Forum, slug: str) -> None:
    OldForumAddress.objects.update_or_create(
        slug=slug, defaults={"forum": forum, "left_at": timezone.now()}
    )
