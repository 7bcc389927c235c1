"""Who held the pen for an organisation leaves by none of the doors of what was taken up."""

from typing import Any

import pytest

from curation.models import Said
from forums.models import Topic
from notes.models import PracticeNote
from tests.cast import Cast
from tests.directory.doors import all_that_leaves
from tests.directory.pen import WORD, named_in, plant


@pytest.fixture(autouse=True)
def _place(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def test_her_name_is_nowhere(cast: Cast) -> None:
    pen = plant(cast)
    doors = [f"/taken-up/{pk}/" for pk in pen.taken]
    doors += [f"/said/{pk}/" for pk in Said.objects.values_list("pk", flat=True)]
    for topic in Topic.objects.filter(grown=True):
        doors += [f"/forums/t/{topic.pk}/{topic.slug}/", f"/forums/topics/{topic.pk}/note/"]
        doors += [f"/api/v1/topics/{topic.pk}/{what}" for what in ("posts", "events", "lineage")]
    for note in PracticeNote.objects.filter(html__contains="/said/"):
        doors += [f"/notes/{note.slug}/", f"/api/v1/notes/{note.slug}"]
    doors += ["/chat/rynek/pick/", "/chat/rynek/"]
    shown = 0
    for who in (cast.visitor, cast.jan, cast.ewa):
        for door in doors:
            text = all_that_leaves(cast.client(who), door)
            shown += WORD in text
            assert named_in(text) == 0, (who, door)
    assert shown > 10
