from django.urls import path

from curation.views import desk, discuss, note_of, pick, taken

app_name = "curation"
urlpatterns = [
    path("curation/", desk.index, name="desk"),
    path("curation/aside/", desk.aside, name="aside"),
    path("curation/feature/", desk.show, name="feature"),
    path("curation/feature/<id:pk>/down/", desk.unshow, name="take-down"),
    path("curation/same/<id:pk>/", desk.same, name="same"),
    path("curation/answers/", desk.canned, name="answers"),
    path("curation/answers/new/", desk.canned_one, name="answer-new"),
    path("curation/answers/<id:pk>/", desk.canned_one, name="answer"),
    path("curation/answers/for/<id:pk>/", desk.canned_for, name="answers-for"),
    path("notes/<slug:slug>/discuss/", discuss.discuss, name="discuss"),
    path("chat/<slug:slug>/pick/", pick.pick, name="pick"),
    path("forums/topics/<id:pk>/note/", note_of.note_of, name="note-of"),
    path("taken-up/<id:pk>/", taken.taken, name="taken"),
    path("taken-up/<id:pk>/unname/", taken.unnamed, name="unname"),
    path("said/<id:pk>/", taken.where, name="said"),
]
