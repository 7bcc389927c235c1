"""What every new site starts with, and what rooms are missing."""

from django.db import transaction

from directory.models import Organisation
from realtime.chat.actions.open_room import make_rooms
from realtime.chat.models import Room

BATCH = 500


def ensure_rooms() -> Room:
    """The public room "rynek", which is always listed, and a room for every organisation without
    one. Safe to repeat. Returns "rynek"."""
    market, _made = Room.objects.get_or_create(
        slug="rynek",
        defaults={
            "name": "Rynek",
            "description": "Na środku placu: przywitaj się, zapytaj, opowiedz.",
            "always_listed": True,
        },
    )
    while True:
        with transaction.atomic():
            bare = list(Organisation.objects.filter(room=None).order_by("pk")[:BATCH])
            make_rooms(bare)
        if len(bare) < BATCH:
            return market
