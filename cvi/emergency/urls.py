"""Addresses of emergency sight."""

from django.urls import path

from cvi.emergency import views

app_name = "emergency"
urlpatterns = [
    path("", views.break_glass, name="break_glass"),
    path("end/", views.break_glass_end, name="break_glass_end"),
    path("reviews/", views.review_list, name="review_list"),
    path("reviews/<uuid:use_id>/", views.review, name="review"),
    path("rights/<uuid:user_id>/", views.give_back, name="give_back"),
]
