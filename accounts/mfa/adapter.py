"""How allauth's part for second factors behaves here: its own ways to secrets are closed."""

from allauth.mfa.adapter import DefaultMFAAdapter


class StockWay(RuntimeError):
    """Code of the library reached for a secret; only accounts.mfa opens them, bound to their account."""


class MFAAdapter(DefaultMFAAdapter):
    """Refuses to seal or open without knowing whose secret it is (settled.md E7)."""

    def encrypt(self, text: str) -> str:
        """Refuse."""
        raise StockWay

    def decrypt(self, encrypted_text: str) -> str:
        """Refuse."""
        raise StockWay
