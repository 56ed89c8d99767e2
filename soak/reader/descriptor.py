"""The descriptor of a recovery point (section 5), from all its copies."""
import hashlib
import os

from blocks import CATALOG, open_block, read_header
from decode import base64_bytes, hex_member, json_lines, number_member
from keys import FileKeys, find_data_key
from pages import PAGE_STEP, read_page
from refusals import Damaged, Refused


def round_up(value):
    """The next multiple of 4096."""
    return -(-value // PAGE_STEP) * PAGE_STEP


class Copy:
    """One file that holds the descriptor; its page is whole."""

    def __init__(self, name, file, page):
        self.name, self.file, self.page = name, file, page
        self.table = page.members.get("volumeTable")
        self.catalog = page.members.get("catalog")
        if not isinstance(self.table, dict) or not isinstance(self.catalog, dict):
            raise Refused("a descriptor without volume table or catalog")
        self.table_offset = number_member(self.table, "offset")
        self.table_end = self.table_offset + number_member(self.table, "length")
        self.catalog_offset = number_member(self.catalog, "offset")
        self.catalog_end = self.catalog_offset + number_member(self.catalog, "length")
        if self.table_offset != page.length or self.catalog_offset != round_up(self.table_end):
            raise Refused("the parts of the descriptor do not follow each other")

    def section(self, part, name):
        """Bytes of a part after its SHA-256 was found right."""
        self.file.seek(part["offset"])
        data = self.file.read(part["length"])
        if len(data) != part["length"] or hashlib.sha256(data).digest() != hex_member(part, "sha256", 32):
            raise Damaged(f"{self.name}: the SHA-256 of the {name} differs")
        return data

    def find_damage(self):
        """What is wrong with this copy, told without a key; empty when every byte is right."""
        problems = []
        for part, name in ((self.table, "volume table"), (self.catalog, "catalog")):
            try:
                self.section(part, name)
            except Damaged as error:
                problems.append(str(error))
        length = os.fstat(self.file.fileno()).st_size
        if length != round_up(self.catalog_end):
            problems.append(f"{self.name}: {length} bytes long")
        for start, end in ((self.table_end, self.catalog_offset), (self.catalog_end, length)):
            self.file.seek(start)
            if end > start and self.file.read(min(end - start, PAGE_STEP)).strip(b"\0"):
                problems.append(f"{self.name}: something stands where zeros belong, at {start}")
        return problems


def find_points(paths, report):
    """Copies of descriptors in files, by recovery point."""
    points = {}
    for path in paths:
        file = open(path, "rb")
        try:
            page = read_page(file, 0)
            if page.kind == "descriptor":
                copy = Copy(os.path.basename(path), file, page)
                points.setdefault(page.members.get("recoveryPointId"), []).append(copy)
                continue
        except (Damaged, Refused) as error:
            report(f"{os.path.basename(path)}: {error}")
        file.close()
    # Both names are given by the format; the mirror is only asked after the descriptor.
    for copies in points.values():
        copies.sort(key=lambda copy: copy.name.endswith("-descriptor.BaseBlob"))
    return points


class Descriptor:
    """A recovery point that the passphrase opened."""

    def __init__(self, copies, passphrase, report):
        self.set_id = copies[0].page.set_id
        self.data_key = find_data_key([copy.page for copy in copies], passphrase)
        self.copies = []
        for copy in copies:
            try:
                copy.page.authenticate(self.keys_of(copy).page_key)
                self.copies.append(copy)
            except Damaged as error:
                report(f"{copy.name}: {error}")
            for problem in copy.find_damage():
                report(problem)
        if not self.copies:
            raise Damaged("no copy of the descriptor authenticates")

    def keys_of(self, copy):
        """Keys of the file that holds a copy."""
        return FileKeys(self.data_key, self.set_id, copy.page.salt)

    def further_folders(self):
        """Folders that hold volumes too, as far as they are on this computer: they are hints."""
        folders = self.copies[0].page.members.get("furtherFolders", [])
        if not isinstance(folders, list) or len(folders) > 16 or any(not isinstance(folder, str) for folder in folders):
            raise Refused("furtherFolders: no list of at most 16 paths")
        return [folder for folder in folders if os.path.isabs(folder) and os.path.isdir(folder)]

    def volume_table(self):
        """Lines of the volume table by number, each checked."""
        rows = None
        for copy in self.copies:
            try:
                rows = json_lines(copy.section(copy.table, "volume table"), "volume table")
                break
            except Damaged:
                continue
        if rows is None:
            raise Damaged("no copy of the volume table is whole")
        table = {}
        for row in rows:
            number = number_member(row, "number")
            if number < 1 or (table and number <= max(table)):
                raise Refused("the volume table is not in order of its numbers")
            table[number] = {
                "volumeId": hex_member(row, "volumeId", 16),
                "length": number_member(row, "length"),
                "file": row.get("file"),
                "md5": base64_bytes(row.get("pageRangeMd5"), "pageRangeMd5"),
            }
        return table

    def catalog_blocks(self, report):
        """Decoded catalog blocks in order; None stands for one that no copy holds whole."""
        first = self.copies[0]
        position, end = first.catalog_offset, first.catalog_end
        blocks = 0
        while position < end:
            found = self._open_catalog_block(position)
            if found is None:
                report(f"catalog block at {position} is lost")
                yield None
                length = self._guess_length(position, end)
                if length is None:
                    return
            else:
                yield found[1]
                length = found[0].length
            position += length
            blocks += 1
        if position != end or blocks != number_member(first.catalog, "blocks"):
            raise Damaged("the catalog does not end where it should")

    def _open_catalog_block(self, position):
        for copy in self.copies:
            if copy.page.salt != self.copies[0].page.salt:
                continue
            try:
                return open_block(copy.file, position, self.keys_of(copy).block_key, CATALOG)
            except Damaged:
                continue
        return None

    def _guess_length(self, position, end):
        """Length of a lost block, when a block or the end of the catalog follows it by its own header."""
        for copy in self.copies:
            try:
                length = read_header(copy.file, position).length
                if position + length == end:
                    return length
                read_header(copy.file, position + length)
                return length
            except Damaged:
                continue
        return None
