from django.urls import path

from composing.views import drafts, files, suggest

app_name = "composing"
urlpatterns = [
    path("files/send/", files.send, name="send_file"),
    path("files/<id:pk>/<str:name>", files.fetch, name="file"),
    path("drafts/", drafts.listing, name="drafts"),
    path("drafts/keep/", drafts.keep, name="keep"),
    path("drafts/at/", drafts.at, name="at"),
    path("drafts/discard/", drafts.discard, name="discard"),
    path("suggest/", suggest.suggest, name="suggest"),
]
