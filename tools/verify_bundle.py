#!/usr/bin/env python3
"""Verifies an auditor's bundle of a Casetrail ledger: hashes, tree, signatures and order of events.

A second program beside "casetrail audit verify", written apart from it and in another language, on Python's
standard library alone: whoever does not trust the one may compare it with the other. It does not count the
figures again; that is for "casetrail audit verify".

Exit codes: 0 the bundle holds, 1 it does not, 2 it cannot be verified.
"""
import argparse
import base64
import hashlib
import json
import os
import re
import sys
import time
import unicodedata
from datetime import datetime, timedelta, timezone

FORMAT = "casetrail-bundle/v1"
TILE = 256
UNUSABLE = {
    "bundle/unreadable",
    "bundle/unknown-version",
    "bundle/missing-file",
    "key/unreadable",
    "kept/unreadable",
}
LINE = re.compile(
    rb'\{"position":([1-9][0-9]{0,15}),"recordedAt":"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z)","hash":"([0-9a-f]{64})","event":'
)
ENDING = re.compile(rb'[,{]"stream":"([a-z_]+-[0-9A-Z]{26})","type":"[A-Za-z0-9_]+","version":([1-9][0-9]{0,8})\}\Z')
DIGEST = re.compile(r"[0-9a-f]{64}")
CREATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
MOST_MOMENTS = 200_000


class NotHolding(Exception):
    """The first thing that is wrong."""

    def __init__(self, code, message, position=None, path=None):
        super().__init__(message)
        self.finding = {"code": code, "message": message}
        if position is not None:
            self.finding["position"] = position
        if path is not None:
            self.finding["path"] = path


def sha256(data):
    return hashlib.sha256(data).digest()


# --- canonical JSON (RFC 8785 over integers, text in NFC, and what they are put together to) ---------------------


class NotCanonical(Exception):
    pass


def canonical(value):
    """The one way to write a value. Raises NotCanonical for what has none."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        if abs(value) > 2**53 - 1:
            raise NotCanonical
        return str(value)
    if isinstance(value, str):
        return quoted(unicodedata.normalize("NFC", value))
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(quoted(key) + ":" + canonical(member) for key, member in members) + "}"
    raise NotCanonical


def quoted(text):
    if "\0" in text or any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        raise NotCanonical
    return json.dumps(text, ensure_ascii=False)


def refuse(_):
    raise NotCanonical


def is_canonical(data):
    try:
        text = data.decode("utf-8")
        return canonical(json.loads(text, parse_float=refuse, parse_constant=refuse)) == text
    except (NotCanonical, ValueError, RecursionError):
        return False


# --- Ed25519 (RFC 8032), verification alone -----------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def added(a, b):
    """Points in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z."""
    c = (a[1] - a[0]) * (b[1] - b[0]) % P
    d = (a[1] + a[0]) * (b[1] + b[0]) % P
    e = 2 * a[3] * b[3] * D % P
    f = 2 * a[2] * b[2] % P
    g, h, i, j = d - c, f - e, f + e, d + c
    return (g * h % P, i * j % P, h * i % P, g * j % P)


def times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = added(result, point)
        point = added(point, point)
        scalar >>= 1
    return result


def decompressed(data):
    """The point that 32 bytes stand for; None where they stand for none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def compressed(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decompressed((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signature(public, text, signature):
    if len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    point = decompressed(public)
    if point is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % ORDER
    minus = (P - point[0], point[1], 1, P - point[3])
    return compressed(added(times(s, BASE), times(h, minus))) == signature[:32]


# --- signed notes and checkpoints (C2SP) ---------------------------------------------------------------------------


def decoded(text):
    """Standard Base64 with its padding; None for what merely decodes."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None


def key_from(text, whose):
    """(name, id, public key) from `<name>+<id>+<key>`."""
    found = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+(\S+)", text.strip())
    data = decoded(found[3]) if found else None
    if not data or len(data) != 33 or data[0] != 1:
        raise NotHolding("key/unreadable", f"{whose}: this is no public key of the form <name>+<id>+<key>.")
    if sha256(found[1].encode() + b"\n" + data)[:4].hex() != found[2]:
        raise NotHolding("key/unreadable", f"{whose}: the id of this public key does not fit the key.")
    return found[1], bytes.fromhex(found[2]), data[1:]


def opened(note, keys, path):
    """(origin, size, root) of a checkpoint that one of the keys has signed under its own name."""

    def malformed(reason):
        return NotHolding("checkpoint/malformed", f"{path}: {reason}.", path=path)

    if len(note) > 65536:
        raise malformed("it is longer than 64 KiB")
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError:
        raise malformed("it is no UTF-8") from None
    if "\ufffd" in whole or re.search("[\x00-\x09\x0b-\x1f\x7f]", whole):
        raise malformed("it holds what is no text")
    end = whole.rfind("\n\n")
    if end < 0 or not whole.endswith("\n"):
        raise malformed("it has no signatures")
    text = whole[: end + 1]
    signer = None
    for line in whole[end + 2 : -1].split("\n"):
        found = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        data = decoded(found[2]) if found else None
        if not data or len(data) <= 4:
            raise malformed("a signature is malformed")
        for name, key_id, public in keys:
            if (name, key_id) == (found[1], data[:4]):
                if not is_signature(public, text.encode(), data[4:]):
                    raise NotHolding("checkpoint/forged-signature", f"The signature of {path} is not that of {name} over this text.", path=path)
                signer = signer or name
    if signer is None:
        raise NotHolding("checkpoint/unknown-signer", f"{path} is signed by nobody who is known.", path=path)
    lines = text.split("\n")
    root = decoded(lines[2]) if len(lines) == 4 else None
    if len(lines) != 4 or not lines[0]:
        raise malformed("it is no checkpoint of three lines")
    if not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]) or int(lines[1]) > 2**53 - 1:
        raise malformed("its size is no number")
    if root is None or len(root) != 32:
        raise malformed("its root is no hash")
    if lines[0] not in {name for name, _, _ in keys} or lines[0] != signer:
        raise NotHolding("checkpoint/wrong-origin", f"{path} is of {lines[0]}, not of {signer}.", path=path)
    return lines[0], int(lines[1]), root


# --- the tree (RFC 6962) in tiles (C2SP tlog-tiles) ----------------------------------------------------------------


def node(left, right):
    return sha256(b"\x01" + left + right)


def leaf(position, recorded_at, digest):
    return sha256(f"\0casetrail-leaf/v1\n{position}\n{recorded_at}\n{digest}\n".encode())


def root_of(hashes):
    """The root over hashes of one level: RFC 6962 splits at the largest power of two below their number."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return node(root_of(hashes[:half]), root_of(hashes[half:]))


def split(tile):
    return [tile[at : at + 32] for at in range(0, len(tile), 32)]


def tile_path(level, index, width):
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + ("" if width == TILE else f".p/{width}")


class Bundle:
    """A folder that says it is a bundle. Nothing in it is believed."""

    def __init__(self, folder):
        self.folder = folder
        self.manifest = self.read_manifest()
        self.files = self.manifest["files"]
        self.size = self.manifest["size"]
        self.digests = {}
        self.event_files = sorted(path for path in self.files if path.startswith("events/"))
        needed = ["checkpoint", "rules.json", *(tile_path(*tile) for tile in self.tiles()), *self.files]
        for path in needed:
            if path not in self.files or not os.path.isfile(self.at(path)):
                raise NotHolding("bundle/missing-file", f"The file {path} is missing.", path=path)
        for number, path in enumerate(self.event_files, 1):
            expected = f"events/{number:06}.ndjson"
            if path != expected:
                raise NotHolding("bundle/missing-file", f"The file {expected} is missing.", path=expected)

    def at(self, path):
        return os.path.join(self.folder, *path.split("/"))

    def read(self, path):
        with open(self.at(path), "rb") as file:
            return file.read()

    def read_manifest(self):
        where = {"path": "bundle.json"}
        try:
            manifest = json.loads(self.read("bundle.json").decode("utf-8"))
        except (OSError, ValueError):
            raise NotHolding("bundle/unreadable", f"{self.folder} is no bundle: its bundle.json cannot be read.", **where) from None
        declared = manifest.get("format") if isinstance(manifest, dict) else None
        if isinstance(declared, str) and declared != FORMAT:
            raise NotHolding("bundle/unknown-version", f"The bundle is of the form {declared}; this program reads {FORMAT}.", **where)
        if not is_manifest(manifest):
            raise NotHolding("bundle/unreadable", "bundle.json is not in order.", **where)
        rest = {key: value for key, value in manifest.items() if key != "checksum"}
        if sha256(canonical(rest).encode()).hex() != manifest["checksum"]:
            raise NotHolding("bundle/changed", "bundle.json was changed: its checksum is that of something else.", **where)
        return manifest

    def width(self, level, index):
        return max(0, min(TILE, self.size // TILE**level - index * TILE))

    def tiles(self):
        level, hashes = 0, self.size
        while hashes:
            for index in range((hashes + TILE - 1) // TILE):
                yield level, index, min(TILE, hashes - index * TILE)
            level, hashes = level + 1, hashes // TILE

    def tile(self, level, index):
        width = self.width(level, index)
        path = tile_path(level, index, width)
        data = self.read(path) if path in self.files else None
        if data is None:
            raise NotHolding("tile/missing", f"The tile {path} is missing.", path=path)
        if len(data) != width * 32:
            raise NotHolding("tile/truncated", f"The tile {path} has {len(data)} bytes, not {width * 32}.", path=path)
        return split(data)

    def lines(self):
        """(position, recorded at, digest, bytes, file) of each line, as it stands there."""
        count = 0
        for path in self.event_files:
            digest = hashlib.sha256()
            with open(self.at(path), "rb") as file:
                for line in file:
                    digest.update(line)
                    count += 1
                    if not line.endswith(b"\n"):
                        raise NotHolding("events/truncated", f"{path} ends inside the line of position {count}.", count, path)
                    found = LINE.match(line)
                    if not found or line[-2:-1] != b"}" or found.end() > len(line) - 2:
                        raise NotHolding("event/malformed", f"The line of position {count} in {path} is none that this ledger writes.", count, path)
                    yield int(found[1]), found[2].decode(), found[3].decode(), line[found.end() : -2], path
            self.digests[path] = digest.hexdigest()

    def check_files(self):
        """Every file is as the manifest lists it, and there is none that it does not list."""
        for path, listed in self.files.items():
            digest = self.digests.get(path) or sha256(self.read(path)).hex()
            if digest != listed["sha256"]:
                raise NotHolding("bundle/file-changed", f"{path} is not the file that bundle.json lists.", path=path)
        for under in ("checkpoints", "events", "tile", "publications"):
            for folder, _, names in os.walk(self.at(under)):
                for name in sorted(names):
                    path = os.path.relpath(os.path.join(folder, name), self.folder).replace(os.sep, "/")
                    if path not in self.files:
                        raise NotHolding("bundle/unlisted-file", f"{path} is not listed in bundle.json.", path=path)


def is_manifest(manifest):
    def is_whole(value, least):
        return type(value) is int and least <= value <= 2**53 - 1

    def is_listed(entry):
        if not isinstance(entry, dict) or not {"sha256"} <= set(entry) <= {"sha256", "lines"}:
            return False
        is_digest = isinstance(entry["sha256"], str) and DIGEST.fullmatch(entry["sha256"])
        return bool(is_digest) and ("lines" not in entry or is_whole(entry["lines"], 1))

    fields = {"format", "origin", "key", "formerKeys", "size", "createdAt", "rules", "files", "checksum"}
    return (
        isinstance(manifest, dict)
        and set(manifest) == fields
        and all(isinstance(manifest[name], str) for name in ("format", "origin", "key", "createdAt", "rules", "checksum"))
        and manifest["origin"] != ""
        and isinstance(manifest["formerKeys"], list)
        and all(isinstance(key, str) for key in manifest["formerKeys"])
        and is_whole(manifest["size"], 1)
        and bool(CREATED.fullmatch(manifest["createdAt"]))
        and bool(DIGEST.fullmatch(manifest["checksum"]))
        and isinstance(manifest["files"], dict)
        and all(map(is_listed, manifest["files"].values()))
    )


def root_from_tiles(tile, size):
    """The root that the first `size` leaves had: complete subtrees from left to right, folded from the right."""
    hashes, at = [], 0
    while at < size:
        level = 0
        while at + (1 << level + 1) <= size and at % (1 << level + 1) == 0:
            level += 1
        high, low = divmod(level, 8)
        first = at >> 8 * high
        inside = first % TILE
        hashes.append(root_of(tile(high, first // TILE)[inside : inside + (1 << low)]))
        at += 1 << level
    root = hashes.pop()
    while hashes:
        root = node(hashes.pop(), root)
    return root


def edited_tile(bundle, level, index):
    path = tile_path(level, index, bundle.width(level, index))
    return NotHolding("tile/edited", f"The tile {path} was edited: it does not hash up to the signed root.", path=path)


def check_tiles(bundle, root):
    """First the right edge against the signed root, then each full tile against the one above it, from the top down."""
    if root_from_tiles(bundle.tile, bundle.size) != root:
        raise wrong_edge(bundle, root)
    above = (None, None)
    tiles = list(bundle.tiles())
    for level, index, width in reversed(tiles):
        if width == TILE and bundle.width(level + 1, 0):
            parent = (level + 1, index // TILE)
            if above[0] != parent:
                above = (parent, bundle.tile(*parent))
            if root_of(bundle.tile(level, index)) != above[1][index % TILE]:
                raise edited_tile(bundle, level, index)
    return len(tiles)


def wrong_edge(bundle, root):
    repaired = {}

    def tile(level, index):
        return repaired.get((level, index)) or bundle.tile(level, index)

    level = 1
    while bundle.width(level, 0):
        index = (bundle.size // TILE**level - 1) // TILE
        repaired[level, index] = [root_of(tile(level - 1, index * TILE + at)) for at in range(bundle.width(level, index))]
        if root_from_tiles(tile, bundle.size) == root:
            return edited_tile(bundle, level, index)
        level += 1
    leaves = []
    try:
        for _, recorded_at, _, data, _ in bundle.lines():
            leaves.append(leaf(len(leaves) + 1, recorded_at, sha256(data).hex()))
    except NotHolding:
        leaves = []
    if len(leaves) >= bundle.size and root_of(leaves[: bundle.size]) == root:
        return edited_tile(bundle, 0, (bundle.size - 1) // TILE)
    return NotHolding("checkpoint/wrong-root", "Neither the tiles nor the events hash up to the root that was signed: the history is another one.")


# --- the events ----------------------------------------------------------------------------------------------------


def check_events(bundle, progress):
    versions = {}
    tile, before, index = [], "", 0
    for claimed, recorded_at, digest, data, path in bundle.lines():
        position = index + 1
        if index >= bundle.size:
            raise NotHolding("events/appended", f"Events come after the {bundle.size} that were sealed.", bundle.size + 1, path)
        if index % TILE == 0:
            tile = bundle.tile(0, index // TILE)
        own = sha256(data).hex()
        if leaf(position, recorded_at, own) != tile[index % TILE]:
            raise what_happened(bundle, index, (claimed, recorded_at, digest, data, path), before)

        def wrong(code, message):
            return NotHolding(code, f"The event at position {position} {message}.", position, path)

        if claimed != position:
            raise wrong("event/position-changed", f"says that its position is {claimed}")
        if digest != own:
            raise wrong("event/hash-changed", "has a hash beside it that is not that of its bytes")
        if not is_canonical(data):
            raise wrong("event/not-canonical", "is not in canonical form")
        if recorded_at < before:
            raise wrong("event/time-backwards", f"was recorded at {recorded_at}, before the one in front of it")
        found = ENDING.search(data[-200:])
        if not found:
            raise wrong("event/malformed", "is no event")
        stream, version = found[1], int(found[2])
        if version != versions.get(stream, 0) + 1:
            raise wrong("event/version-gap", f"is number {version} of its stream, after number {versions.get(stream, 0)}")
        versions[stream] = version
        before = recorded_at
        index += 1
        if index % 20000 == 0:
            progress(index)
    if index < bundle.size:
        raise NotHolding("events/truncated", f"The events end with position {index}; {bundle.size} were sealed.", index + 1)


def what_happened(bundle, index, line, before):
    """Asks where the line belongs, and which of the following lines belongs here. The tree is trusted."""
    claimed, recorded_at, digest, data, path = line
    position = index + 1

    def found(code, message):
        return NotHolding(code, message, position, path)

    tiles = {}

    def sealed(place):
        tile = place // TILE
        if tile not in tiles:
            if len(tiles) > 1:
                tiles.clear()
            tiles[tile] = bundle.tile(0, tile)
        return tiles[tile][place % TILE]

    own_digest = sha256(data).hex()
    places = [claimed - 1, *range(index, bundle.size), *range(index)]
    own = next((at for at in places if 0 <= at < bundle.size and leaf(at + 1, recorded_at, own_digest) == sealed(at)), None)
    here = copy = following = None
    leaf_here, leaf_of_own = sealed(index), None if own is None else sealed(own)
    try:
        for at, (_, other_at, _, other, _) in enumerate(bundle.lines()):
            if at <= index:
                continue
            if at == index + 1:
                following = other_at
            other_digest = sha256(other).hex()
            if here is None and leaf(index + 1, other_at, other_digest) == leaf_here:
                here = at
            if own is not None and copy is None and leaf(own + 1, other_at, other_digest) == leaf_of_own:
                copy = at
    except NotHolding:
        pass  # what was found until there counts

    if own is None:
        if here is not None:
            return found("event/inserted", f"{here - index} event(s) that were never sealed stand before the event of position {position}.")
        moment = moment_of(leaf_here, position, own_digest, before, following)
        if moment:
            return found("event/recorded-time-changed", f"The event at position {position} was recorded at {moment}, not at {recorded_at}.")
        hint = ": its hash is, its bytes are not" if leaf(position, recorded_at, digest) == leaf_here else ""
        return found("event/edited", f"The event at position {position} is not the one that was sealed{hint}.")
    if here is not None and (own < index or copy is not None):
        return found("event/inserted", f"At position {position} stands a copy of the event of position {own + 1}, before the one that was sealed there.")
    if here is not None:
        return found("event/reordered", f"At position {position} stands the event of position {own + 1}.")
    if own < index or copy == own:
        return found("event/edited", f"At position {position} stands a copy of the event of position {own + 1}, instead of the one that was sealed there.")
    return found("event/deleted", f"{own - index} event(s) from position {position} on are missing: the event of position {own + 1} stands there.")


def moment_of(sealed, position, digest, before, following):
    """When an event was recorded of which nothing but that was changed: a moment between those of its neighbours."""
    span = MOST_MOMENTS * 1000
    if following is not None:
        last = milliseconds(following)
    else:
        last = milliseconds(before) + span if before else None
    first = milliseconds(before) if before else None if last is None else last - span
    if first is None or last is None or first > last:
        return None
    for moment in (first, last):
        if leaf(position, written(moment), digest) == sealed:
            return written(moment)
    for step in (1000, 1):
        if (last - first) / step > MOST_MOMENTS:
            continue
        for moment in range(first - first % step, last + 1, step):
            if leaf(position, written(moment), digest) == sealed:
                return written(moment)
    return None


EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def milliseconds(text):
    try:
        return round((datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc) - EPOCH) / timedelta(milliseconds=1))
    except ValueError:
        return None


def written(moment):
    at = EPOCH + timedelta(milliseconds=moment)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment % 1000:03}Z"


# --- all of it -----------------------------------------------------------------------------------------------------


def verify(folder, keys, kept, progress):
    """Returns the verdict, which is the same as that of the other verifier but for the figures."""
    verdict = {"holds": True, "figures": "not counted"}
    started = time.monotonic()
    try:
        bundle = Bundle(folder)
        if keys:
            trusted = [key_from(key, "The key that was given") for key in keys]
        else:
            trusted = [key_from(bundle.manifest["key"], "The key that the bundle names")]
        former = [key_from(key, "A former key") for key in bundle.manifest["formerKeys"]]
        earlier = open_kept(kept, [*trusted, *former]) if kept is not None else None

        origin, size, root = opened(bundle.read("checkpoint"), trusted, "checkpoint")
        if origin != bundle.manifest["origin"]:
            raise NotHolding("checkpoint/wrong-origin", f"The checkpoint is of {origin}, not of {bundle.manifest['origin']}.", path="checkpoint")
        if size != bundle.size:
            raise NotHolding("checkpoint/wrong-size", f"The checkpoint is of {size} events, not of {bundle.size}.", path="checkpoint")
        verdict.update(origin=origin, size=size, root=base64.b64encode(root).decode())
        verdict["tiles"] = check_tiles(bundle, root)
        if earlier:
            check_extension(earlier, bundle)
        check_events(bundle, progress)
        verdict["checkpoints"] = check_others(bundle, origin, [key_from(bundle.manifest["key"], "The key that the bundle names"), *former])
        bundle.check_files()
    except NotHolding as not_holding:
        verdict["holds"] = False
        verdict["wrong"] = not_holding.finding
    verdict["seconds"] = round(time.monotonic() - started, 3)
    verdict["exitCode"] = 0 if verdict["holds"] else 2 if verdict["wrong"]["code"] in UNUSABLE else 1
    return verdict


def open_kept(note, keys):
    try:
        return opened(note, keys, "the checkpoint that was kept")
    except NotHolding as not_holding:
        raise NotHolding("kept/unreadable", str(not_holding)) from None


def check_extension(earlier, bundle):
    _, size, root = earlier
    if size > bundle.size:
        raise NotHolding("checkpoint/shorter-than-kept", f"The ledger has {bundle.size} events; the checkpoint that was kept has {size}.")
    if size and root_from_tiles(bundle.tile, size) != root:
        raise NotHolding("checkpoint/not-an-extension", f"The first {size} events are not those of the checkpoint that was kept.")


def check_others(bundle, origin, keys):
    sizes = sorted(int(path.split("/")[1]) for path in bundle.files if re.fullmatch(r"checkpoints/[0-9]+", path))
    for named in sizes:
        path = f"checkpoints/{named}"
        found, size, root = opened(bundle.read(path), keys, path)
        if found != origin:
            raise NotHolding("checkpoint/wrong-origin", f"{path} is of {found}, not of {origin}.", path=path)
        if size != named or named > bundle.size:
            raise NotHolding("checkpoint/wrong-size", f"{path} is of {size} events.", path=path)
        if root_from_tiles(bundle.tile, named) != root:
            raise NotHolding("checkpoint/wrong-root", f"{path} has another root than the tree had at that size.", path=path)
    return len(sizes)


def main():
    parser = argparse.ArgumentParser(description="Verifies hashes, tree, signatures and order of a Casetrail bundle. Figures are not counted again.")
    parser.add_argument("folder")
    parser.add_argument("--key", action="append", default=[], help="believe this public key alone, as <name>+<id>+<key>")
    parser.add_argument("--checkpoint", help="an earlier signed checkpoint that you have kept: the ledger must continue it")
    parser.add_argument("--json", action="store_true", help="the verdict as JSON")
    options = parser.parse_args()
    kept = None
    if options.checkpoint:
        try:
            with open(options.checkpoint, "rb") as file:
                kept = file.read()
        except OSError as error:
            parser.error(f"{options.checkpoint} cannot be read: {error.strerror}")
    verdict = verify(options.folder, options.key, kept, lambda done: print(f"{done:,} events", file=sys.stderr))
    if options.json:
        print(json.dumps(verdict, indent=2, ensure_ascii=False))
    elif verdict["holds"]:
        print(f"{verdict['origin']}, {verdict['size']:,} events, root {verdict['root']}")
        print(f"It holds, in {verdict['seconds']} s. The figures were not counted again." + ("" if options.key else " It names its key itself: compare it with the one made known."))
    else:
        wrong = verdict["wrong"]
        print(wrong["message"])
        where = [wrong["path"]] if "path" in wrong else []
        where += [f"position {wrong['position']}"] if "position" in wrong else []
        print("  " + ", ".join([wrong["code"], *where]))
        print("It cannot be verified." if verdict["exitCode"] == 2 else "It does NOT hold.")
    return verdict["exitCode"]


if __name__ == "__main__":
    sys.exit(main())
