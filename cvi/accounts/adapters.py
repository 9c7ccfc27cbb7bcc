"""How the sign-in package is held to our rules."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from cvi.vault.secrets import open_secret, seal_secret


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are sealed; the package would store them in the clear."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal_secret(b"mfa", text.encode())

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return open_secret(b"mfa", encrypted_text).decode()
