"""A post as a quotation in Markdown: who said it, with a link to where, then the words."""

import re

from django.http import Http404

from forums.models import Post
from forums.paths import post_path
from forums.voices import voice_of

LONGEST = 1_500
"""Characters that are quoted at most: a quotation reminds, the link leads to the whole."""


def quote(post: Post, words: str = "") -> str:
    """The quotation, with an empty line after it. `words`: a part of the post that somebody marked;
    else all of it but what it quotes itself. What moderators have hidden is quoted by nobody."""
    if post.hidden:
        raise Http404
    # Of a post that is made of quotations these are the words.
    said = words.strip() or (post.body.strip() if post.gathered else _own_words(post.body))
    lines = [f"{_attribution(post)}:", "", *_shortened(said).splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _attribution(post: Post) -> str:
    name = re.sub(r"([\\`*_\[\]<>#!|~&])", r"\\\1", voice_of(post).name)
    return f"[{name}, #{post.number}]({post_path(post.topic_id, post.topic.slug, post.number)})"


def _own_words(body: str) -> str:
    own = [line for line in body.splitlines() if not line.lstrip().startswith(">")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(own)).strip()


def _shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(None, 1)[0] + " …"
