"""The page of an empty form, kept like any other page: what belongs to one showing of it is filled in."""

from collections.abc import Callable, Hashable, Mapping
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from kernel.forms import RefusableForm, fresh_key, stamp
from kernel.pages import BUILD, Frame, HotPage

_TOKEN, _HANDLE, _KEY, _OPENED = (
    f"form{BUILD}{name}form" for name in ("token", "handle", "key", "opened")
)


def empty_form_page(
    request: HttpRequest,
    template: str,
    make: Callable[[], tuple[RefusableForm, Mapping[str, Any]]],
    *,
    key: tuple[Hashable, ...],
    title: str,
    script: str = "",
) -> HotPage:
    """`make` gives the form, which nobody has filled in, and what else the template shows; it is called
    only when the page is not kept. Of the viewer the template may show `frame.token` and `frame.handle`
    alone; whatever else it shows must follow from `key`."""

    def main() -> str:
        form, more = make()
        form.key, form.opened = _KEY, _OPENED
        frame = SimpleNamespace(token=_TOKEN, handle=_HANDLE)
        return render_to_string(template, {**more, "form": form, "frame": frame}, request)

    frame = Frame(request)
    marks = {_TOKEN: frame.token, _HANDLE: frame.handle, _KEY: fresh_key(), _OPENED: stamp()}
    return HotPage(key=key, title=title, main=main, script=script, marks=marks)
