"""What is kept of a person here, and the files that they sent."""

from collections.abc import Iterator
from pathlib import Path

from accounts.models import User
from accounts.own_data.holdings import GONE, STAYS, files, hold
from accounts.own_data.texts import Text, nothing_to_tell, texts
from composing.files.keeping import parts_of
from composing.models import Attachment

hold("composing.attachment", "sender", STAYS, hide="store")
hold("composing.draft", "person", GONE)


def files_of(person: User) -> Iterator[tuple[str, Path]]:
    """Of a picture the largest copy."""
    for row in Attachment.objects.filter(sender=person).order_by("pk").iterator():
        for path in parts_of(row.store)[-1:]:
            yield f"{row.pk}-{row.name}", path


files.append(files_of)
texts.append(Text("composing.draft", ("title", "body"), nothing_to_tell))
