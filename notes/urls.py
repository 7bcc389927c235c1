from django.urls import path

from notes.views import listing, note, writing

app_name = "notes"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("write/", writing.write, name="write"),
    path("mine/", listing.mine, name="mine"),
    path("preview/", writing.preview, name="preview"),
    path("<slug:slug>/", note.note, name="note"),
    path("<slug:slug>/edit/", writing.edit, name="edit"),
    path("<slug:slug>/publish/", writing.publish, name="publish"),
    path("<slug:slug>/withdraw/", writing.withdraw, name="withdraw"),
    path("<slug:slug>/history/", note.history, name="history"),
    path("<slug:slug>/history/<id:number>/", note.revision, name="revision"),
]
