"""Addresses of referrals."""

from django.urls import path

from cvi.referrals.views import referrals as received
from cvi.referrals.views import sent, writing

app_name = "referrals"
urlpatterns = [
    path("", received.referral_inbox, name="referral_inbox"),
    path("sent/", sent.sent_list, name="sent_list"),
    path("cases/<uuid:case_id>/send/", writing.referral_send, name="referral_send"),
    path(
        "cases/<uuid:case_id>/send/<uuid:team_id>/",
        writing.referral_write,
        name="referral_write",
    ),
    path("cases/<uuid:case_id>/report/", received.case_report, name="case_report"),
    path("drafts/<uuid:draft_id>/throw/", writing.draft_throw, name="draft_throw"),
    path("sent/<uuid:referral_id>/", sent.sent, name="sent"),
    path("sent/<uuid:referral_id>/stop/", sent.sent_stop, name="sent_stop"),
    path("sent/<uuid:referral_id>/again/", sent.sent_again, name="sent_again"),
    path("sent/<uuid:referral_id>/told/", sent.sent_told, name="sent_told"),
    path("sent/<uuid:referral_id>/try/", sent.sent_try, name="sent_try"),
    path("sent/<uuid:referral_id>/close/", sent.sent_close, name="sent_close"),
    path("<uuid:referral_id>/", received.referral, name="referral"),
    path("<uuid:referral_id>/seen/", received.referral_seen, name="referral_seen"),
    path("<uuid:referral_id>/decline/", received.referral_decline, name="referral_decline"),
    path("<uuid:referral_id>/report/", received.referral_report, name="referral_report"),
]
