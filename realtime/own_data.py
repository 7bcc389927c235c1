"""What is kept of a person here, and what others said that names them."""

from collections.abc import Sequence

from accounts.own_data.holdings import FREED, GONE, STAYS, hold
from accounts.own_data.texts import Text, nothing_to_tell, texts
from kernel.facts import publish
from realtime.chat.facts import MessageChanged
from realtime.chat.models import Message

hold("realtime.conversation", "started_by", STAYS)
hold("realtime.message", "author", STAYS)
hold("realtime.message", "about", STAYS, told=False)
hold("realtime.messagereaction", "person", FREED)
hold("realtime.participant", "person", STAYS)
hold("realtime.participant", "added_by", STAYS, told=False)
hold("realtime.pushsubscription", "person", GONE, hide="endpoint secret session auth_hash")
hold("realtime.room", "opened_by", STAYS)
hold("realtime.roomseat", "person", GONE)
hold("realtime.roomsilence", "person", GONE)


def _messages(rows: Sequence[Message]) -> None:
    for message in rows:
        publish(MessageChanged(message.room_id, message.pk))


texts.append(Text("realtime.message", ("body", "html"), _messages))
texts.append(Text("realtime.quotation", ("lines",), nothing_to_tell))
