"""From the passphrase to the keys of a file (section 4)."""
import hashlib
import hmac
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from decode import hex_member, number_member
from refusals import Refused, WrongPassphrase


def open_slot(slot, passphrase, set_id):
    """The data key in a slot, or None when the passphrase does not open it."""
    if not isinstance(slot, dict) or slot.get("kind") != "passphrase" or slot.get("kdf") != "scrypt":
        return None
    n, r, p = (number_member(slot, name) for name in ("n", "r", "p"))
    if n < 2 or n > 1 << 20 or n & (n - 1) or not 1 <= r <= 16 or not 1 <= p <= 4:
        raise Refused("a key slot asks for too much work")
    kdf = Scrypt(salt=hex_member(slot, "salt", 32), length=32, n=n, r=r, p=p)
    passphrase_key = kdf.derive(unicodedata.normalize("NFC", passphrase).encode("utf-8"))
    sealed = hex_member(slot, "wrappedKey", 32) + hex_member(slot, "tag", 16)
    try:
        return AESGCM(passphrase_key).decrypt(
            hex_member(slot, "nonce", 12), sealed, b"offline-backup data key v1" + set_id
        )
    except InvalidTag:
        return None


def find_data_key(pages, passphrase):
    """The data key, from the slots of the copies of a descriptor page in their order."""
    for page in pages:
        slots = page.members.get("keySlots")
        if not isinstance(slots, list):
            raise Refused("a descriptor without key slots")
        for slot in slots:
            key = open_slot(slot, passphrase, page.set_id)
            if key is not None:
                return key
    raise WrongPassphrase()


class FileKeys:
    """The keys of one file of the set."""

    def __init__(self, data_key, set_id, salt):
        file_key = hmac.new(data_key, b"offline-backup file v1" + set_id + salt, hashlib.sha256).digest()
        self.block_key = hmac.new(file_key, b"block", hashlib.sha256).digest()
        self.page_key = hmac.new(file_key, b"page", hashlib.sha256).digest()
