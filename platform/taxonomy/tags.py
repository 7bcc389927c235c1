"""Tags as people type them: apart by commas, at most eight, each a short word or two. Synonyms and words
without their marks become the tag that is meant."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from kernel.gate import BadText, clean_text
from kernel.refusals import Invalid
from taxonomy.facts import TagGone
from taxonomy.models import Tag, TagSynonym
from taxonomy.slugs import slug

TAG_COUNT, TAG_LENGTH = 8, 30
LINE_LIMIT = TAG_COUNT * (TAG_LENGTH + 2)
"""Characters of the one line of a form."""


def tag_for(pk: int) -> Tag:
    """The tag with this id, or 404."""
    tag: Tag | None = Tag.objects.filter(pk=pk).first()
    if tag is None:
        raise Http404
    return tag


def tag_called(slug: str) -> Tag | None:
    tag: Tag | None = Tag.objects.filter(slug=slug).first()
    return tag


def read_tags(raw: str | Sequence[object]) -> list[str]:
    """The tags of a line or of a list, in lower case, each once: "swietlica" is the tag "świetlica" where
    there is one. Two statements at most. Raises Invalid under "tags"."""
    words: list[str] = []
    for piece in raw.split(",") if isinstance(raw, str) else raw:
        try:
            word = clean_text(piece, limit=TAG_LENGTH * 4, lines=False, name=True)
        except BadText as error:
            raise Invalid({"tags": [str(error)]}) from error
        word = " ".join(word.lower().lstrip("#").replace(",", " ").split())
        if len(word) > TAG_LENGTH:
            message = _("“%(tag)s” is too long for a tag: %(limit)d characters fit.")
            raise Invalid(
                {"tags": [message % {"tag": word[:TAG_LENGTH] + "…", "limit": TAG_LENGTH}]}
            )
        if word and word not in words:
            words.append(word)
    if len(words) > TAG_COUNT:
        raise Invalid(
            {
                "tags": [
                    _("These are %(count)d tags; %(limit)d fit.")
                    % {"count": len(words), "limit": TAG_COUNT}
                ]
            }
        )
    return _meant(words)


def _meant(words: list[str]) -> list[str]:
    """The words with those replaced that stand for a tag of another spelling. A tag of the very name
    comes first, then a synonym, then a tag that differs in its marks alone. Raises Invalid."""
    slugs = {word: slug(word) for word in words}
    if not words:
        return words
    tags = list(
        Tag.objects.filter(Q(slug__in=slugs.values()) | Q(name__in=words)).values_list(
            "name", "slug"
        )
    )
    names = {name.lower() for name, _slug in tags}
    unknown = [word for word in words if word not in names]
    synonyms = _synonyms(unknown, [slugs[word] for word in unknown]) if unknown else {}
    by_slug = {tag_slug: name for name, tag_slug in tags}
    meant = []
    for word in words:
        other = synonyms.get(word, synonyms.get(slugs[word], ""))
        if word not in names and other is None:
            message = _("“%(tag)s” is not used as a tag here. Choose another word.")
            raise Invalid({"tags": [message % {"tag": word}]})
        name = word if word in names else other or by_slug.get(slugs[word], word)
        if name not in meant:
            meant.append(name)
    return meant


def _synonyms(words: Sequence[str], slugs: Sequence[str]) -> dict[str, str | None]:
    """The tags' names by word and by slug; None for what is no tag here."""
    rows = TagSynonym.objects.filter(Q(name__in=words) | Q(slug__in=slugs))
    known: dict[str, str | None] = {}
    for name, word_slug, tag in rows.values_list("name", "slug", "tag__name"):
        known |= {word_slug: tag, name: tag}
    return known


def current_slug(raw: str) -> str:
    """The slug under which a tag of an old address is found now; the same if nothing is known of it."""
    found = TagSynonym.objects.filter(slug=raw).values_list("tag__slug", flat=True).first()
    return found or raw


def slug_spelt(raw: str) -> str:
    """The slug that an address spells: "Światło" is "swiatlo"."""
    return slug(raw[: TAG_LENGTH * 4]) or raw[: TAG_LENGTH * 4].lower()


def slug_meant(raw: str) -> str:
    """The slug of the tag of which this is a synonym; "" for one of none."""
    name = raw[: TAG_LENGTH * 4].lower()
    found = TagSynonym.objects.filter(Q(slug=slug_spelt(raw)) | Q(name=name))
    return found.values_list("tag__slug", flat=True).first() or ""


def move_tag(rows: QuerySet[Any], *, owner: str, fact: TagGone) -> list[int]:
    """Gives rows of a through table the tag that is kept, or removes them, so that nothing has a tag
    twice. `owner`: the column of what is tagged. Answers with the ids of those that had the tag."""
    had = rows.filter(tag=fact.gone_id)
    owners = list(had.order_by(owner).values_list(owner, flat=True))
    if fact.kept_id is not None:
        both = rows.filter(tag=fact.kept_id).values_list(owner, flat=True)
        had.exclude(**{f"{owner}__in": list(both)}).update(tag=fact.kept_id)
    rows.filter(tag=fact.gone_id).delete()
    return owners


def tags_by_name(names: Iterable[str]) -> dict[str, Tag]:
    """The tags of these names, as `read_tags` gives them: a new word is a tag from now on."""
    wanted = sorted(set(names))
    known = {tag.name.lower(): tag for tag in Tag.objects.filter(name__in=wanted)}
    for name in wanted:
        if name.lower() not in known:
            # One by one: a slug is found by saving, and two words may fold alike ("żak" and "zak").
            same = Tag.objects.filter(name__iexact=name).first()
            known[name.lower()] = same or Tag.objects.get_or_create(name=name)[0]
    return {name: known[name.lower()] for name in wanted}


def tag_named(raw: str) -> Tag:
    """The tag that somebody means who types this. Raises Invalid under "kept"."""
    words = read_tags([raw])
    tag: Tag | None = Tag.objects.filter(name__iexact=words[0]).first() if words else None
    if tag is None:
        raise Invalid({"kept": [_("There is no such tag.")]})
    return tag
