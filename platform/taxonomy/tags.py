"""Tags as people type them: apart by commas, at most eight, each a short word or two."""

from collections.abc import Sequence

from django.http import Http404
from django.utils.translation import gettext as _

from kernel.gate import BadText, clean_text
from kernel.refusals import Invalid
from taxonomy.models import Tag

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
    """The tags of a line or of a list, in lower case, each once. Raises Invalid under "tags"."""
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
    return words
