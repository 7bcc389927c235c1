"""Moderators keep the shared words in order: a better name, one tag of two, other words for a tag, and
words that are none."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer, is_moderator
from kernel.facts import publish
from kernel.gate import required_text
from kernel.refusals import Invalid, Refused
from moderation.audit import record
from taxonomy.facts import TagGone, TagRenamed
from taxonomy.models import Tag, TagSynonym
from taxonomy.slugs import slug
from taxonomy.tags import TAG_LENGTH


def rename_tag(*, by: User, tag: Tag, name: str) -> Tag:
    """The tag under another name; the old one leads to it. Raises Refused or Invalid (name)."""
    _check(by)
    wanted = _read(name, "name")
    with transaction.atomic():
        held = _held(tag)
        if wanted == held.name:
            return held
        other = Tag.objects.filter(name__iexact=wanted).exclude(pk=held.pk).first()
        if other is not None:
            raise Invalid(
                {"name": [_("There is a tag of this name already. Join the two instead.")]}
            )
        old_name, old_slug = held.name, held.slug
        _log("rename", by, held, f"{old_name} → {wanted}")
        _free(wanted)
        held.name, held.slug = wanted, _free_slug(wanted, held)
        held.save(update_fields=["name", "slug"])
        _also_called(held, old_name, old_slug)
        publish(TagRenamed(tag_id=held.pk))
    return held


def merge_tags(*, by: User, gone: Tag, kept: Tag) -> Tag:
    """One tag of two: everything with `gone` has `kept`, whose synonym the other name becomes.
    Raises Refused or Invalid (kept)."""
    _check(by)
    if gone.pk == kept.pk:
        raise Invalid({"kept": [_("Choose another tag.")]})
    with transaction.atomic():
        first, second = sorted((gone, kept), key=lambda tag: tag.pk)
        held = {tag.pk: _held(tag) for tag in (first, second)}
        gone, kept = held[gone.pk], held[kept.pk]
        _log("merge", by, gone, f"{gone.name} → {kept.name}")
        publish(TagGone(gone_id=gone.pk, kept_id=kept.pk))
        TagSynonym.objects.filter(tag=gone).update(tag=kept)
        name, old_slug = gone.name, gone.slug
        gone.delete()
        _also_called(kept, name, old_slug)
    return kept


def retire_tag(*, by: User, tag: Tag) -> None:
    """Nothing has this tag any more, and nobody can give it. Raises Refused."""
    _check(by)
    with transaction.atomic():
        held = _held(tag)
        _log("retire", by, held, held.name)
        publish(TagGone(gone_id=held.pk, kept_id=None))
        TagSynonym.objects.filter(tag=held).update(tag=None)
        name, old_slug = held.name, held.slug
        held.delete()
        _also_called(None, name, old_slug)


def add_synonym(*, by: User, tag: Tag, name: str) -> TagSynonym:
    """Another word for the tag. Raises Refused or Invalid (synonym)."""
    _check(by)
    wanted = _read(name, "synonym")
    with transaction.atomic():
        held = _held(tag)
        if Tag.objects.filter(name__iexact=wanted).exists():
            raise Invalid(
                {"synonym": [_("There is a tag of this name already. Join the two instead.")]}
            )
        _log("synonym", by, held, f"{wanted} → {held.name}")
        return _also_called(held, wanted, slug(wanted) or "tag")


def forget_synonym(*, by: User, synonym: TagSynonym) -> None:
    """The word is free again: whoever types it makes a tag of it. Raises Refused."""
    _check(by)
    with transaction.atomic():
        record(
            "tags",
            by=by,
            kind="tag",
            object_id=synonym.tag_id,
            figures={"verb": "forget"},
            words=synonym.name,
        )
        synonym.delete()


def _log(verb: str, by: User, tag: Tag, words: str) -> None:
    record("tags", by=by, kind="tag", object_id=tag.pk, figures={"verb": verb}, words=words)


def _check(by: User) -> None:
    check_writer(by)
    if not is_moderator(by):
        raise Refused(_("Only moderators can do this."))


def _held(tag: Tag) -> Tag:
    found: Tag | None = Tag.objects.select_for_update().filter(pk=tag.pk).first()
    if found is None:
        raise Invalid({"tag": [_("This tag is no longer here.")]})
    return found


def _read(raw: str, field: str) -> str:
    word = required_text(raw, limit=TAG_LENGTH, lines=False, name=True)
    word = " ".join(word.lower().lstrip("#").replace(",", " ").split())
    if not word:
        raise Invalid({field: [_("Write a word.")]})
    return word


def _free(name: str) -> None:
    """A tag's own name is no synonym of another."""
    TagSynonym.objects.filter(name=name).delete()
    TagSynonym.objects.filter(slug=slug(name)).delete()


def _free_slug(name: str, tag: Tag) -> str:
    number, wanted = None, tag.slugify(name)
    while Tag.objects.filter(slug=wanted).exclude(pk=tag.pk).exists():
        number = (number or 0) + 1
        wanted = tag.slugify(name, number)
    return wanted


def _also_called(tag: Tag | None, name: str, old_slug: str) -> TagSynonym:
    """The word leads to the tag (to none: it is no tag here); what it meant before is forgotten."""
    TagSynonym.objects.filter(name=name.lower()).delete()
    taken = TagSynonym.objects.filter(slug=old_slug).exists()
    free = f"{old_slug}-{TagSynonym.objects.order_by('-pk').values_list('pk', flat=True).first()}"
    return TagSynonym.objects.create(name=name.lower(), slug=free if taken else old_slug, tag=tag)
