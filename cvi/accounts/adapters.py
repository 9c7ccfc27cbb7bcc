"""How the sign-in package is held to our rules."""

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cvi.accounts import services
from cvi.accounts.models import User
from cvi.vault.secrets import open_secret, seal_secret


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Set a password that was changed, with its line on the trail."""
        services.set_password(user=user, password=password, by=user)


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are sealed; the package would store them in the clear."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal_secret(b"mfa", text.encode())

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return open_secret(b"mfa", encrypted_text).decode()

    def build_totp_svg(self, url: str) -> SafeString:
        """Draw the square that a code app reads."""
        drawing: str = segno.make(url).svg_inline(omitsize=True, dark="#000")
        return mark_safe(drawing)  # noqa: S308  segno draws it; no typed text is in it but as dots

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor, and the last passkey of whoever needs one."""
        held = Authenticator.objects.filter(user_id=authenticator.user_id)
        others = held.exclude(pk=authenticator.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
        if authenticator.type == Authenticator.Type.WEBAUTHN and authenticator.user.needs_passkey:
            others = others.filter(type=Authenticator.Type.WEBAUTHN)
        has_another: bool = others.exists()
        return has_another

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Name a passkey until its owner does."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        if count:
            return _("Device %(number)s") % {"number": count + 1}
        return _("This device")
