"""What is kept of a person here: what was decided about somebody stays with the decision."""

from accounts.models import User
from accounts.own_data.holdings import GONE, STAYS, besides, hold
from accounts.own_data.names import deleted_handle, deleted_name
from accounts.own_data.texts import Text, nothing_to_tell, texts
from moderation.audit import forget_words
from moderation.models import Report, Statement
from moderation.profiles import PERSON

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
    """The log keeps numbers alone. A statement about an account stands under its name, and leads to its page."""
    forget_words(person_id=person.pk)
    about = Statement.objects.filter(kind=PERSON, object_id=person.pk)
    about.update(title=deleted_name(), url=f"/people/{deleted_handle(person.pk)}/")
    # What was reported of a page is the page: its name and what it said.
    Report.objects.filter(kind=PERSON, object_id=person.pk).update(words="")


besides.append(forget)
texts.append(Text("moderation.act", ("reason",), nothing_to_tell))
texts.append(Text("moderation.appeal", ("reason",), nothing_to_tell))
texts.append(Text("moderation.turn", ("body",), nothing_to_tell))
texts.append(Text("moderation.entrywords", ("text",), nothing_to_tell))
texts.append(Text("moderation.notice", ("url", "what", "why"), nothing_to_tell))
texts.append(
    Text(
        "moderation.statement", ("title", "excerpt", "reason", "where", "url", "undo"), nothing_to_tell,
        bare=frozenset({"title", "excerpt"}),
    )
)  # fmt: skip
texts.append(Text("moderation.decision", ("reason",), nothing_to_tell))
texts.append(Text("moderation.report", ("detail", "words"), nothing_to_tell))
