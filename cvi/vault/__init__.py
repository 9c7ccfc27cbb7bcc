"""Data keys, the keyring, sealed fields and sealed files: mechanism only, knows no person."""
