"""Blocks (section 3): compressed, encrypted pieces of content, catalog or chunk index."""
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from refusals import Damaged
from zstd_frame import decode_frame

CONTENT, CATALOG, CHUNK_INDEX = 1, 2, 3
HEADER_BYTES = 16
TAG_BYTES = 16
MOST_RAW = 8 << 20
MOST_CIPHERTEXT = MOST_RAW + (64 << 10)


class BlockHeader:
    """The first 16 bytes of a block, as they stand; nothing of them is authenticated yet."""

    def __init__(self, data):
        if len(data) < HEADER_BYTES or data[:4] != b"BLK1" or data[6:8] != b"\0\0":
            raise Damaged("no block")
        self.data = data[:HEADER_BYTES]
        self.kind, self.codec = data[4], data[5]
        self.cipher_length, self.raw_length = struct.unpack("<II", data[8:16])
        if self.kind not in (1, 2, 3) or self.codec not in (0, 1):
            raise Damaged("a block of an unknown kind")
        if self.cipher_length > MOST_CIPHERTEXT or self.raw_length > MOST_RAW:
            raise Damaged("a block of an impossible length")

    @property
    def length(self):
        """Bytes from the start of this block to that of the next."""
        return HEADER_BYTES + self.cipher_length + TAG_BYTES


def read_header(file, position):
    """Header of the block at a position of an open file."""
    file.seek(position)
    return BlockHeader(file.read(HEADER_BYTES))


def open_block(file, position, block_key, kind):
    """Header and decoded content of the block at a position. Raises Damaged for anything that does not authenticate."""
    header = read_header(file, position)
    sealed = file.read(header.cipher_length + TAG_BYTES)
    if len(sealed) != header.cipher_length + TAG_BYTES:
        raise Damaged("the file ends inside a block")
    nonce = b"\0\0\0\0" + struct.pack(">Q", position)
    try:
        data = AESGCM(block_key).decrypt(nonce, sealed, header.data)
    except InvalidTag as error:
        raise Damaged("the tag of a block does not fit") from error
    if header.kind != kind:
        raise Damaged("a block of another kind")
    if header.codec == 1:
        data = decode_frame(data, header.raw_length)
    if len(data) != header.raw_length:
        raise Damaged("a block has another length than it says")
    return header, data
