"""Addresses of the drop box: short ones for those who write, the rest for those who read."""

from django.urls import path

from cvi.incidents import views

app_name = "incidents"
urlpatterns = [
    path("box/received/", views.box_received, name="box_received"),
    path("box/<str:token>/", views.box_request, name="box_request"),
    path("box/<str:token>/alert/", views.box_alert, name="box_alert"),
    path("drop-box/", views.message_list, name="message_list"),
    path("drop-box/messages/<uuid:message_id>/", views.message, name="message"),
    path("drop-box/boxes/", views.box_list, name="box_list"),
    path("drop-box/boxes/new/", views.box_new, name="box_new"),
    path("drop-box/boxes/<uuid:box_id>/close/", views.box_close, name="box_close"),
]
