#!/usr/bin/env python3
"""Checks this reader against the test vectors of section 4. Says nothing and ends with 0 when all fit."""
import io
import sys

from blocks import CONTENT, open_block
from keys import FileKeys, open_slot
from zstd_frame import decode_frame

SET_ID = bytes(range(0x00, 0x10))
DATA_KEY = bytes(range(0x40, 0x60))
SLOT = {
    "kind": "passphrase", "kdf": "scrypt", "n": 131072, "r": 8, "p": 1,
    "salt": bytes(range(0x80, 0xA0)).hex(), "nonce": bytes(range(0xA0, 0xAC)).hex(),
    "wrappedKey": "b071bd10f5b046aaaac14424d9da91c89452a6883b87c4211ac505e633a5f112",
    "tag": "bf097fb2cdc5c373c5c4abbcc8f9c499",
}
BLOCK = "424c4b31010000000e0000000e0000006770f75d88c68f40e0e5593d3bcfc1dc8ecdadb818d5d9c718705283503e"
# One frame that holds `zstd`, as the zstd program writes it without a checksum.
FRAME = "28b52ffd20042100007a737464"


def main():
    """Every value of the table that a reader can calculate."""
    keys = FileKeys(DATA_KEY, SET_ID, bytes(range(0xC0, 0xE0)))
    found = {
        "slot, composed": open_slot(SLOT, "Gr\u00fc\u00dfe an 16 Drachen", SET_ID) == DATA_KEY,
        "slot, decomposed": open_slot(SLOT, "Gru\u0308\u00dfe an 16 Drachen", SET_ID) == DATA_KEY,
        "slot, wrong passphrase": open_slot(SLOT, "another passphrase", SET_ID) is None,
        "block key": keys.block_key.hex() == "34c314f7779ef436254a0fe9797d9deaa4f59b2a8006160dbd9e24a6fd3c709b",
        "page key": keys.page_key.hex() == "ebfa686c84f6ecccf013cf10ea94f12e6e690a09cb75740de86b7c6c0454d144",
        "block": open_block(io.BytesIO(bytes(4096) + bytes.fromhex(BLOCK)), 4096, keys.block_key, CONTENT)[1] == b"offline-backup",
        "frame": decode_frame(bytes.fromhex(FRAME), 4) == b"zstd",
    }
    wrong = [name for name, fits in found.items() if not fits]
    if wrong:
        sys.exit("does not fit: " + ", ".join(wrong))


if __name__ == "__main__":
    main()
