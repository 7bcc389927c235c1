from django.urls import path

from accounts.views import own_data, profile

app_name = "accounts"
urlpatterns = [
    path("settings/", profile.profile, name="profile"),
    path("theme/", profile.theme, name="theme"),
    path("data/", own_data.own_data, name="own_data"),
    path("data/ask/", own_data.ask, name="ask_for_copy"),
    path("data/copy.zip", own_data.fetch, name="fetch_copy"),
    path("data/delete/", own_data.erase, name="erase"),
    path("deleted/", own_data.erased, name="erased"),
]
