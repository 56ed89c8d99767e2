"""Lines of the catalog (section 6), read strictly: what the format forbids never reaches the file system."""
from decode import base64_bytes, bytes_member, json_lines, number_member
from refusals import Refused

MOST_CHUNK_BYTES = 8 << 20
MOST_LINE_CHUNKS = 2048
MOST_FILE_CHUNKS = 1 << 24
MOST_ROOTS = 10_000
MOST_ROOT_CHARACTERS = 64 << 20
MOST_LINE_CHARACTERS = 4 << 20


class Entry:
    """One line of the catalog. `path` is bytes below the root, or the absolute path of a root."""

    def __init__(self, members):
        self.members = members
        self.kind = members.get("kind")
        if not isinstance(self.kind, str):
            raise Refused("a line without kind")
        self.path = bytes_member(members, "path", "pathBytes")
        self.chunks = read_chunks(members["chunks"]) if "chunks" in members else []
        self.streams = []
        if self.path is None:
            raise Refused(f"a {self.kind} line without path")
        if self.kind != "root" and not (self.kind == "skipped" and self.path == b""):
            check_path(self.path)

    @property
    def shown(self):
        """The path for people."""
        return self.path.decode("utf-8", "replace")

    @property
    def parent(self):
        """Path of the folder that holds the entry; empty for the root."""
        return self.path.rpartition(b"/")[0]

    def size(self):
        """Length in bytes of a file."""
        return number_member(self.members, "size")

    def number(self, name):
        """A numeric attribute, or None when the system had none."""
        return number_member(self.members, name) if name in self.members else None

    def extended_attributes(self):
        """Names and values, both bytes, in the order in which they have to be."""
        pairs = self.members.get("extendedAttributes", [])
        if not isinstance(pairs, list) or len(pairs) > 4096:
            raise Refused("extendedAttributes: no list of at most 4096")
        found = []
        for pair in pairs:
            if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str):
                raise Refused("extendedAttributes: not a name and a value")
            name = pair[0].encode("utf-8")
            if not 1 <= len(name) <= 255 or b"\0" in name or (found and name <= found[-1][0]):
                raise Refused("extendedAttributes: a name that is forbidden or not in order")
            found.append((name, base64_bytes(pair[1], "extendedAttributes")))
        if sum(len(value) for _, value in found) > 1 << 20:
            raise Refused("extendedAttributes: more than 1 MiB")
        return found

    def modified(self):
        """Nanoseconds since 1970, may be negative; None when it is not there."""
        text = self.members.get("modified")
        if text is None:
            return None
        digits = text.removeprefix("-") if isinstance(text, str) else ""
        if not digits.isascii() or not digits.isdigit() or len(digits) > 30:
            raise Refused("modified: not a decimal string")
        return int(text)


def check_path(path):
    """Raises Refused for a path that could leave its root."""
    parts = path.split(b"/")
    if b"\0" in path or any(part in (b"", b".", b"..") for part in parts):
        raise Refused(f"a forbidden path: {path!r}")


def read_chunks(references):
    """Chunk references as tuples: volume, position of the block, position in it, length."""
    if not isinstance(references, list) or len(references) > MOST_LINE_CHUNKS:
        raise Refused("chunks: no list of at most 2048")
    for reference in references:
        whole = isinstance(reference, list) and len(reference) == 4
        if not whole or any(type(value) is not int or not 0 <= value < 2**53 for value in reference):
            raise Refused("chunks: a reference is not four whole numbers")
        if reference[3] == 0 or (reference[0] != 0 and reference[3] > MOST_CHUNK_BYTES):
            raise Refused("chunks: a reference of an impossible length")
        if reference[0] == 0 and reference[1:3] != [0, 0]:
            raise Refused("chunks: a hole with a position")
    return [tuple(reference) for reference in references]


class Stream:
    """An alternate data stream: nothing that this system can restore, but its content can be read."""

    def __init__(self, members):
        self.name = bytes_member(members, "stream", "streamBytes")
        if not self.name or len(self.name) > 1024 or any(byte in b"/\\:\0" for byte in self.name):
            raise Refused("a stream with a forbidden name")
        self.size = number_member(members, "size")
        self.chunks = read_chunks(members.get("chunks"))


def read_entries(blocks, report):
    """Entries in order, files with all their chunks and streams. Yields None where a lost block may have held anything."""
    waiting, chunks, count = None, None, 0
    for block in blocks:
        if block is None:
            if waiting is not None:
                yield waiting
            yield None
            waiting, chunks = None, None
            continue
        for members in json_lines(block, "catalog", MOST_LINE_CHARACTERS):
            kind = members.get("kind")
            try:
                if kind == "moreChunks":
                    more = read_chunks(members.get("chunks"))
                    count += len(more)
                    if count > MOST_FILE_CHUNKS:
                        chunks = None
                        report("a file of impossibly many chunks")
                    if chunks is not None:
                        chunks += more
                    continue
                if kind == "stream":
                    chunks = None
                    if waiting is not None and waiting.kind == "file" and waiting.path == bytes_member(members, "path", "pathBytes"):
                        stream = Stream(members)
                        count += len(stream.chunks)
                        waiting.streams.append(stream)
                        chunks = stream.chunks
                    else:
                        report("a stream without its file")
                    continue
                entry = Entry(members)
            except Refused as error:
                report(f"a line of the catalog: {error}")
                entry = None
                if kind in ("stream", "moreChunks"):
                    continue
            if waiting is not None:
                yield waiting
            waiting, chunks = entry, None if entry is None else entry.chunks
            count = len(chunks or [])
    if waiting is not None:
        yield waiting
