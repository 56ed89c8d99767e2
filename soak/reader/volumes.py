"""Volumes (section 7): finds them by content, checks them whole, gives out chunks."""
import hashlib
import os
import struct
from collections import OrderedDict

from blocks import CHUNK_INDEX, CONTENT, open_block, read_header
from decode import hex_member, number_member
from keys import FileKeys
from pages import PAGE_STEP, read_page
from refusals import Damaged, Refused

RANGE_BYTES = 4 << 20
KEPT_BLOCKS = 8
INDEX_RECORD = struct.Struct("<32sQII")


def _page_of(file, offset, kind):
    try:
        page = read_page(file, offset)
        return page if page.kind == kind else None
    except (Damaged, Refused):
        return None


class Volume:
    """One volume file. Raises Damaged when neither of its pages can be used."""

    def __init__(self, path):
        self.path = path
        self.file = open(path, "rb")
        self.length = os.fstat(self.file.fileno()).st_size
        self.header = _page_of(self.file, 0, "volume")
        self.trailer = _page_of(self.file, self.length - PAGE_STEP, "volumeTrailer") if self.length >= PAGE_STEP else None
        page = self.header or self.trailer
        if page is None:
            self.file.close()
            raise Damaged("no volume")
        self.volume_id = hex_member(page.members, "volumeId", 16)
        self.chunks = None
        self.kept = OrderedDict()

    def check_ranges(self, row):
        """Numbers of the 4 MiB ranges whose MD5 is not that of the volume table; -1 for another length."""
        if self.length != row["length"] or len(row["md5"]) != 16 * -(-self.length // RANGE_BYTES):
            return [-1]
        self.file.seek(0)
        wrong = []
        for number in range(len(row["md5"]) // 16):
            digest = hashlib.md5(self.file.read(RANGE_BYTES)).digest()
            if digest != row["md5"][16 * number : 16 * number + 16]:
                wrong.append(number)
        return wrong

    def open(self, data_key, set_id, number):
        """Authenticates the pages and reads the chunk index. One damaged page costs nothing: both carry the salt. Raises Damaged."""
        whole = []
        for page in (self.header, self.trailer):
            if page is None:
                continue
            keys = FileKeys(data_key, set_id, page.salt)
            try:
                page.authenticate(keys.page_key)
                whole.append((page, keys))
            except Damaged:
                continue
        if not whole:
            raise Damaged("neither page authenticates")
        page, keys = whole[0]
        if any(other.members.get("volumeId") != page.members.get("volumeId") or other.salt != page.salt for other, _ in whole):
            raise Damaged("header and trailer are of two volumes")
        if page.kind == "volume" and number_member(page.members, "number") != number:
            raise Damaged("it has another number")
        self.block_key = keys.block_key
        self.first_block = page.length if page.kind == "volume" else PAGE_STEP
        self.index_offset, self.index_end, self.chunks = self.length - PAGE_STEP, None, None
        trailer = whole[-1][0]
        if trailer.kind == "volumeTrailer":
            self._read_index(trailer.members)

    def _read_index(self, members):
        position, end = number_member(members, "indexOffset"), number_member(members, "indexEnd")
        if not self.first_block <= position <= end <= self.length - PAGE_STEP:
            raise Damaged("the chunk index lies outside the volume")
        self.index_offset, self.index_end, self.content_blocks = position, end, number_member(members, "contentBlocks")
        chunks = {}
        try:
            while position < end:
                header, data = open_block(self.file, position, self.block_key, CHUNK_INDEX)
                if len(data) % INDEX_RECORD.size:
                    raise Damaged("a record of the chunk index is cut off")
                for sha256, block, start, length in INDEX_RECORD.iter_unpack(data):
                    chunks[(block, start, length)] = sha256
                position += header.length
        except Damaged:
            # A restore does not need the index: the tags of the blocks vouch for the content.
            return
        if position == end and len(chunks) == number_member(members, "chunks"):
            self.chunks = chunks

    def check_layout(self):
        """Walks from block to block and opens each; returns what is wrong. Call after `open`."""
        if self.header is None or self.index_end is None:
            return ["a page is damaged"]
        problems = ["the chunk index is damaged"] if self.chunks is None else []
        position, count = self.first_block, 0
        while position < self.index_offset:
            try:
                open_block(self.file, position, self.block_key, CONTENT)
            except Damaged as error:
                problems.append(f"block at {position}: {error}")
            try:
                position += read_header(self.file, position).length
            except Damaged:
                return problems
            count += 1
        if position != self.index_offset or count != self.content_blocks:
            problems.append("the blocks do not end where the chunk index begins")
        self.file.seek(self.index_end)
        if self.file.read(self.length - PAGE_STEP - self.index_end).strip(b"\0"):
            problems.append("something stands where zeros belong")
        return problems

    def read(self, position, start, length):
        """Bytes of one chunk, held against its SHA-256 in the index. Raises Damaged."""
        if not self.first_block <= position < self.index_offset:
            raise Refused("a chunk outside the blocks of its volume")
        block = self.kept.get(position)
        if block is None:
            block = open_block(self.file, position, self.block_key, CONTENT)[1]
            self.kept[position] = block
            if len(self.kept) > KEPT_BLOCKS:
                self.kept.popitem(last=False)
        if start + length > len(block):
            raise Refused("a chunk reaches out of its block")
        data = block[start : start + length]
        if self.chunks is not None:
            sha256 = self.chunks.get((position, start, length))
            if sha256 is None:
                raise Refused("a chunk that the index of its volume does not know")
            if sha256 != hashlib.sha256(data).digest():
                raise Damaged("a chunk has another SHA-256 than the index says")
        return data


def find_volumes(paths):
    """Volumes among files, by volume id."""
    volumes = {}
    for path in paths:
        try:
            volume = Volume(path)
        except (Damaged, Refused):
            continue
        volumes.setdefault(volume.volume_id, volume)
    return volumes
