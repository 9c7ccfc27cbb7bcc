"""What can go wrong with a key. None of these ever carries a value, only ids."""


class VaultError(Exception):
    """Something sealed could not be opened, or could not be sealed."""


class MasterKeyMissing(VaultError):
    """The master key is not configured, or is another one than the rows were sealed under."""


class RecordSealed(VaultError):
    """The data key is gone or locked away, so the record cannot be read."""


class CiphertextRejected(VaultError):
    """The bytes were altered, or moved from another row or column."""


class DomainDenied(VaultError):
    """The active role may not open keys of this domain or agency."""


class FileMissing(VaultError):
    """A sealed file is not where it was left."""
