"""Finding people to write to, by a part of their name or handle.

Nobody is found who does not want to be written to by this person: what the list leaves out is what a
conversation would refuse, so it tells nothing that writing to a handle would not.
"""

import re
from collections.abc import Collection

from django.db.models import Q

from accounts.models import User, WrittenTo
from accounts.viewer import check_writer
from kernel.gate import BadText, clean_text
from realtime.chat.consent import gone_from

SHOWN = 8
LEAST = 2
"""Letters that must be given: nobody reads through the list of members."""
ALIKE = (
    "aąáàâäã",
    "cćč",
    "dď",
    "eęéèêëě",
    "iíìîï",
    "lł",
    "nńñň",
    "oóòôöő",
    "rř",
    "sśš",
    "tť",
    "uúùûüůű",
    "yý",
    "zźżž",
)
LOOK_AT = 50


def words_of(raw: object) -> list[str]:
    """What is sought, word by word; nothing where it is too short or no text at all."""
    try:
        text = clean_text(raw, limit=80, lines=False)
    except BadText:
        return []
    words = text.lstrip("@").casefold().split()[:4]
    return words if len("".join(words)) >= LEAST else []


def people_found(by: User, raw: object, *, but: Collection[int] = ()) -> list[User]:
    """Those whose name has words beginning with every word that is sought, or whose handle does, by name. Raises Refused."""
    check_writer(by)
    words = words_of(raw)
    if not words:
        return []
    willing = User.objects.filter(is_active=True, verified=True)
    willing = willing.exclude(written_to_by=WrittenTo.NOBODY).exclude(pk__in={by.pk, *but})
    for word in words:
        willing = willing.filter(Q(name__regex=_beginning(word)) | Q(handle__startswith=word))
    found = list(willing.order_by("name", "pk")[:LOOK_AT])
    gone = gone_from(by, found)
    return [person for person in found if person.pk not in gone][:SHOWN]


def _beginning(word: str) -> str:
    """A pattern, the same for both databases, of a name with a word that begins so."""
    return "(^|[ '’.-])" + spelled(word)


def spelled(word: str) -> str:
    """A pattern, the same for both databases, of these letters in any case, with or without the marks of
    Polish and its neighbours."""
    letters = []
    for letter in word:
        alike = next((group for group in ALIKE if letter in group), letter)
        letters.append("[" + "".join(re.escape(one) for one in alike + alike.upper()) + "]")
    return "".join(letters)
