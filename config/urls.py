"""Which address belongs to which app."""

from django.urls import include, path

urlpatterns = [
    path("", include("cvi.desk.urls")),
    path("accounts/", include("cvi.accounts.urls")),
    path("accounts/", include("cvi.accounts.sign_in_urls")),
    path("alerts/", include("cvi.alerts.urls")),
    path("cases/", include("cvi.cases.urls")),
    path("referrals/", include("cvi.referrals.urls")),
    path("emergency/", include("cvi.emergency.urls")),
    path("", include("cvi.incidents.urls")),
    path("staff/", include("cvi.staffing.urls")),
    path("outreach/", include("cvi.outreach.urls")),
    path("hospital/", include("cvi.hospital.urls")),
    path("gvi/", include("cvi.gvi.urls")),
    path("reentry/", include("cvi.reentry.urls")),
    path("downloads/", include("cvi.papers.urls")),
    path("settings/standards/", include("cvi.standards.urls")),
    path("reports/", include("cvi.reports.urls")),
]
