from django.urls import path

from curation.views import discuss, note_of, pick, taken

app_name = "curation"
urlpatterns = [
    path("notes/<slug:slug>/discuss/", discuss.discuss, name="discuss"),
    path("chat/<slug:slug>/pick/", pick.pick, name="pick"),
    path("forums/topics/<id:pk>/note/", note_of.note_of, name="note-of"),
    path("taken-up/<id:pk>/", taken.taken, name="taken"),
    path("taken-up/<id:pk>/unname/", taken.unnamed, name="unname"),
    path("said/<id:pk>/", taken.where, name="said"),
]
