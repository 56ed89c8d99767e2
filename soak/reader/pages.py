"""Pages (section 2): JSON with a checksum that needs no key and a signature that needs one."""
import hashlib
import hmac
import struct

from decode import hex_member, json_object, number_member
from refusals import Damaged, Refused

LONGEST_PAGE = 1 << 20
PAGE_STEP = 4096


class Page:
    """A page whose SHA-256 was right. `members` is what its JSON says."""

    def __init__(self, data, members):
        self.data = data
        self.members = members
        self.length = len(data)
        self.kind = members["kind"]
        self.set_id = hex_member(members, "setId", 16)
        self.salt = hex_member(members, "salt", 32)

    def authenticate(self, page_key):
        """Raises Damaged unless the page was signed with the key."""
        expected = hmac.new(page_key, self.data[: self.length - 64], hashlib.sha256).digest()
        if not hmac.compare_digest(expected, self.data[self.length - 64 : self.length - 32]):
            raise Damaged("the page is signed with another key")


def read_page(file, offset):
    """The page at an offset of an open file. Raises Damaged when it is none, Refused when it is not of this format."""
    file.seek(offset)
    start = file.read(16)
    if len(start) < 16 or start[:8] != b"OBSEED01":
        raise Damaged("no page")
    length, json_length = struct.unpack("<II", start[8:])
    if length == 0 or length % PAGE_STEP != 0 or length > LONGEST_PAGE or 16 + json_length > length - 64:
        raise Damaged("a page of an impossible length")
    data = start + file.read(length - 16)
    if len(data) != length or hashlib.sha256(data[: length - 32]).digest() != data[length - 32 :]:
        raise Damaged("the SHA-256 of the page differs")
    if data[16 + json_length : length - 64].strip(b"\0"):
        raise Refused("the page holds something behind its JSON")
    members = json_object(data[16 : 16 + json_length], "page")
    if members.get("format") != "offline-backup-staging" or number_member(members, "version") > 1:
        raise Refused("a page of another format or version")
    if not isinstance(members.get("kind"), str):
        raise Refused("a page without kind")
    return Page(data, members)
