"""What stands beside another thing agrees with it: clocks of one page, cells of a table, fields of a form."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import Walker

HOUSE = "/directory/biblioteka-w-kalinowej/"


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "America/New_York"])
def test_a_moment_has_one_time_wherever_the_browser_is(
    walker: Callable[..., Walker], zone: str
) -> None:
    page = walker(zone=zone).go("/chat/")
    said = page.evaluate(
        """async () => {
            const { ago } = await import([...document.scripts].find((one) => one.src.includes("/main")).src);
            const now = new Date("2026-11-30T12:00:00Z");
            return ["2026-11-29T22:30:00Z", "2026-11-30T00:30:00Z"].map((when) => ago(new Date(when), now))
                .concat(ago(new Date("2026-11-29T21:30:00Z"), new Date("2026-11-29T23:30:00Z")));
        }"""
    )
    # By the clock of the site the first moment is 23:30, the second 1:30 of the next day.
    assert said == ["wczoraj, 23:30", "12 godzin temu", "wczoraj, 22:30"]


def test_the_words_of_a_state_stay_in_their_cell(walker: Callable[..., Walker]) -> None:
    page = walker().go(HOUSE)
    for width in (700, 860, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        over = page.evaluate(
            """() => [...document.querySelectorAll(".acc .state")].map((state) => {
                const cell = state.closest("td");
                const inner = cell.getBoundingClientRect().right - parseFloat(getComputedStyle(cell).paddingRight);
                return state.getBoundingClientRect().right - inner;
            })"""
        )
        assert over, "the page has no table of access"
        assert max(over) < 1, width


def box(page: Any, field: str) -> dict[str, float]:
    found: dict[str, float] = page.locator(f"[name={field}]").first.bounding_box()
    return found


def test_quiet_hours_stand_side_by_side(walker: Callable[..., Walker]) -> None:
    page = walker("ola").go("/notifications/settings/")
    begin, end = box(page, "quiet_from"), box(page, "quiet_to")
    assert abs(begin["y"] - end["y"]) < 1
    assert abs(begin["width"] - end["width"]) < 1


def test_the_fields_of_a_need_stand_apart(walker: Callable[..., Walker]) -> None:
    page = walker("ola").go("/directory/dom-kultury-w-brzozowce/cards/new/")
    gaps = page.evaluate(
        """() => ["title", "what", "until"].map((name) => {
            const field = document.querySelector(`form.sheet [name^=${name}]`).closest(".field");
            const before = field.previousElementSibling;
            return field.getBoundingClientRect().top - before.getBoundingClientRect().bottom;
        })"""
    )
    assert min(gaps) >= 20, gaps
