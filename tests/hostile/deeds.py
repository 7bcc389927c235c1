"""What comes in by other ways than a form of text: files, scripts of a page, questions to the search."""

import csv
import io
import json
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.contracts.callers import until
from tests.hostile.choices import offered

if TYPE_CHECKING:
    from tests.hostile.filling import Filler

NAME = 'x"><img src=x onerror=xss(60)>.jpg'
"""Of a file; what comes after the last slash is all that is kept of a name."""


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (900, 700), "olive").save(buffer, "JPEG")
    return buffer.getvalue()


def keep_a_draft(at: "Filler") -> None:
    at.post(
        "ola", "/forums/ogolne/ask/", "/drafts/keep/", place="ask-1", body=at.texts.body(),
        title=at.texts.line(), device="x" * 16, version="0", more=json.dumps({"tags": at.texts.line()}),
    )  # fmt: skip


def send_a_file(at: "Filler") -> None:
    file = (NAME, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "text/html")
    page = f"/forums/topics/{at.at['other']}/reply/"
    made = at.post("ola", page, "/files/send/", files={"file": file}, key="hostile-file")
    shape = made.json()
    at.post("ola", page, page, body=f"psotnik ![xss](/files/{shape['id']}/x) {at.texts.line()}")


def send_a_picture(at: "Filler") -> None:
    page = f"/directory/{at.at['house']}/pictures/"
    at.post(
        "ola", page, page, files={"file": (NAME, picture(), "image/svg+xml")}, kind="photo",
        alt=at.texts.line(), credit=at.texts.line(100), key="hostile-picture",
    )  # fmt: skip


def bring_in_a_table(at: "Filler") -> None:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["nazwa", "<script>xss(61)</script>", "email"])
    rows.writerow([at.texts.line(), at.texts.line(), "<xss-f>@example.org"])
    rows.writerow(["", at.texts.line(), "x"])
    sent = at.post(
        "marta", "/directory/import/", "/directory/import/",
        files={"file": (f"{NAME}.csv", out.getvalue().encode(), "text/csv")}, key="hostile-table",
    )  # fmt: skip
    job = sent.headers["location"]
    columns: dict[str, Any] = {
        "map": "**",
        "column_name": "nazwa",
        "kind": "dom_kultury",
        "source": at.texts.line(),
    }
    form = next(f for f in at.browser("marta").page(job).forms if "columns" in f.action)
    columns["map"] = offered(at.browser("marta").get(job).text, "map")[-1]
    given = {**dict.fromkeys(form.kinds, ""), **form.values, **columns}
    at.post("marta", job, f"{job}columns/", **{k: str(v) for k, v in given.items()})
    until(lambda: "psotnik" in at.browser("marta").get(job).text)


def ask_the_search(at: "Filler") -> None:
    for question in ("<xss-g>psotniczek", "'onmouseover='xss(62)", "<script>xss(63)</script>"):
        for path in ("/search/", "/directory/", "/notes/"):
            assert at.browser("").get(path, params={"q": question}).status_code == 200


def put_into_a_collection(at: "Filler") -> None:
    page = f"/notes/{at.at['note']}/collect/"
    at.post("ola", page, page, do="add", collection=at.at["collection"], remark=at.texts.line(200))


DEEDS: tuple[Callable[["Filler"], None], ...] = (
    keep_a_draft, send_a_file, send_a_picture, bring_in_a_table, ask_the_search,
)  # fmt: skip
