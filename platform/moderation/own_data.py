"""What is kept of a person here: what was decided about somebody stays with the decision."""

from accounts.models import User
from accounts.own_data.holdings import GONE, STAYS, besides, hold
from accounts.own_data.texts import Text, nothing_to_tell, texts
from moderation.audit import forget_words

hold("moderation.act", "person", STAYS)
hold("moderation.act", "by", STAYS, told=False)
hold("moderation.appeal", "by", STAYS)
hold("moderation.appeal", "decided_by", STAYS, told=False)
hold("moderation.decision", "author", STAYS)
hold("moderation.decision", "moderator", STAYS, told=False)
hold("moderation.hold", "by", GONE, told=False)
hold("moderation.report", "reporter", STAYS, hide="words")
hold("moderation.report", "author", STAYS, told=False)
hold("moderation.screened", "by", STAYS, told=False)
hold("moderation.statement", "person", STAYS)
hold("moderation.statement", "moderator", STAYS, told=False)
hold("moderation.statement", "undone_by", STAYS, told=False)
hold("moderation.turn", "by", STAYS)


def forget(person: User) -> None:
    """The log keeps numbers alone."""
    forget_words(person_id=person.pk)


besides.append(forget)
texts.append(Text("moderation.act", ("reason",), nothing_to_tell))
texts.append(Text("moderation.appeal", ("reason",), nothing_to_tell))
texts.append(Text("moderation.turn", ("body",), nothing_to_tell))
texts.append(Text("moderation.statement", ("title", "excerpt", "reason", "where"), nothing_to_tell))
texts.append(Text("moderation.decision", ("reason",), nothing_to_tell))
texts.append(Text("moderation.report", ("detail", "words"), nothing_to_tell))
