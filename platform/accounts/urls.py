from django.urls import path

from accounts.views import profile

app_name = "accounts"
urlpatterns = [
    path("settings/", profile.profile, name="profile"),
    path("theme/", profile.theme, name="theme"),
]
