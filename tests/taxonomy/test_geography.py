"""The map's geometry: projection, TopoJSON, paths."""

import json

import pytest

from taxonomy.geography import BadTopology, Box, box_of, decode, distance_km, line, project

SQUARES = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [20.0, 50.0]},
    # Two squares side by side: arc 1 is the border that they share.
    "arcs": [[[10, 0], [-10, 0], [0, 10], [10, 0]], [[10, 10], [0, -10]], [[10, 10], [10, 0], [0, -10], [-10, 0]]],
    "objects": {
        "gminy": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"teryt": "990101"}},
                {"type": "MultiPolygon", "arcs": [[[2, -2]]], "id": "990102"},
            ],
        }
    },
}  # fmt: skip


def test_the_map_grows_east_and_south() -> None:
    west, east = project(19.0, 50.0), project(20.0, 50.0)
    north, south = project(19.0, 50.5), project(19.0, 49.5)
    assert east.x - west.x == pytest.approx(257)
    assert south.y > west.y > north.y
    assert all(abs(value) < 1e6 for value in project(180, 90)), "the pole has a finite place"


def test_a_shape_is_a_closed_path_and_a_shared_border_is_drawn_once() -> None:
    topology = decode(SQUARES)
    left, right = topology.outline("990101"), topology.outline("990102")
    assert left.startswith("M")
    assert left.endswith("z")
    left_box, right_box = box_of(left), box_of(right)
    assert left_box is not None
    assert right_box is not None
    assert left_box.x1 == pytest.approx(right_box.x0, abs=0.1), "no gap between neighbours"
    assert topology.between(["990101", "990102"]).count("M") == 1
    assert topology.between(["990101"]) == ""
    assert topology.outline("nobody") == ""


def test_paths_are_short_and_exact() -> None:
    path = line([(0, 0), (5, -30), (5, -30), (17, 0)], closed=True)
    assert path == "M0 0l.5-3 1.2 3z"
    assert box_of(path) == Box(0, -3, pytest.approx(1.7), 0)
    assert line([(3, 3)]) == ""
    assert box_of("") is None


@pytest.mark.parametrize(
    "broken",
    [
        {},
        [],
        {"type": "FeatureCollection"},
        {"type": "Topology"},
        {"type": "Topology", "arcs": [[["x", 1]]], "objects": {}},
        {"type": "Topology", "arcs": [[[1e309, 1], [2, 2]]], "objects": {}},
        {
            "type": "Topology",
            "arcs": [],
            "objects": {"a": {"type": "Polygon", "arcs": [[7]], "id": "1"}},
        },
        json.loads('{"type": "Topology", "arcs": [[[400, 1], [2, 2]]], "objects": {}}'),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(broken: object) -> None:
    with pytest.raises(BadTopology, match=r"\w"):
        decode(broken)


def test_distance() -> None:
    assert distance_km(19.9372, 50.0619, 20.9881, 50.0121) == pytest.approx(75.3, abs=1)
    assert distance_km(19, 50, 19, 50) == 0
