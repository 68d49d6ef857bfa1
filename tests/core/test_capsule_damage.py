"""Capsules that are not as they were saved: each is refused in words, quickly, or is harmless."""

import io
import json
import pickle
import zipfile
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core import capsule
from core.capsule import CORE, Capsule
from core.capsule.archive import About, Archive, pack, unpack
from core.capsule.documents import SCHEMA, write_json
from core.errors import LimitError, LookbackError
from core.folds import RollingOrigin
from core.forecaster import Forecaster
from core.models import SeasonalNaive
from core.training import Training, train
from tests.builders import promoted
from tests.doubles import Sketch, SketchedArima
from tests.fuzz.damage import damaged, damaged_copies

MADE = datetime(2026, 1, 2, tzinfo=UTC)
DOUBLES = (Sketch, SketchedArima)
REGISTRY = CORE.with_types(DOUBLES, {Forecaster: (*CORE.roles[Forecaster], *DOUBLES)})


@pytest.fixture(scope="module")
def whole():
    models = (Sketch(lookback=12), SketchedArima(), SeasonalNaive())
    trained = train(Training(promoted(), models, RollingOrigin(6, 1)))
    return capsule.write(Capsule({"trained": trained}, "1 run", MADE), REGISTRY)


def outcome(data):
    """What comes of opening it: "" or what is said; any other error fails the test."""
    try:
        capsule.read(data, REGISTRY)
    except LookbackError as error:
        return str(error)
    return ""


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {entry.filename: packed.read(entry) for entry in packed.infolist()}


def zipped(content, **how):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in content.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = how.get("attributes", 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, data)
    return out.getvalue()


def test_flipped_bytes_are_noticed(whole):
    said = [outcome(copy) for copy in damaged_copies(whole, 300)]
    # A byte that nobody reads, such as a date within the zip, harms nothing.
    assert sum(map(bool, said)) > 280
    assert all("." in words for words in said if words)


def test_any_damage_ends_in_words(whole):
    rng = np.random.default_rng(1)
    for _ in range(200):
        outcome(damaged(whole, rng))


def test_what_is_cut_off_is_noticed(whole):
    for length in np.linspace(0, len(whole) - 1, 60).astype(int):
        assert outcome(whole[:length])


def test_members_missing_added_renamed_or_changed_are_noticed(whole):
    content = members(whole)
    names = [name for name in content if name != "manifest.json"]
    for name in (names[0], names[-1], "trained.json"):
        less = {key: data for key, data in content.items() if key != name}
        assert "does not hold exactly the files" in outcome(zipped(less))
        other = {("arrays/x.npy" if key == name else key): data for key, data in content.items()}
        assert "does not hold exactly the files" in outcome(zipped(other))
        assert f"{name} is not as it was saved" in outcome(
            zipped(content | {name: content[name][:-1] + b"?"})
        )
    assert "does not hold exactly the files" in outcome(zipped(content | {"more.json": b"{}"}))
    assert "no manifest" in outcome(zipped({key: content[key] for key in names}))


@pytest.mark.parametrize("data", [b"", b"PK", b"Month,Sales\n2020-01-01,1\n", pickle.dumps([1])])
def test_what_is_no_capsule_says_so(data):
    assert "no capsule of Lookback" in outcome(data)


def test_another_archive_says_so():
    assert "no capsule of Lookback" in outcome(zipped({"sales.csv": b"a,b\n"}))
    manifest = json.dumps({"format": "another", "members": {}}).encode()
    assert "no capsule of Lookback" in outcome(zipped({"manifest.json": manifest}))


@pytest.mark.parametrize(
    "name", ["../up.json", "/root.json", "a/b/c.json", "C:\\x.json", "..", "a\\b", ".hidden", "Ä"]
)
def test_names_that_lead_elsewhere_are_refused(whole, name):
    assert "damaged" in outcome(zipped(members(whole) | {name: b"{}"}))


def test_links_and_folders_are_refused(whole):
    assert "never puts into one" in outcome(zipped(members(whole), attributes=0o120777))
    assert "never puts into one" in outcome(zipped(members(whole) | {"folder/": b""}))


@pytest.mark.slow
def test_bombs_are_refused_before_they_are_unpacked(whole):
    content = members(whole)
    zeros = bytes(300_000_000)
    bomb = zipped(content | {"arrays/zeros.npy": zeros})
    assert "unpacks to far more" in outcome(bomb)
    many = zipped({"manifest.json": b"{}"} | {f"a{i}": b"" for i in range(20_001)})
    with pytest.raises(LimitError, match="more than 20,000 files"):
        capsule.read(many)


def test_a_directory_that_lies_about_sizes_is_found_out(whole):
    content = members(whole)
    manifest = json.loads(content["manifest.json"])
    name = next(name for name in manifest["members"] if name.endswith(".npy"))
    for size in (0, manifest["members"][name]["size"] - 1, 10**9, -1, True, 1.5, None):
        manifest["members"][name]["size"] = size
        assert outcome(zipped(content | {"manifest.json": json.dumps(manifest).encode()}))


def test_more_than_this_server_takes_is_named(whole, monkeypatch):
    monkeypatch.setenv("LOOKBACK_MAX_UNPACKED_MB", "1")
    filler = {f"files/{i}": np.random.default_rng(i).bytes(300_000) for i in range(4)}
    about = About(SCHEMA, "1", MADE, "")
    with pytest.raises(LimitError, match="at most 1 MB"):
        pack(Archive(about, filler))
    monkeypatch.setenv("LOOKBACK_MAX_UNPACKED_MB", "10")
    large = pack(Archive(about, filler))
    monkeypatch.setenv("LOOKBACK_MAX_UNPACKED_MB", "1")
    with pytest.raises(LimitError, match="Delete runs"):
        unpack(large)


def signed(content, changed):
    """A capsule with members changed on purpose: its checksums are right."""
    rest = {key: data for key, data in content.items() if key != "manifest.json"}
    return pack(Archive(About(SCHEMA, "1", MADE, ""), rest | changed))


def rewritten(content, change):
    """The capsule with a changed document, its checksums right."""
    document = json.loads(content["trained.json"])
    change(document)
    return signed(content, {"trained.json": write_json(document)})


def nodes(node, found):
    """Every place of a document where something stands."""
    inner = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in inner:
        found.append((node, key))
        if isinstance(value, dict | list):
            nodes(value, found)
    return found


STRANGE = (None, True, -1, 0, 2**70, 1e300, "", "x", "../x", "\ud800", [], {}, [[]], {"object": 0},
           {"object": 9}, {"float": "nan"}, {"float": "x"}, {"date": "2020-01-01"},
           {"date": "never"}, {"map": [[1]]}, {"type": "Event", "of": {}},
           {"type": "os", "of": {"system": "ls"}}, {"array": "trained.json"},
           {"bytes": "arrays/x"})  # fmt: skip


@pytest.mark.slow
def test_documents_changed_on_purpose_end_in_words_or_in_what_they_say(whole):
    content, rng = members(whole), np.random.default_rng(2)
    refused = 0
    for _ in range(150):

        def change(document):
            places = nodes(document, [])
            node, key = places[int(rng.integers(len(places)))]
            node[key] = STRANGE[int(rng.integers(len(STRANGE)))]

        try:
            data = rewritten(content, change)
        except UnicodeEncodeError:
            continue
        refused += bool(outcome(data))
    assert refused > 110


@pytest.mark.slow
def test_arrays_and_tables_changed_on_purpose_end_in_words_or_in_other_numbers(whole):
    content, rng = members(whole), np.random.default_rng(3)
    beside = [name for name in content if "/" in name]
    for _ in range(100):
        name = beside[int(rng.integers(len(beside)))]
        outcome(signed(content, {name: damaged(content[name], rng)}))


@pytest.mark.parametrize("kind", ["pickle", "object", "long", "empty"])
def test_no_array_is_unpickled_and_none_promises_more_than_there_is(whole, kind):
    content = members(whole)
    out = io.BytesIO()
    np.save(out, np.array([Trap()], dtype=object), allow_pickle=True)
    crafted = {
        "pickle": pickle.dumps(Trap()),
        "object": out.getvalue(),
        "long": npy("(10000000000,)"),
        "empty": npy("(10000000000, 0)"),
    }[kind]
    name = next(name for name in content if name.endswith(".npy"))
    assert "damaged" in outcome(signed(content, {name: crafted}))
    assert not Trap.sprung


class Trap:
    """Says so when it is unpickled."""

    sprung = False

    def __reduce__(self):
        return spring, ()


def spring():
    Trap.sprung = True


def npy(shape):
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}}}"
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


def test_a_table_packed_within_is_refused(whole):
    content = members(whole)
    name = next(name for name in content if name.endswith(".parquet"))
    out = io.BytesIO()
    pq.write_table(pa.table({"x": ["a" * 5_000_000]}), out, compression="gzip")
    assert "damaged" in outcome(signed(content, {name: out.getvalue()}))


def test_deep_json_is_refused(whole):
    deep = b"[" * 200_000 + b"]" * 200_000
    assert "trained.json can't be read" in outcome(signed(members(whole), {"trained.json": deep}))
