"""Choosing people in a form: who is chosen, who is sought, who was found. Without a script every step is
a send of the same form, so that nothing that was written in it is lost."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from accounts.models import User
from kernel.gate import BadText, clean_text
from kernel.limits import spend
from realtime.chat.finding import people_found
from realtime.chat.forms import HANDLES_LIMIT, handles_in
from realtime.chat.people import MOST

STEPS = ("find", "add", "drop")
"""Buttons that change who is chosen, and send nothing."""


@dataclass
class Picking:
    """Whom a form names so far."""

    chosen: Sequence[User] = ()
    unknown: Sequence[str] = ()
    """Handles of nobody, as they were typed."""
    sought: str = ""
    found: Sequence[User] = ()
    looked: bool = False
    """Whether somebody was sought just now."""
    handles: Sequence[str] = field(default=())
    """What the form means: the chosen, the unknown, and the only one who was found."""

    @property
    def open_question(self) -> bool:
        """Somebody is sought, and it is not clear who."""
        return bool(self.sought) and self.looked


def picking_of(person: User, data: QueryDict, *, but: Collection[int] = ()) -> Picking:
    """Reads a form, or an address. `but`: people who are not to be found. Raises Refused, or TooMany."""
    handles = handles_in(_text(" ".join(data.getlist("to")), HANDLES_LIMIT))
    if added := _text(data.get("add", ""), HANDLES_LIMIT):
        handles = [*handles, added]
    dropped = data.get("drop", "")
    plain = dict.fromkeys(handle.lstrip("@").lower() for handle in handles)
    named = [handle for handle in plain if handle != dropped][: MOST * 2]
    people = {one.handle: one for one in User.objects.filter(handle__in=named)}
    chosen = [people[handle] for handle in named if handle in people and handle != person.handle]
    picking = Picking(
        chosen=chosen,
        unknown=[handle for handle in named if handle not in people],
        sought="" if added or dropped else _text(data.get("who", ""), 80),
    )
    if picking.sought:
        spend("search", f"u{person.pk}")
        taken = {one.pk for one in chosen}
        picking.found = people_found(person, picking.sought, but={*but, *taken})
        picking.looked = True
        _settle(picking, looking=any(step in data for step in STEPS))
    picking.handles = [*(one.handle for one in picking.chosen), *picking.unknown]
    return picking


def _settle(picking: Picking, *, looking: bool) -> None:
    """Who typed a whole handle or a name that only one has need not choose from a list of one."""
    if looking:
        return
    exact = picking.sought.lstrip("@").lower()
    same = [one for one in picking.found if one.handle == exact] or list(picking.found)
    if len(same) == 1:
        picking.chosen = [*picking.chosen, same[0]]
        picking.sought, picking.found, picking.looked = "", (), False


def is_step(data: QueryDict) -> bool:
    return any(step in data for step in STEPS)


def _text(raw: str, limit: int) -> str:
    try:
        return clean_text(raw, limit=limit, lines=False)
    except BadText:
        return ""
