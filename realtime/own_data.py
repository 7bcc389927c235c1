"""What is kept of a person here, and what others said that names them."""

from collections.abc import Sequence

from accounts.models import User
from accounts.own_data.holdings import FREED, GONE, STAYS, besides, hold
from accounts.own_data.names import deleted_name
from accounts.own_data.texts import Text, nothing_to_tell, texts
from kernel.facts import publish
from moderation.models import Statement
from realtime.chat.actions.silence import SILENCE
from realtime.chat.facts import MessageChanged
from realtime.chat.models import Message
from realtime.chat.quoting import forget_author

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


def forget(person: User) -> None:
    """Where a person stands by name: in what was sent to moderators with a report, and over a silence."""
    forget_author(person)
    Statement.objects.filter(kind=SILENCE, person=person.pk).update(title=deleted_name())


def _messages(rows: Sequence[Message]) -> None:
    for message in rows:
        publish(MessageChanged(message.room_id, message.pk))


besides.append(forget)
texts.append(Text("realtime.message", ("body", "html"), _messages))
texts.append(Text("realtime.quotation", ("lines",), nothing_to_tell, bare=frozenset({"lines"})))
texts.append(Text("realtime.room", ("name", "description"), nothing_to_tell))
texts.append(Text("realtime.roomsilence", ("reason",), nothing_to_tell))
