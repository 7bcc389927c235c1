from django.urls import path

from accounts.views import profile, second_step

app_name = "accounts"
urlpatterns = [
    path("settings/", profile.profile, name="profile"),
    path("second-step/", second_step.needed, name="second_step"),
    path("theme/", profile.theme, name="theme"),
]
