"""What the lists of topics cost: the same for a row and for fifty, for whoever looks."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from forums.actions.accept_answer import accept_answer
from forums.actions.post_reply import post_reply
from kernel import pages
from taxonomy.models import Region
from tests.cast import Cast
from tests.forums.test_reading_lists import PUBLIC, ask, powiat  # noqa: F401  a fixture

ADDRESSES = [
    *PUBLIC[:-1],
    "region/12/",
    "tag/noc/?show=unanswered",
    "region/1206/?tag=noc",
]


def count(client: Client, address: str) -> int:
    """Statements of a page that is made anew."""
    for store in pages._stores.values():
        store.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def written(cast: Cast, where: Region, number: int) -> None:
    """So many questions that are solved, and as many that wait."""
    for n in range(2 * number):
        topic = ask(
            cast, f"t{n}", tags=f"noc, a{n % 5}", region=where, organisation=cast.house, by=cast.ola
        )
        if n % 2:
            accept_answer(by=cast.ola, post=post_reply(by=cast.jan, topic=topic, body="x"))


@pytest.mark.parametrize("who", ["visitor", "jan", "muting"])
def test_a_list_costs_the_same_for_one_row_and_for_fifty(
    cast: Cast,
    powiat: Region,  # noqa: F811
    who: str,
) -> None:
    if who == "muting":
        User.objects.filter(pk=cast.jan.pk).update(role=Role.MODERATOR)
        other = ask(cast, "cicho", forum=cast.backroom, by=cast.marta)
        cast.client(cast.jan).post(f"/notifications/watch/topic/{other.pk}/", {"level": "muted"})
    client = cast.client(None if who == "visitor" else cast.jan)
    written(cast, powiat, 1)
    few = {}
    for address in ADDRESSES:
        client.get(f"/forums/{address}")
        few[address] = count(client, f"/forums/{address}")
        assert few[address] <= (12 if who == "visitor" else 18), address
    written(cast, powiat, 50)
    for address in ADDRESSES:
        client.get(f"/forums/{address}")
        assert count(client, f"/forums/{address}") == few[address], address
        if who == "visitor":
            with CaptureQueriesContext(connection) as kept:
                client.get(f"/forums/{address}")
            assert len(kept) <= (5 if "tag=" in address else 3), address
