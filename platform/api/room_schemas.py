"""What comes and goes when rooms are opened and looked after, for the description. The actions judge it."""

from ninja import Field, Schema

from api.schemas import RoomOut

KEPT = "24, 12, 6, 3 or 1; null: for ever. Changed by moderators alone"


class RoomIn(Schema):
    name: str = Field(description="the address is made of it, so it stays as it is")
    description: str = Field(description="one sentence: who talks here, about what")
    audience: str | None = Field("public", description="public, members, or moderators for these")
    practice: str | None = Field(None, description="the code of a practice area")
    region: str | None = Field(None, description="the code of a powiat")
    keeps_months: int | None = Field(None, description=KEPT)


class RoomChangeIn(Schema):
    """What is not given stays as it is."""

    name: str | None = Field(None, description="refused: the name of a room is its address")
    description: str | None = None
    slow_seconds: int | None = Field(
        None, description="between two messages of a person: 0, 10, 30, 60, 300, 900 or 3600"
    )
    keeps_months: int | None = Field(None, description=KEPT)
    practice: str | None = Field(None, description="a code; empty: none in particular")
    region: str | None = Field(None, description="a code; empty: the whole region")
    archived: bool | None = Field(None, description="whether it is only read from now on")


class OwnOut(Schema):
    joined: bool = Field(description="one of your own rooms")
    muted: bool = Field(description="what is new in it does not count, or call")
    read_seq: int = Field(description="up to where you have read")
    unread: int = Field(
        description="messages of others after that; at most 200 events are looked at"
    )


class OneRoomOut(RoomOut):
    own: OwnOut | None = Field(None, description="with a token: what the room is to its person")


class ReadIn(Schema):
    seq: int = Field(description="you have read up to here; the mark only goes forward")
