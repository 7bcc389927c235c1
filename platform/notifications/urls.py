from django.urls import path

from notifications.views import listing

app_name = "notifications"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("seen/", listing.seen, name="seen"),
    path("watch/<slug:kind>/<id:object_id>/", listing.set_watch, name="watch"),
]
