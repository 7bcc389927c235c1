"""The texts of topics and posts as they may be kept: every door's actions pass here."""

from dataclasses import dataclass, field

from accounts.models import User
from composing.text import Composed, compose
from kernel.gate import POST_LIMIT, required_text
from kernel.letter_addresses import without_codes
from kernel.markdown import excerpt, plain
from taxonomy.slugs import slug

SLUG_LENGTH = 80
POST, WAITING = "post", "waiting"
"""What holds the files of a post, and of what waits to become one (composing.holders)."""


@dataclass(frozen=True)
class Written:
    """A body with the HTML made of it: rendered before any lock is taken, since it is the slow part."""

    body: str
    html: str
    composed: Composed = field(repr=False)
    """With whom it names and which files it shows."""

    @property
    def excerpt(self) -> str:
        return excerpt(plain(self.html))


def read_body(
    raw: object, *, by: User, post_id: int | None = None, waiting_id: int | None = None
) -> Written:
    """The words of this person; of the post that they change, of what waits, or of a post to come."""
    body = without_codes(required_text(raw, limit=POST_LIMIT))
    holder = (POST, post_id) if post_id else (WAITING, waiting_id) if waiting_id else None
    composed = compose(body, by=by, holder=holder)
    return Written(body, composed.html, composed)


def slug_of(title: str) -> str:
    """The title in an address: "Łódź jutro" is "lodz-jutro"."""
    return slug(title, SLUG_LENGTH) or "temat"
