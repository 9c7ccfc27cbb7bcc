"""Text columns that are not sealed, each with the reason why it may be read from a stolen disk."""

PLAIN_TEXT: dict[str, str] = {}
