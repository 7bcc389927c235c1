from django.urls import path

from curation.views import discuss

app_name = "curation"
urlpatterns = [path("notes/<slug:slug>/discuss/", discuss.discuss, name="discuss")]
