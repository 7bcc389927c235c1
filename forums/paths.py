"""Addresses of the forums. Written out, not reversed: a page names forty of them."""

from urllib.parse import quote

PAGE = 20
"""Posts on a page of a topic: page n holds the numbers from 20(n-1)+1 to 20n."""


def page_of(number: int) -> int:
    """The page that holds this number of post."""
    return max(1, (number + PAGE - 1) // PAGE)


def forum_path(slug: str) -> str:
    return f"/forums/{slug}/"


def topic_path(pk: int, slug: str, *, page: int = 1) -> str:
    return f"/forums/t/{pk}/{slug}/" + (f"?page={page}" if page > 1 else "")


def post_path(pk: int, slug: str, number: int) -> str:
    """A permalink. The fragment leads to the post also where no script runs."""
    return f"/forums/t/{pk}/{slug}/{number}/#p{number}"


def verb_path(topic_pk: int | str, verb: str) -> str:
    """What is done to a topic: reply, edit, close, reopen, pin, unpin, move, split, merge."""
    return f"/forums/topics/{topic_pk}/{verb}/"


def post_verb_path(topic_pk: int, number: int, verb: str) -> str:
    """What is done to a post: actions, edit, history, quotation, remove, restore, accept."""
    return f"/forums/topics/{topic_pk}/posts/{number}/{verb}/"


def held_path(pk: int) -> str:
    """Words that wait for a moderator."""
    return f"/forums/held/{pk}/"


def tag_search_path(tag: str, *, kind: str = "topic") -> str:
    """Everything of a kind with this tag, in the search room."""
    return f"/search/?kind={kind}&tag={quote(tag)}"
