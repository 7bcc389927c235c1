from django.urls import path

from search.views import like, results, suggest, words

app_name = "search"
urlpatterns = [
    path("", results.results, name="results"),
    path("suggest/", suggest.suggest, name="suggest"),
    path("like/<slug:kind>/<id:pk>/", like.more, name="like"),
    path("words/", words.words, name="words"),
    path("words/<id:pk>/", words.group, name="group"),
    path("words/<id:pk>/forget/", words.forget, name="forget_group"),
]
