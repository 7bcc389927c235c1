"""Forums are made and changed by moderators, seldom."""

import re

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Audience
from forums.facts import ForumChanged
from forums.models import Forum
from forums.policies import check_moderate
from forums.review.kinds import Review
from kernel.facts import publish
from kernel.fields import gathered, read_lang
from kernel.gate import clean_text, required_text
from kernel.refusals import Invalid

RESERVED_SLUGS = frozenset(
    {
        "t",
        "topics",
        "ask",
        "preview",
        "similar",
        "posts",
        "new",
        "waiting",
        "polls",
        "thanks",
        "helping",
        "unread",
        "mine",
        "order",
        "latest",
        "unanswered",
        "solved",
        "tag",
        "region",
        "by",
        "held",
    }
)
"""First parts of addresses under /forums/ that are no forum."""


def create_forum(
    *,
    by: User,
    slug: str,
    name: str,
    description: str = "",
    audience: str = Audience.PUBLIC,
    lang: str = "pl",
) -> Forum:
    """A new forum after all others. Raises Refused or Invalid (slug, name, description, audience, lang)."""
    check_moderate(by)
    fields = gathered(
        slug=lambda: read_slug(slug),
        name=lambda: required_text(name, limit=100, lines=False, name=True),
        description=lambda: clean_text(description, limit=300, lines=False),
        audience=lambda: read_audience(audience),
        lang=lambda: read_lang(lang),
    )
    with transaction.atomic():
        if Forum.objects.filter(slug=fields["slug"]).exists():
            raise Invalid({"slug": [_("There is already a forum at this address.")]})
        last = Forum.objects.order_by("-position").values_list("position", flat=True).first()
        forum = Forum.objects.create(position=min(32_767, (last or 0) + 1), **fields)
        publish(ForumChanged(forum_id=forum.pk))
    return forum


def change_forum(*, by: User, forum: Forum, name: str, description: str, audience: str) -> Forum:
    """The forum under another name or for others. Raises Refused or Invalid."""
    check_moderate(by)
    fields = gathered(
        name=lambda: required_text(name, limit=100, lines=False, name=True),
        description=lambda: clean_text(description, limit=300, lines=False),
        audience=lambda: read_audience(audience),
    )
    with transaction.atomic():
        Forum.objects.filter(pk=forum.pk).update(
            **fields, version=F("version") + 1, name_version=F("name_version") + 1
        )
        publish(ForumChanged(forum_id=forum.pk))
    return Forum.objects.get(pk=forum.pk)


def set_review(*, by: User, forum: Forum, review: str) -> None:
    """Whose words in this forum wait for a moderator. What waits already goes on waiting. Raises Refused or
    Invalid (review)."""
    check_moderate(by)
    if review not in Review.values:
        raise Invalid({"review": [_("Choose one from the list.")]})
    Forum.objects.filter(pk=forum.pk).update(review=review)


def read_slug(raw: object) -> str:
    if not isinstance(raw, str) or not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?", raw):
        raise Invalid({"slug": [_("Use small letters without accents, digits and dashes.")]})
    if raw in RESERVED_SLUGS:
        raise Invalid({"slug": [_("This address means something else. Choose another.")]})
    return raw


def read_audience(raw: object) -> str:
    if raw not in Audience.values:
        raise Invalid({"audience": [_("Choose who may see it.")]})
    return str(raw)
