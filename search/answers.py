"""What lower rooms ask of search, through their ports."""

from collections.abc import Sequence

from accounts.viewer import Viewer
from directory.ports import FOUND_LIMIT
from forums.ports import Link
from search import likeness, query

MOTIFS = {"accepted": "solved", "solved": "solved", "question": "question", "note": "note"}


def organisations(viewer: Viewer, q: str) -> Sequence[int]:
    """Ids of organisations for the directory's search box, the best first."""
    return query.order_ids(viewer, q, kind="organisation", limit=FOUND_LIMIT)


def topics(viewer: Viewer, q: str) -> Sequence[int]:
    """Ids of topics for a saved search."""
    return query.order_ids(viewer, q, kind="topic", limit=FOUND_LIMIT)


def like_this(viewer: Viewer, title: str) -> Sequence[Link]:
    """Topics and notes like the title of a question that somebody is asking."""
    return [linked(found) for found in likeness.similar(viewer, title, of=likeness.KINDS)]


def linked(found: likeness.Similar) -> Link:
    card = found.card
    return Link(card.title, card.url, MOTIFS.get(card.state, "discussion"), card.line)
