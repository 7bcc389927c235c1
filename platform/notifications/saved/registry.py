"""The kinds of list that can be saved: each can judge a query, put it in words, and say what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from kernel.gate import BadText, clean_text
from kernel.refusals import Invalid

QUERY_LIMIT = 2000
FRESH_LIMIT = 2_000
"""So many new things one look finds at most; the rest comes with the next."""


@dataclass(frozen=True)
class Fresh:
    """Something that has come, and when."""

    pk: int
    at: datetime


@dataclass(frozen=True)
class Item:
    """The same as a letter shows it."""

    title: str
    where: str
    url: str
    """A path of this site."""


class Kind(Protocol):
    code: str

    def label(self) -> str:
        """What the list is, in the interface's language."""

    def read(self, viewer: Viewer, query: QueryDict) -> str:
        """The query as it is kept. Raises Invalid, with a sentence for each filter that cannot be meant
        (any more): of a tag, a place or a forum that is gone."""

    def words(self, viewer: Viewer, query: QueryDict) -> str:
        """The filters in words; "" without any. The query has been read."""

    def address(self, query: str) -> str:
        """The path of the list."""

    def fresh(self, viewer: Viewer, query: QueryDict, since: datetime) -> Sequence[Fresh]:
        """What the viewer may see now and came at `since` or later, the newest first."""

    def items(self, viewer: Viewer, pks: Sequence[int]) -> Sequence[Item]:
        """These in their order, without what can no longer be seen."""


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    KINDS[kind.code] = kind


def kind_of(code: str) -> Kind:
    """Raises Invalid for what is no kind."""
    if code not in KINDS:
        raise Invalid({"of": [_("This list cannot be followed.")]})
    return KINDS[code]


def query_of(raw: str) -> QueryDict:
    """A query string as a list's view would get it, without the place in the list. Raises Invalid."""
    try:
        text = clean_text(raw.removeprefix("?"), limit=QUERY_LIMIT, lines=False)
        query = QueryDict(text, mutable=True)
    except (BadText, ValueError) as error:
        raise Invalid({"query": [_("These filters cannot be kept.")]}) from error
    query.pop("cursor", None)
    for values in query.lists():
        for value in values[1]:
            try:
                clean_text(value, limit=QUERY_LIMIT, lines=False)
            except BadText as error:
                raise Invalid({"query": [str(error)]}) from error
    return query


def written(pairs: Sequence[tuple[str, str]]) -> str:
    """Pairs as a query; empty values are left out."""
    return urlencode([(name, value) for name, value in pairs if value])


def problem_of(viewer: Viewer, kind: str, query: str) -> str:
    """Why a saved query no longer works, as a sentence; "" while it does."""
    try:
        kind_of(kind).read(viewer, query_of(query))
    except Invalid as error:
        return error.message
    return ""
