"""Tags and filters that templates use."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

WHEN = datetime(2026, 11, 22, 10, 2, tzinfo=UTC)  # 11:02 in Warsaw
NBSP = "\u00a0"


def shown(source: str, **context: object) -> str:
    return Template("{% load look %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "words"),
    [("pl", "22 listopada 2026, 11:02"), ("en", "22 November 2026, 11:02")],
)
def test_a_moment_is_absolute_exact_and_in_words(language: str, words: str) -> None:
    with override(language):
        html = shown("{% moment when %}", when=WHEN)
    assert words in html
    assert 'datetime="2026-11-22T11:02:00+01:00"' in html
    assert "data-ago" in html


def test_days_months_and_hours_stay_as_they_are() -> None:
    with override("pl"):
        assert shown("{{ when|day }}", when=date(2026, 3, 1)) == "1 marca 2026"
        assert shown("{{ when|month }}", when=WHEN) == "listopad 2026"
        assert shown("{{ when|clock }}", when=WHEN) == "11:02"
        assert "data-ago" not in shown('{% moment when "day" %}', when=WHEN)
        assert "1 marca 2026" in shown('{% moment when "day" %}', when=date(2026, 3, 1))
    assert shown("{% moment when %}", when=None) == ""


def test_no_word_of_one_letter_ends_a_line() -> None:
    html = shown(
        "{{ text|typo }}", text="Spotkanie w domu i z ludźmi, a potem o 8 km dalej za 200 zł"
    )
    assert f"w{NBSP}domu i{NBSP}z{NBSP}ludźmi, a{NBSP}potem o{NBSP}8{NBSP}km" in html
    assert f"200{NBSP}zł" in html


def test_typography_escapes_text_and_leaves_tags_and_code_alone() -> None:
    assert shown(
        "{{ text|typo }}", text='<a title="w domu">'
    ) == f"&lt;a title=&quot;w{NBSP}domu&quot;&gt;" or (
        "<a" not in shown("{{ text|typo }}", text='<a title="w domu">')
    )
    html = mark_safe('<p title="i w domu">i w domu <code>i w domu</code> i w domu</p>')
    assert shown("{{ html|typo }}", html=html) == (
        f'<p title="i w domu">i{NBSP}w{NBSP}domu <code>i w domu</code> i{NBSP}w{NBSP}domu</p>'
    )


def test_figures_follow_the_language() -> None:
    with override("en"):
        assert shown("{{ n|figures }}", n=12500) == "12,500"
    with override("pl"):
        assert shown("{{ n|figures }}", n=12500).replace(NBSP, " ") == "12 500"
    assert shown("{{ n|figures }}", n=None) == ""


def test_an_icon_is_decoration_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "bell" %}')
    named = shown('{% icon "bell" label %}', label='"><script>')
    assert 'role="img"' in named
    assert "<script>" not in named


def test_an_avatar_escapes_the_name_and_hides_from_screen_readers() -> None:
    html = shown('{% avatar name "ola" "s" %}', name="<i> <b>")
    assert "<i>" not in html
    assert 'aria-hidden="true"' in html
    assert "avatar-s" in html


def test_attributes_are_escaped_and_empty_ones_left_out() -> None:
    html = shown("{% attrs pairs %}", pairs={"data-me": '"><b>', "data-on": True, "data-off": None})
    assert html == ' data-me="&quot;&gt;&lt;b&gt;" data-on'
    assert shown("{% attrs pairs %}", pairs=None) == ""
    assert shown("{% attrs pairs %}", pairs="hole") == " hole"


@pytest.mark.parametrize(
    ("value", "state"),
    [
        (True, "yes"), ("yes", "yes"), ("partly", "part"), (False, "no"), (None, "unk"),
        ("", "unk"),         ("perhaps", "unk"), ([], "unk"),
    ],
)  # fmt: skip
def test_a_state_is_one_of_four_and_always_a_word(value: object, state: str) -> None:
    with override("en"):
        html = shown('{% include "components/_state.html" %}', value=value)
    assert f'class="state {state}"' in html
    assert "<svg" in html
    assert {"yes": "yes", "part": "partly", "no": "no", "unk": "not known"}[state] in html
