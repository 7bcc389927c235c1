from django.urls import path

from api.site import api
from api.views import docs, flags, forums, needs, notes, organisations, rooms, search

for module in (organisations, needs, forums, notes, search, rooms, flags):
    api.add_router("", module.router)

urlpatterns = [path("docs", docs.page, name="api-docs"), path("", api.urls)]
