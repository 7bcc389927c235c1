from django.urls import path

from notes.views import (
    authors,
    collections,
    helpful,
    history,
    listing,
    note,
    reviews,
    runs,
    truth,
    writing,
)

app_name = "notes"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("write/", writing.write, name="write"),
    path("mine/", listing.mine, name="mine"),
    path("preview/", writing.preview, name="preview"),
    path("reviews/", reviews.queue, name="reviews"),
    path("collections/", collections.listing, name="collections"),
    path("collections/write/", collections.write, name="write_collection"),
    path("collections/<slug:slug>/", collections.one, name="collection"),
    path("collections/<slug:slug>/edit/", collections.edit, name="edit_collection"),
    path("collections/<slug:slug>/remove/", collections.remove, name="remove_collection"),
    path(
        "collections/<slug:slug>/items/<slug:note_slug>/", collections.item, name="collection_item"
    ),
    path("<slug:slug>/", note.note, name="note"),
    path("<slug:slug>/collect/", collections.collecting, name="collect"),
    path("<slug:slug>/edit/", writing.edit, name="edit"),
    path("<slug:slug>/publish/", writing.publish, name="publish"),
    path("<slug:slug>/withdraw/", writing.withdraw, name="withdraw"),
    path("<slug:slug>/history/", history.history, name="history"),
    path("<slug:slug>/history/<id:number>/", history.revision, name="revision"),
    path("<slug:slug>/history/<id:number>/review/", reviews.judge, name="judge"),
    path("<slug:slug>/runs/", runs.runs, name="runs"),
    path("<slug:slug>/runs/write/", runs.write, name="write_run"),
    path("<slug:slug>/runs/<id:pk>/edit/", runs.edit, name="edit_run"),
    path("<slug:slug>/runs/<id:pk>/remove/", runs.remove, name="remove_run"),
    path("<slug:slug>/doubt/", truth.doubt, name="doubt"),
    path("<slug:slug>/truth/", truth.truth, name="truth"),
    path("<slug:slug>/truth/confirm/", truth.confirm, name="confirm"),
    path("<slug:slug>/truth/steward/", truth.steward, name="steward"),
    path("<slug:slug>/helpful/", helpful.helpful, name="helpful"),
    path("<slug:slug>/easy/", note.easy, name="easy"),
    path("<slug:slug>/authors/", authors.authors, name="authors"),
    path("<slug:slug>/authors/<str:handle>/remove/", authors.remove, name="remove_author"),
    path("<slug:slug>/invitation/", authors.invitation, name="invitation"),
]
