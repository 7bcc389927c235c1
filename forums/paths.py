"""Addresses of the forums. Written out, not reversed: a page names forty of them."""

from urllib.parse import quote

PAGE = 20
"""Posts on a page of a topic: page n holds the numbers from 20(n-1)+1 to 20n."""


def page_of(number: int) -> int:
    """The page that holds this number of post."""
    return max(1, (number + PAGE - 1) // PAGE)


def forum_path(slug: str) -> str:
    return f"/forums/{slug}/"


def topic_path(pk: int, slug: str, *, page: int = 1, order: str = "") -> str:
    """`order`: what the address says of it, as "order=time"."""
    said = "&".join(word for word in (f"page={page}" if page > 1 else "", order) if word)
    return f"/forums/t/{pk}/{slug}/" + (f"?{said}" if said else "")


def post_path(pk: int, slug: str, number: int) -> str:
    """A permalink. The fragment leads to the post also where no script runs."""
    return f"/forums/t/{pk}/{slug}/{number}/#p{number}"


def verb_path(topic_pk: int | str, verb: str) -> str:
    """What is done to a topic: reply, edit, close, reopen, pin, unpin, move, split, merge."""
    return f"/forums/topics/{topic_pk}/{verb}/"


def post_verb_path(topic_pk: int, number: int, verb: str) -> str:
    """What is done to a post: actions, edit, history, quotation, remove, restore, accept."""
    return f"/forums/topics/{topic_pk}/posts/{number}/{verb}/"


def poll_path(pk: int, verb: str = "") -> str:
    """A poll's own page; with a verb what is done to it: vote, close, edit."""
    return f"/forums/polls/{pk}/" + (f"{verb}/" if verb else "")


def list_path(show: str) -> str:
    """A list of topics of all forums: latest, unanswered, solved."""
    return f"/forums/{show}/"


def tag_path(slug: str) -> str:
    """The topics with a tag."""
    return f"/forums/tag/{quote(slug)}/"


def region_path(code: str) -> str:
    """The topics about a unit of the region."""
    return f"/forums/region/{code}/"


def house_path(slug: str) -> str:
    """The topics that were started in the name of an organisation."""
    return f"/forums/by/{slug}/"


HELD = "/forums/held/"
"""What waits for the moderator who opens it; for everybody else, what of theirs waits."""


def held_path(pk: int) -> str:
    """Words that wait for a moderator."""
    return f"{HELD}{pk}/"
