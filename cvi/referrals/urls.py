"""Addresses of referrals."""

from django.urls import path

from cvi.referrals.views import referrals as views

app_name = "referrals"
urlpatterns = [
    path("", views.referral_inbox, name="referral_inbox"),
    path("cases/<uuid:case_id>/send/", views.referral_send, name="referral_send"),
    path(
        "cases/<uuid:case_id>/send/<uuid:team_id>/",
        views.referral_write,
        name="referral_write",
    ),
    path("<uuid:referral_id>/", views.referral, name="referral"),
    path("<uuid:referral_id>/decline/", views.referral_decline, name="referral_decline"),
]
