#!/usr/bin/env python3
"""Restores a staging folder. Written from docs/staging-format.md alone, to show that the page is enough.

    python3 restore.py --passphrase-file FILE [--point ID] [--volumes FOLDER]... STAGING TARGET

TARGET must not exist; every root becomes a folder in it, root-1, root-2 and so on. The last thing on standard output is one JSON
object: the roots with their folders, what was found damaged, entries that were not restored, and what this system does not know. Exit code 0: all is well,
1: something is named as damaged or not restored, 2: nothing could be restored.
"""
import argparse
import json
import os
import sys

from catalog import MOST_ROOT_CHARACTERS, MOST_ROOTS, read_entries
from descriptor import Descriptor, find_points
from refusals import Damaged, Refused, WrongPassphrase
from tree import Tree
from volumes import find_volumes


def list_files(folders):
    """Finished files of staging folders, in order of their names."""
    found = []
    for folder in folders:
        for item in sorted(os.scandir(folder), key=lambda item: item.name):
            if item.is_file(follow_symlinks=False) and not item.name.endswith((".partial", ".lock", ".ndjson")):
                found.append(item.path)
    return found


def choose_point(points, wanted):
    """Copies of the wanted recovery point, or of the newest."""
    if wanted is not None:
        if wanted not in points:
            raise Refused(f"there is no recovery point {wanted}")
        return points[wanted]
    if not points:
        raise Damaged("there is no descriptor")
    return max(points.values(), key=lambda copies: str(copies[0].page.members.get("createdAt")))


def open_volumes(descriptor, found, report):
    """Volumes by number, each checked by MD5 first, then with the key, then block by block."""
    volumes = {}
    for number, row in descriptor.volume_table().items():
        volume = found.get(row["volumeId"])
        if volume is None:
            report(f"volume {number} ({row['file']}) is missing")
            continue
        try:
            for wrong in volume.check_ranges(row):
                report(f"{row['file']}: another length" if wrong < 0 else f"{row['file']}: the MD5 of range {wrong} differs")
            volume.open(descriptor.data_key, descriptor.set_id, number)
            for problem in volume.check_layout():
                report(f"{row['file']}: {problem}")
            volumes[number] = volume
        except (Damaged, Refused) as error:
            report(f"{row['file']}: {error}")
    return volumes


def name_strangers(paths, points, found, report):
    """Files under names of the format that are neither a descriptor nor a volume that can be read."""
    known = {volume.path for volume in found.values()}
    known.update(copy.file.name for copies in points.values() for copy in copies)
    for path in paths:
        if path not in known and path.endswith((".AIBBlob", ".BaseBlob")):
            report(f"{os.path.basename(path)}: no page of it can be read")


def restore(descriptor, volumes, target, report, fail, note):
    """Walks through the catalog and makes everything again; returns the roots with their folders."""
    roots, tree = [], None
    os.mkdir(target)
    for entry in read_entries(descriptor.catalog_blocks(report), report):
        if entry is None:
            # The next root may have been in the lost block, so nothing is known of what follows up to another root line.
            if tree is not None:
                tree.finish()
            tree = None
        elif entry.kind == "root":
            if tree is not None:
                tree.finish()
            if len(roots) >= MOST_ROOTS or sum(len(root["path"]) for root in roots) > MOST_ROOT_CHARACTERS:
                raise Damaged("a catalog of impossibly many roots")
            folder = os.path.join(target, f"root-{len(roots) + 1}")
            roots.append({"path": entry.shown, "kind": entry.members.get("rootKind"), "folder": folder})
            tree = Tree(entry, folder, volumes, fail, note)
        elif tree is None:
            fail(entry, "which root it belongs to is not known")
        else:
            tree.add(entry)
    if tree is not None:
        tree.finish()
    return roots


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description="Restores a staging folder.")
    parser.add_argument("--passphrase-file", required=True, help="the passphrase in UTF-8; one line end at its end is not part of it")
    parser.add_argument("--point", help="recoveryPointId; default: the newest")
    parser.add_argument("--volumes", action="append", default=[], help="a further folder with volumes")
    parser.add_argument("staging")
    parser.add_argument("target")
    options = parser.parse_args()
    damage, failures, notes, roots = [], [], [], []

    def fail(entry, reason):
        failures.append({"path": entry.shown, "kind": entry.kind, "reason": reason})

    def note(entry, what):
        notes.append({"path": entry.shown, "kind": entry.kind, "reason": what})

    exit_code = 2
    error_text = None
    try:
        with open(options.passphrase_file, encoding="utf-8", newline="") as file:
            passphrase = file.read().removesuffix("\n")
        paths = list_files([options.staging, *options.volumes])
        points = find_points(paths, lambda problem: None)
        descriptor = Descriptor(choose_point(points, options.point), passphrase, damage.append)
        found = find_volumes(paths + list_files(descriptor.further_folders()))
        volumes = open_volumes(descriptor, found, damage.append)
        name_strangers(paths, points, found, damage.append)
        roots = restore(descriptor, volumes, options.target, damage.append, fail, note)
        exit_code = 1 if damage or failures else 0
    except WrongPassphrase:
        error_text = "The passphrase does not open this set."
    except (Damaged, Refused, OSError) as error:
        error_text = str(error)
    print(json.dumps({"error": error_text, "roots": roots, "damage": damage, "failures": failures, "notes": notes}))
    sys.exit(exit_code)


if __name__ == "__main__":
    main()
