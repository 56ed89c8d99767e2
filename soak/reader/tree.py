"""Makes folders, files and links again (end of section 6). Never writes through a link: links come after all files."""
import os

from decode import bytes_member
from refusals import Damaged, Refused


def apply_attributes(path, entry, is_link, fail, note):
    """Owner, extended attributes, mode, time. What the system refuses is named, not fatal; what it does not know is noted."""

    def attempt(what, action):
        try:
            action()
        except OSError as error:
            fail(entry, f"{what}: {error.strerror}")

    for name in ("attributes", "security"):
        if name in entry.members:
            note(entry, f"{name}: not of this system")
    owner, group, mode, modified = (entry.number("owner"), entry.number("group"), entry.number("mode"), entry.modified())
    if owner is not None or group is not None:
        ids = (-1 if owner is None else owner, -1 if group is None else group)
        attempt("owner", lambda: os.chown(path, *ids, follow_symlinks=False))
    # After the owner, since changing that clears `security.capability`; before the mode, which an access list changes.
    for name, value in entry.extended_attributes():
        attempt(f"extended attribute {name!r}", lambda: os.setxattr(path, name, value, follow_symlinks=False))
    if mode is not None and not is_link:
        attempt("mode", lambda: os.chmod(path, mode & 0o7777))
    if modified is not None:
        attempt("time", lambda: os.utime(path, ns=(modified, modified), follow_symlinks=False))


class Tree:
    """One root, restored into a new folder."""

    def __init__(self, root, folder, volumes, fail, note):
        self.root, self.folder, self.volumes, self.fail, self.note = root, folder, volumes, fail, note
        self.folders = {b""}
        self.files = set()
        self.known = set()
        self.late_folders = []
        self.late_links = []
        os.mkdir(folder)

    def place(self, path):
        """Where an entry goes."""
        return os.path.join(os.fsencode(self.folder), path)

    def add(self, entry):
        """Restores one entry, links later. Names what cannot be restored through `fail`."""
        if entry.kind == "skipped":
            self.fail(entry, f"was skipped by the backup: {entry.members.get('code')}")
            return
        if entry.parent not in self.folders:
            self.fail(entry, "its folder did not come before it")
            return
        if entry.path in self.known:
            self.fail(entry, "comes a second time")
            return
        self.known.add(entry.path)
        makers = {"folder": self._folder, "file": self._file, "link": self._link, "hardLink": self._hard_link}
        if entry.kind not in makers:
            self.fail(entry, f"not restored: {entry.members.get('specialKind', entry.kind)}")
            return
        try:
            makers[entry.kind](entry)
        except (Damaged, Refused) as error:
            self.fail(entry, str(error))
        except OSError as error:
            self.fail(entry, f"{error.strerror}")

    def finish(self):
        """Links, then attributes of folders, deepest first, the root last."""
        for entry, target in self.late_links:
            place = self.place(entry.path)
            try:
                os.symlink(target, place)
                apply_attributes(place, entry, True, self.fail, self.note)
            except OSError as error:
                self.fail(entry, f"link: {error.strerror}")
        for entry in reversed(self.late_folders):
            apply_attributes(self.place(entry.path), entry, False, self.fail, self.note)
        if self.root.members.get("rootKind") == "folder":
            apply_attributes(self.folder, self.root, False, self.fail, self.note)

    def _folder(self, entry):
        os.mkdir(self.place(entry.path), 0o700)
        self.folders.add(entry.path)
        self.late_folders.append(entry)

    def _link(self, entry):
        target = bytes_member(entry.members, "target", "targetBytes")
        if not target or b"\0" in target:
            raise Refused("a link without target")
        self.late_links.append((entry, target))

    def _hard_link(self, entry):
        earlier = bytes_member(entry.members, "linkTo", "linkToBytes")
        if earlier not in self.files:
            raise Refused("the file that it is another name of was not restored")
        os.link(self.place(earlier), self.place(entry.path), follow_symlinks=False)

    def _file(self, entry):
        self._check_streams(entry)
        if sum(chunk[3] for chunk in entry.chunks) != entry.size():
            raise Refused("the lengths of its chunks are not its size")
        place = self.place(entry.path)
        with open(place, "xb") as file:
            try:
                self._write_content(file, entry)
            except (Damaged, Refused):
                os.unlink(place)
                raise
        self.files.add(entry.path)
        apply_attributes(place, entry, False, self.fail, self.note)

    def _check_streams(self, entry):
        """Streams cannot be restored here; that they are all there and whole can be told all the same."""
        if len(entry.streams) != (entry.number("streams") or 0):
            raise Refused("it has another number of streams than it says")
        for stream in entry.streams:
            if sum(chunk[3] for chunk in stream.chunks) != stream.size:
                raise Refused("the lengths of the chunks of a stream are not its size")
            for number, position, start, length in stream.chunks:
                if number != 0:
                    self._volume(number).read(position, start, length)
            self.note(entry, f"stream {stream.name!r}: this system has no streams")

    def _volume(self, number):
        volume = self.volumes.get(number)
        if volume is None:
            raise Damaged(f"volume {number} is missing or damaged")
        return volume

    def _write_content(self, file, entry):
        is_sparse = entry.members.get("sparse") is True
        for number, position, start, length in entry.chunks:
            if number == 0 and is_sparse:
                file.seek(length, os.SEEK_CUR)
            elif number == 0:
                for done in range(0, length, 1 << 20):
                    file.write(bytes(min(1 << 20, length - done)))
            else:
                file.write(self._volume(number).read(position, start, length))
        file.truncate(entry.size())
