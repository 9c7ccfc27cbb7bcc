"""Addresses of referrals."""

from django.urls import path

from cvi.referrals.views import directory, entries, imports, sent, writing
from cvi.referrals.views import referrals as received

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
    path("services/", directory.service_search, name="service_search"),
    path("services/<uuid:service_id>/", directory.service, name="service"),
    path("services/<uuid:service_id>/wrong/", directory.correction_new, name="correction_new"),
    path("cases/<uuid:case_id>/services/", directory.case_services, name="case_services"),
    path(
        "cases/<uuid:case_id>/services/<uuid:service_id>/",
        directory.case_service,
        name="case_service",
    ),
    path("cases/<uuid:case_id>/unsafe-areas/", directory.unsafe_areas, name="unsafe_areas"),
    path("directory/", entries.directory, name="directory"),
    path("directory/export/", imports.directory_export, name="directory_export"),
    path("directory/import/", imports.import_new, name="import_new"),
    path("directory/import/<uuid:import_id>/", imports.import_result, name="import_result"),
    path("directory/import/<uuid:import_id>/write/", imports.import_write, name="import_write"),
    path("directory/import/<uuid:import_id>/drop/", imports.import_drop, name="import_drop"),
    path("directory/corrections/", entries.correction_list, name="correction_list"),
    path(
        "directory/corrections/<uuid:correction_id>/settle/",
        entries.correction_settle,
        name="correction_settle",
    ),
    path(
        "directory/organizations/<uuid:organization_id>/",
        entries.organization_change,
        name="organization_change",
    ),
    path("directory/services/new/", entries.service_new, name="service_new"),
    path("directory/services/<uuid:service_id>/", entries.service_change, name="service_change"),
    path(
        "directory/services/<uuid:service_id>/verify/",
        entries.service_verify,
        name="service_verify",
    ),
    path(
        "directory/services/<uuid:service_id>/<slug:slug>/new/", entries.part_new, name="part_new"
    ),
    path(
        "directory/services/<uuid:service_id>/<slug:slug>/<uuid:part_id>/",
        entries.part_change,
        name="part_change",
    ),
    path(
        "directory/services/<uuid:service_id>/<slug:slug>/<uuid:part_id>/remove/",
        entries.part_remove,
        name="part_remove",
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
