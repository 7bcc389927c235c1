from django.urls import path

from api.site import api
from api.views import (
    docs,
    flags,
    forums,
    me,
    needs,
    note_collections,
    note_runs,
    note_truth,
    notes,
    organisations,
    polls,
    reactions,
    room_life,
    rooms,
    search,
    taking,
    waiting,
    words,
)

for module in (
    organisations,
    words,
    needs,
    forums,
    polls,
    reactions,
    waiting,
    notes,
    note_runs,
    note_truth,
    note_collections,
    search,
    rooms,
    room_life,
    taking,
    flags,
    me,
):
    api.add_router("", module.router)

urlpatterns = [path("docs", docs.page, name="api-docs"), path("", api.urls)]
