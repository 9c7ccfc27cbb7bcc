"""Addresses of referrals."""

from django.urls import path

from cvi.referrals.views import directory, entries, imports
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
]
