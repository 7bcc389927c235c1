"""Who is quoted is told, by their own choice of ways, and by what address they can choose."""

from curation.models import Gathering, Said
from directory.speaking import editors_of
from notifications.actions.tell import tell


def taken_path(pk: int, verb: str = "") -> str:
    """Where those who are quoted see it, and choose."""
    return f"/taken-up/{pk}/{verb}/" if verb else f"/taken-up/{pk}/"


def quoted_in(gathering: Gathering) -> set[int]:
    """The people whose words they are; of an organisation's, its present editors."""
    voices = set(
        Said.objects.filter(taken__gathering=gathering).values_list("author_id", "organisation_id")
    )
    people = {author for author, house in voices if house is None}
    return people.union(*(editors_of(house) for _author, house in voices if house is not None))


def tell_quoted(gathering: Gathering, *, title: str, actor_id: int | None) -> None:
    target = ("topic", gathering.topic_id) if gathering.topic_id else ("note", gathering.note_id)
    tell(
        quoted_in(gathering), kind="taken_up", actor_id=actor_id, subject=title,
        url=taken_path(gathering.pk), target=(target[0], target[1] or 0),
    )  # fmt: skip
