"""The texts of topics and posts as they may be kept: every door's actions pass here."""

from dataclasses import dataclass

from kernel.gate import POST_LIMIT, required_text
from kernel.markdown import excerpt, plain, render
from taxonomy.slugs import slug

SLUG_LENGTH = 80


@dataclass(frozen=True)
class Written:
    """A body with the HTML made of it: rendered before any lock is taken, since it is the slow part."""

    body: str
    html: str

    @property
    def excerpt(self) -> str:
        return excerpt(plain(self.html))


def read_body(raw: object) -> Written:
    body = required_text(raw, limit=POST_LIMIT)
    return Written(body, render(body))


def slug_of(title: str) -> str:
    """The title in an address: "Łódź jutro" is "lodz-jutro"."""
    return slug(title, SLUG_LENGTH) or "temat"
