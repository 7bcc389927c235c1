"""In which order the replies of a page are read: as a conversation, answers under what they answer, or as
they were written. Both orders put the same posts on the same page, so that a permalink is one."""

from typing import NamedTuple

from django.http import HttpRequest

from accounts.models import ReadingOrder, User
from accounts.viewer import Viewer

COOKIE = "order"


class Order(NamedTuple):
    """`said`: it stands in the address, so further pages must say it too."""

    name: str
    said: bool

    @property
    def by_time(self) -> bool:
        return self.name == ReadingOrder.TIME

    @property
    def query(self) -> str:
        return f"order={self.name}" if self.said else ""


def order_of(request: HttpRequest, viewer: Viewer) -> Order:
    """What the address says (`?order=tree` or `time`), else what the person has chosen, a visitor by a
    cookie; else as a conversation."""
    said = request.GET.get("order", "")
    if said in ReadingOrder.values:
        return Order(said, said=True)
    chosen = viewer.reading_order if isinstance(viewer, User) else request.COOKIES.get(COOKIE, "")
    return Order(chosen if chosen in ReadingOrder.values else ReadingOrder.TREE, said=False)
