"""The sign-in package's pages that are used; the others stay shut."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_not_required
from django.db.transaction import non_atomic_requests as kept
from django.urls import path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from cvi.accounts.factors import keeps_last, notes_codes, notes_name

# `kept`: a try to sign in counts, and leaves its line, even if the page fails afterwards.
urlpatterns = [
    path("login/", kept(account.login), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", kept(account.reauthenticate), name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    # The package sends people here who have no password; in the demo that is everyone.
    path(
        "password/none/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="account_set_password",
    ),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/check/", kept(mfa.authenticate), name="mfa_authenticate"),
    path("second-factor/again/", kept(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "recovery/",
        notes_codes(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "recovery/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery/download/",
        notes_codes(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/login/", kept(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path(
        "passkeys/again/",
        kept(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "passkeys/<int:pk>/",
        notes_name(webauthn.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path(
        "passkeys/<int:pk>/remove/",
        keeps_last(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("language/", login_not_required(set_language), name="set_language"),
]
