from django.urls import path

from notifications.views import by_mail, following, kept, levels, listing, preferences, searches

app_name = "notifications"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("seen/", listing.seen, name="seen"),
    path("watch/<slug:kind>/<id:object_id>/", levels.set_watch, name="watch"),
    path("following/", following.following, name="following"),
    path("by-mail/<str:token>/", by_mail.by_mail, name="by_mail"),
    path("settings/", preferences.preferences, name="settings"),
    path("kept/", kept.kept, name="kept"),
    path("keep/<slug:kind>/<id:object_id>/", kept.keep_one, name="keep"),
    path("keep/<slug:kind>/<id:object_id>/gone/", kept.let_go_of, name="let_go"),
    path("searches/", searches.searches, name="searches"),
    path("searches/new/", searches.new, name="new_search"),
    path("searches/<id:pk>/", searches.change, name="change_search"),
    path("searches/<id:pk>/stop/", searches.stop, name="stop_search"),
    path("searches/<id:pk>/resume/", searches.resume, name="resume_search"),
    path("searches/<id:pk>/delete/", searches.delete, name="delete_search"),
    path("searches/stop/<str:token>/", searches.stop_by_letter, name="stop_by_letter"),
]
