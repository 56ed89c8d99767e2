"""What a reader says instead of giving out bytes that it cannot vouch for."""


class Damaged(Exception):
    """Bytes are not what their checksum or tag says, or are missing."""


class Refused(Exception):
    """The bytes are whole, yet say what the format forbids."""


class WrongPassphrase(Exception):
    """No key slot opens with the passphrase."""
