"""The gazetteer: its layers and indexes, and `mtfix gazetteer` on small files written here."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtfix.cli import main
from mtfix.config import Config
from mtfix.errors import ConfigError, DataError
from mtfix.gazetteer.build import build
from mtfix.gazetteer.check import problems
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.formats import BY_NAME, FORMATS, Bad, Options, format_of
from mtfix.gazetteer.forms import part_forms
from mtfix.gazetteer.layer import Layer
from mtfix.gazetteer.lookup import find
from mtfix.gazetteer.rows import COLUMNS, TYPES
from mtfix.gazetteer.store import NAMESAKES, Gazetteer, load, shipped
from mtfix.pipeline import Pipeline
from mtfix.source.russian.fold import key_of_cyrillic

HEADER = "id\ttype\ten\tru\tgender\taliases\troles\tcountry\n"
QUAYLE = "p1\tperson\tThurgood Quayle\tТургуд Квейл\tm\t\tmayor of Zzyzx\tUS\n"


class Ran(NamedTuple):
    """What a run left."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Ran]:
    """Run `mtfix gazetteer …` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def go(*argv: str | Path) -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        capsysbinary.readouterr()
        code = main(["gazetteer", *map(str, argv)])
        got = capsysbinary.readouterr()
        return Ran(code, got.out.decode(), got.err.decode())

    return go


def table(path: Path, *rows: str) -> Path:
    """A table of some rows."""
    path.write_text(HEADER + "".join(rows), "utf-8")
    return path


# --- layers


def test_the_index_holds_what_the_tables_say() -> None:
    gazetteer, entries = Gazetteer.open(), load(shipped())
    assert {e.id: e for e in gazetteer.entries} == entries
    assert len(gazetteer) == len(entries) > 13_000


def test_every_generated_form_is_found() -> None:
    gazetteer = Gazetteer.open()
    for e in list(gazetteer.of_types("person"))[::97]:
        part = len(e.ru_parts) - 1
        for form in part_forms(e, part):
            if len(form) > 1 and key_of_cyrillic(form):
                layer = gazetteer.layers[0]
                parts = {p for p, _ in layer.keys.get(key_of_cyrillic(form), ())}
                assert any(layer.entry(n // 8).id == e.id for p in parts for n in layer.parts.of(p, NAMESAKES))


def test_a_desks_entry_replaces_a_shipped_one(tmp_path: Path) -> None:
    own = table(tmp_path / "own.tsv", "person:sergey-lavrov\tperson\tSerge Lavroff\tСергей Лавров\tm\t\t\tFR\n", QUAYLE)
    gazetteer = Gazetteer.open((own,))
    assert [e.en for e in gazetteer.by_russian("лавров") if e.id == "person:sergey-lavrov"] == ["Serge Lavroff"]
    assert {h.entry.en for h in gazetteer.by_form("Lavrovym") if h.entry.id == "person:sergey-lavrov"} == {
        "Serge Lavroff"
    }
    assert [h.name for h in gazetteer.matches("Serge Lavroff met Thurgood Quayle in Geneva.")] == [
        "Serge Lavroff", "Thurgood Quayle", "Geneva",
    ]  # fmt: skip
    assert not [h for h in gazetteer.matches("Sergey Lavrov spoke.") if h.entry.id == "person:sergey-lavrov"]
    assert [e.id for e in gazetteer.entries].count("person:sergey-lavrov") == 1
    numbers = range(len(gazetteer))
    assert {gazetteer.entry(n).id for n in numbers} == {e.id for e in gazetteer.entries}


def test_a_later_table_goes_before_an_earlier(tmp_path: Path) -> None:
    one = table(tmp_path / "one.tsv", QUAYLE, "p2\tperson\tOne Two\tУан Ту\tm\t\t\t\n")
    two = table(tmp_path / "two.tsv", QUAYLE.replace("Quayle", "Quail"))
    assert [e.en for e in Gazetteer.open((one, two)).by_russian("квейл")] == ["Thurgood Quail"]
    assert [e.en for e in Gazetteer.open((two, one)).by_russian("квейл")] == ["Thurgood Quayle"]


def test_of_rows_with_one_id_the_last_counts(tmp_path: Path) -> None:
    own = table(tmp_path / "own.tsv", QUAYLE, QUAYLE.replace("Quayle", "Quail"))
    assert [e.en for e in Gazetteer.open((own,)).by_russian("квейл")] == ["Thurgood Quail"]


def test_a_desks_person_has_every_usual_given_name(tmp_path: Path) -> None:
    own = table(tmp_path / "own.tsv", "p3\tperson\tSergei Zzabrodov\tСергей Ззабродов\tm\t\t\tRU\n")
    (e,) = Gazetteer.open((own,)).by_surname("zzabrodov")
    assert "Sergey Zzabrodov" in e.aliases


def test_an_empty_table_and_one_without_rows(tmp_path: Path) -> None:
    empty = tmp_path / "empty.tsv"
    empty.write_text("", "utf-8")
    bare = table(tmp_path / "bare.tsv")
    assert len(Gazetteer.open((empty, bare))) == len(Gazetteer.open())
    assert Pipeline(Config(gazetteer=(bare,))).fix("Mayor Turgud Kvejl spoke.").text == "Mayor Turgud Kvejl spoke."


def test_a_desks_literal_names(tmp_path: Path) -> None:
    own = table(tmp_path / "own.tsv", "p4\tperson\tIvan Peskov\tИван Песков\tm\t\t\tRU\n")
    literals = Gazetteer.open((own,)).literals
    gazetteer = Gazetteer.open((own,))
    ids = {gazetteer.entry(r.entry).id for r in literals.by_word("sands") if r.entry >= 0}
    assert "p4" in ids
    assert len(ids) > 1


def test_a_missing_table_is_a_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.tsv: cannot be read .*; --gazetteer names a tab"):
        Pipeline(Config(gazetteer=(tmp_path / "none.tsv",))).fix("Nothing.")


def test_stretches_and_processes_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"p{n}\tperson\tAhmet Name{n % 7}\tАхмет Имя{'а' * (n % 5)}\tm\tA{n}\t\t\n" for n in range(300)]
    own = table(tmp_path / "own.tsv", *rows, rows[3].replace("Ahmet", "Other"))
    made = []
    for name, size in (("one", 1 << 20), ("many", 700)):
        monkeypatch.setattr("mtfix.gazetteer.build.STRETCH", size)
        folder = tmp_path / name
        folder.mkdir()
        build((own,), folder, False, {})
        layer = Layer(folder, (own,))
        sounds = {key: sorted(layer.entry(n).id for n in layer.sounds.get(key, 999)) for key in layer.sounds}
        names = {name: [layer.entry(n).id for n in layer.owners(name)] for name in layer.names}
        places = {layer.entry(n).id: layer.place(n)[1] for n in range(len(layer))}
        made.append((sounds, names, places, sorted(layer.keys.keys())))
    assert made[0] == made[1]
    assert len(made[0][2]) == 300
    assert made[0][2]["p3"] == 302


@settings(max_examples=60, deadline=None)
@given(st.text("abcdeklnorstuvZS", min_size=3, max_size=12), st.integers(1, 3))
def test_near_sounds_leaves_nothing_out(key: str, most: int) -> None:
    from rapidfuzz.distance import Levenshtein

    layer = Gazetteer.open().layers[0]
    near = layer.near_sounds(key, most)
    for other in list(layer.sounds)[::23]:
        if Levenshtein.distance(key, other) <= most:
            assert other in near


def test_of_many_with_the_same_consonants_the_nearest_are_found() -> None:
    found = {h.entry.en for h in Gazetteer.open().by_skeleton("Jubayr")}
    assert "Adel al-Jubeir" in found


def test_hits_of_very_many_namesakes_are_bounded(tmp_path: Path) -> None:
    rows = [f"p{n}\tperson\tZz{n} Quxenko\tЖз{n} Куксенко\tm\t\t\t\n" for n in range(NAMESAKES + 50)]
    gazetteer = Gazetteer.open((table(tmp_path / "own.tsv", *rows),))
    assert len(gazetteer.by_surname("quxenko")) == NAMESAKES
    assert [e.id for e in gazetteer.by_russian("куксенко")][:2] == ["p0", "p1"]
    assert len(gazetteer.by_form("Kuksenko")) == NAMESAKES


# --- show


def test_show_names_the_nearest_and_says_why(run: Callable[..., Ran]) -> None:
    ran = run("show", "Larowe")
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert lines[0] == "Larowe: no entry has this name; the nearest are"
    assert lines[1].startswith("Sergey Lavrov  person  0.")
    assert "“larowe” is 2 sounds from Лавров" in lines[2]


@pytest.mark.parametrize("name", ["Sergey Lavrov", "sergei lavrov", "Сергей Лавров", "лавров", "person:sergey-lavrov"])
def test_show_knows_an_entry_by_any_of_its_names(run: Callable[..., Ran], name: str) -> None:
    ran = run("show", "--json", name)
    found = json.loads(ran.out)["matches"]
    assert "person:sergey-lavrov" in [m["id"] for m in found]
    assert all(m["score"] == 1 for m in found)
    m = next(m for m in found if m["id"] == "person:sergey-lavrov")
    assert m["forms"]["лавров"] == ["лавров", "лаврова", "лаврову", "лавровым", "лаврове"]
    assert m["file"].endswith("people_russia.tsv")
    assert Path(m["file"]).read_text("utf-8").splitlines()[m["line"] - 1].startswith("person:sergey-lavrov\t")


def test_show_gives_every_namesake(run: Callable[..., Ran], tmp_path: Path) -> None:
    own = table(
        tmp_path / "own.tsv", "x1\tplace\tQuxville\tКуксвиль\t\t\t\tUS\n", "x2\tplace\tQuxville\tКуксвиль\t\t\t\tGB\n"
    )
    ran = run("show", "Quxville", "--gazetteer", own, "--json")
    assert [m["id"] for m in json.loads(ran.out)["matches"]] == ["x1", "x2"]


def test_show_what_nobody_is_called(run: Callable[..., Ran]) -> None:
    ran = run("show", "qqqqqqqqqqqqqqqqqqqq")
    assert ran.code == 2
    assert ran.err.startswith("mtfix: qqqqqqqqqqqqqqqqqqqq: no entry has this name or one near it")


@pytest.mark.parametrize(
    ("name", "en"),
    [
        ("Chavushoglu", "Mevlut Cavusoglu"), ("Лавровым", "Sergey Lavrov"), ("Boronenkov", "Denis Voronenkov"),
        ("Samoilovoi", "Yuliya Samoylova"), ("Washinton", "Washington"), ("Kalashnikof", "Kalashnikov"),
    ],
)  # fmt: skip
def test_lookup_puts_the_right_one_first(name: str, en: str) -> None:
    first = find(Gazetteer.open(), name)[0]
    assert first.entry.en == en
    assert 0.45 <= first.score < 1


def test_forbidden_variants_are_shown(run: Callable[..., Ran], tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("id\ttype\ten\tru\tforbidden\nx\tplace\tQuxgrad\tКуксград\tKuksgrad | Quxhrad\n", "utf-8")
    ran = run("show", "Quxgrad", "--gazetteer", own)
    assert "  forbidden Kuksgrad; Quxhrad\n" in ran.out
    assert "  where     own.tsv:2\n" in ran.out


# --- check


def test_the_shipped_tables_pass(run: Callable[..., Ran]) -> None:
    ran = run("check", "--errors")
    assert (ran.code, ran.out) == (0, "")


def test_the_shipped_people_have_a_gender_and_a_russian_name() -> None:
    told = [p.message for p in problems(shipped())]
    assert not [m for m in told if "is a spelling of" not in m]


CHECKED = [
    (QUAYLE.replace("\tm\t", "\t\t"), "gender of a person is missing", False),
    (QUAYLE.replace("\tm\t", "\tx\t"), "gender 'x' is not known; it may be m, f or empty", True),
    (QUAYLE.replace("person", "persn"), "type 'persn' is not known; did you mean 'person'?", True),
    (QUAYLE.replace("p1\t", "\t"), "'Thurgood Quayle' has no id", True),
    (QUAYLE.replace("Thurgood Quayle", ""), "'p1' has no English name", True),
    (QUAYLE.replace("Квейл", "Kвейл"), "ru: 'Kвейл' has a Latin 'K'; type it in Cyrillic", True),
    (QUAYLE.replace("Квейл", "Quayle"), "ru: 'Quayle' is Latin; give the name as Russian writes it", True),
    (QUAYLE.replace("Quayle", "Quаyle"), "en: 'Quаyle' has a Cyrillic 'а' that looks Latin; type it anew", True),
    (QUAYLE.replace("Quayle", "Квейл"), "en: 'Квейл' has a Cyrillic 'К'", True),
    (QUAYLE.replace("person", "place"), "gender 'm' of a place: only people have one", True),
    (QUAYLE.replace("Тургуд Квейл", ""), "no Russian name", False),
    (QUAYLE.replace("\tUS", ""), "7 cells where the header has 8; check the tabs", True),
    (QUAYLE + QUAYLE, "id 'p1' stands on line 2 too; keep one", True),
    (QUAYLE + QUAYLE.replace("p1", "p2"), "'Thurgood Quayle' (Тургуд Квейл) stands on line 2 too, as 'p1'", True),
    (QUAYLE + "p2\tperson\tThurgood Quayle\tТаргуд Квейл\tm\t\t\t\n", "is a spelling of 'p1' (line 2) too", False),
]


@pytest.mark.parametrize(("rows", "says", "error"), CHECKED, ids=[says for _, says, _ in CHECKED])
def test_check_finds(run: Callable[..., Ran], tmp_path: Path, rows: str, says: str, error: bool) -> None:
    own = table(tmp_path / "own.tsv", rows)
    ran = run("check", own)
    line = 1 + rows.count("\n")
    assert ran.out.splitlines()[0].startswith(f"{own}:{line}: {'' if error else 'warning: '}")
    assert says in ran.out
    assert ran.code == (2 if error else 0)


def test_check_goes_on_after_a_bad_row_and_a_missing_file(run: Callable[..., Ran], tmp_path: Path) -> None:
    own = table(tmp_path / "own.tsv", "x\n", QUAYLE.replace("person", "persn"))
    ran = run("check", "none.tsv", own)
    assert ran.code == 2
    assert len(ran.out.splitlines()) == 2
    assert "none.tsv: cannot be read" in ran.err


def test_check_of_a_good_table_is_silent(run: Callable[..., Ran], tmp_path: Path) -> None:
    ran = run("check", table(tmp_path / "own.tsv", QUAYLE))
    assert (ran.code, ran.out, ran.err) == (0, "", "mtfix: 0 errors, 0 warnings\n")


# --- formats

ENTRIES = (
    Entry(
        "Q58217", "person", "Sergey Lavrov", "Сергей Лавров", "m", ("Sergei Lavrov",), ("minister 2004-", "ambassador"),
        "RU", source="a & b <c>", forbidden=("Larowe",),
    ),
    Entry("body:un", "body", "United Nations", "ООН: Организация", "", (), (), "", ("ООН",), ("UN",), "own, “list”"),
    Entry("place:x", "place", "=Quxgrad", "Куксград"),
)  # fmt: skip


def written(path: Path, entries: tuple[Entry, ...], name: str) -> Path:
    with path.open("wb") as out:
        BY_NAME[name].write(entries, out)
    return path


@pytest.mark.parametrize("name", [f.name for f in FORMATS if f.writes])
def test_what_is_written_is_read(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / f"x.{name}", ENTRIES, name)
    assert format_of(path).name == name
    assert tuple(BY_NAME[name].read(path, Options())) == ENTRIES


_NAME = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="|"), min_size=1)
_PLAIN = _NAME.map(lambda s: " ".join(s.split())).filter(lambda s: s and not s.startswith("#"))
_MADE = st.builds(
    Entry,
    id=_PLAIN, type=st.sampled_from(sorted(TYPES)), en=_PLAIN, ru=_PLAIN, gender=st.sampled_from(["", "m", "f"]),
    aliases=st.lists(_PLAIN, max_size=3, unique=True).map(tuple), roles=st.lists(_PLAIN, max_size=2).map(tuple),
    country=st.sampled_from(["", "RU"]), acr_ru=st.lists(_PLAIN, max_size=2).map(tuple), source=st.just("own"),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(entry=_MADE, name=st.sampled_from(["tsv", "csv", "jsonl", "tbx"]))
def test_any_entry_survives_a_round_trip(tmp_path_factory: pytest.TempPathFactory, entry: Entry, name: str) -> None:
    path = written(tmp_path_factory.mktemp("x") / f"x.{name}", (entry,), name)
    assert tuple(BY_NAME[name].read(path, Options())) == (entry,)


def test_export_and_import_give_the_table_again(run: Callable[..., Ran], tmp_path: Path) -> None:
    own = written(tmp_path / "own.tsv", ENTRIES, "tsv")
    for name in ("csv", "tbx", "jsonl", "xlsx"):
        assert run("export", own, "--format", name, "--output", f"x.{name}").code == 0
        assert run("import", f"x.{name}", "--output", "back.tsv").code == 0
        assert Path("back.tsv").read_bytes() == own.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix == ".tmp") == []


def test_export_writes_the_shipped_tables(run: Callable[..., Ran]) -> None:
    ran = run("export", "--format", "csv", "--types", "event")
    assert ran.out.splitlines()[0] == ",".join(COLUMNS)
    assert "Great Patriotic War" in ran.out
    assert {line.split(",")[1] for line in ran.out.splitlines()[1:]} == {"event"}


def test_a_csv_in_other_words(run: Callable[..., Ran], tmp_path: Path) -> None:
    Path("x.csv").write_text('English,Russian,Sex,Note\n"Quayle, Inc.",Квейл,,x\n,Без имени,,\n', "utf-8")
    ran = run("import", "x.csv", "--type", "body", "--output", "out.tsv", "--source", "desk")
    assert ran.code == 0
    assert "left out 1: no English name" in ran.err
    assert Path("out.tsv").read_text("utf-8").splitlines()[1].split("\t")[:4] == [
        "body:quayle-inc", "body", "Quayle, Inc.", "Квейл",
    ]  # fmt: skip


def test_bad_records_are_named_and_the_rest_is_written(run: Callable[..., Ran], tmp_path: Path) -> None:
    Path("x.tsv").write_text(HEADER + "short\n" + QUAYLE + QUAYLE.replace("person", "persn"), "utf-8")
    ran = run("import", "x.tsv", "--output", "out.tsv")
    assert ran.code == 2
    assert "x.tsv:2: 1 cells where the header has 8" in ran.err
    assert "x.tsv:4: type 'persn' is not known; did you mean 'person'?" in ran.err
    assert "Thurgood Quayle" in Path("out.tsv").read_text("utf-8")


def test_tbx_of_version_two(tmp_path: Path) -> None:
    path = tmp_path / "x.tbx"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd"><martif type="TBX">'
        "<text><body>"
        '<termEntry id="e7"><descripGrp><descrip type="subjectField">Body</descrip></descripGrp>'
        '<langSet xml:lang="en-US"><tig><term>Duma</term></tig><ntig><termGrp><term>State Duma</term>'
        '<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig></langSet>'
        '<langSet xml:lang="ru"><tig><term>Государственная дума</term></tig></langSet></termEntry>'
        '<termEntry id="e8"><langSet xml:lang="de"><tig><term>Rat</term></tig></langSet></termEntry>'
        "</body></text></martif>",
        "utf-8",
    )
    first, second = BY_NAME["tbx"].read(path, Options())
    assert first == Entry("e7", "body", "State Duma", "Государственная дума", aliases=("Duma",))
    assert second.reason == "no English term"  # type: ignore[union-attr]


@pytest.mark.parametrize(("text", "says"), [("<tbx><text>", r"x\.tbx:1: no well-formed XML"), ("<a/>", "is it TBX")])
def test_no_tbx(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "x.tbx").write_text(text, "utf-8")
    with pytest.raises(DataError, match=says):
        list(BY_NAME["tbx"].read(tmp_path / "x.tbx", Options()))


def claim(value: object, rank: str = "normal", **qualifiers: str) -> dict[str, object]:
    """A claim of Wikidata."""

    def snak(v: object) -> dict[str, object]:
        return {"snaktype": "value", "datavalue": {"value": v}}

    made = {p: [snak({"time": f"+{t}-01-01T00:00:00Z"})] for p, t in qualifiers.items()}
    return {"mainsnak": snak({"id": value}), "rank": rank, "qualifiers": made}


def item(number: str, en: str, ru: str, *classes: str, aliases: tuple[str, ...] = (), **claims: object) -> str:
    """An entity of Wikidata as a line of the dump."""
    labels = {k: {"language": k, "value": v} for k, v in (("en", en), ("ru", ru)) if v}
    return json.dumps(
        {
            "type": "item", "id": number, "labels": labels, "aliases": {"en": [{"value": a} for a in aliases]},
            "claims": {"P31": [claim(c) for c in classes], **claims},
        },
        ensure_ascii=False,
    )  # fmt: skip


DUMP = "[\n" + ",\n".join(
    (
        item(
            "Q58217", "Sergey Lavrov", "Сергей Лавров", "Q5", aliases=("Sergei Lavrov", "Лавров"),
            P21=[claim("Q6581097")],
            P39=[claim("Q99", P580="2004"), claim("Q98", "deprecated"), claim("Q97", P582="1994")],
        ),
        item("Q99", "Minister of Foreign Affairs", "министр", "Q4164871"),
        item("Q649", "Moscow", "Москва (город)", "Q5119", "Q515"),
        item("Q1065", "United Nations", "ООН", "Q484652", aliases=("UN", "U.N.")),
        item("Q7", "Somebody", "", "Q5"),
        item("Q8", "", "Некто", "Q5"),
        item("Q9", "yellow", "жёлтый", "Q1075"),
        '{"type": "property", "id": "P31"}',
        "not json",
    )
) + "\n]\n"  # fmt: skip


@pytest.mark.parametrize("ending", ["json", "json.gz", "json.bz2"])
def test_wikidata(run: Callable[..., Ran], tmp_path: Path, ending: str) -> None:
    pack: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "json": bytes}
    path = tmp_path / f"dump.{ending}"
    path.write_bytes(pack[ending.split(".")[-1]](DUMP.encode()))
    ran = run("import", path, "--output", "out.tsv")
    rows = {e.id: e for e in load((Path("out.tsv"),)).values()}
    assert rows["Q58217"].roles == ("Minister of Foreign Affairs 2004-", "Q97 -1994")
    assert rows["Q58217"].gender == "m"
    assert rows["Q58217"].source == "Wikidata Q58217"
    assert "Sergei Lavrov" in rows["Q58217"].aliases
    assert "Лавров" not in rows["Q58217"].aliases
    assert (rows["Q649"].type, rows["Q649"].ru) == ("place", "Москва")
    assert (rows["Q1065"].acr_en, rows["Q1065"].aliases) == (("UN",), ("U.N.",))
    assert not {"Q7", "Q8", "Q9", "Q99"} & set(rows)
    assert ran.code == 2
    assert f"{path}:10: no JSON" in ran.err
    for reason in ("no Russian label", "no English label", "of no class that is a type of entry", "bad record"):
        assert f"left out 1: {reason}" in ran.err


def test_wikidata_of_one_type(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_text(DUMP, "utf-8")
    made = BY_NAME["wikidata"].read(path, Options(frozenset({"place"})))
    assert [e.id for e in made if isinstance(e, Entry)] == ["Q649"]


def entity(number: str, schema: str, **properties: object) -> str:
    """A FollowTheMoney entity."""
    return json.dumps({"id": number, "schema": schema, "properties": properties}, ensure_ascii=False)


def test_opensanctions(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json"
    rows = (
        entity("NK-1", "Person", name=["LAVROV, Sergey", "ЛАВРОВ Сергей Викторович"], gender=["male"],
               position=["Minister of Foreign Affairs"], country=["ru"], alias=["Sergei Lavrov"]),
        entity("NK-2", "Company", name=["ООО «Куксима»", "Quxima LLC"], jurisdiction=["ru"]),
        entity("NK-3", "Vessel", name=["Yantar", "Янтарь"]),
        entity("NK-4", "Ownership", owner=["NK-1"]),
        entity("NK-5", "Person", name=["Latin Only"]),
        entity("NK-6", "Person", name=["Iryna X", "Ірина Х"]),
        "[]",
    )  # fmt: skip
    path.write_text("\n".join(rows), "utf-8")
    ran = run("import", path, "--output", "out.tsv")
    made = load((Path("out.tsv"),))
    e = made["NK-1"]
    assert (e.en, e.ru, e.gender, e.country) == ("Sergey Lavrov", "Сергей Лавров", "m", "RU")
    assert e.roles == ("Minister of Foreign Affairs",)
    assert e.source == "OpenSanctions NK-1"
    assert (made["NK-2"].type, made["NK-2"].en, made["NK-2"].ru) == ("body", "Quxima LLC", "ООО «Куксима»")
    assert made["NK-3"].type == "vessel"
    assert not {"NK-4", "NK-5", "NK-6"} & set(made)
    for reason in ("schema Ownership", "no name in Cyrillic", "no name in Russian letters"):
        assert f"left out 1: {reason}" in ran.err


def place(number: int, name: str, others: str, kind: str = "P", people: int = 100) -> str:
    """A row of GeoNames' main table."""
    cells = [
        str(number),
        name,
        name,
        others,
        "1",
        "2",
        kind,
        "PPL",
        "KZ",
        *[""] * 5,
        str(people),
        "",
        "",
        "Asia/Almaty",
        "",
    ]
    return "\t".join(cells) + "\n"


def test_geonames(run: Callable[..., Ran], tmp_path: Path) -> None:
    main_table = tmp_path / "cities500.txt"
    main_table.write_text(
        place(1, "Almaty", "Alma-Ata,Алматы,Алмати,アルマトイ")
        + place(2, "Qonayev", "Қонаев,Конаев")
        + place(3, "Nowhere", "")
        + place(4, "Peak", "Пик", "T")
        + place(5, "Hamlet", "Хамлет", people=3)
        + "broken\n",
        "utf-8",
    )
    ran = run("import", main_table, "--output", "out.tsv", "--least", "10")
    made = load((Path("out.tsv"),))
    assert (made["geonames:1"].ru, made["geonames:2"].ru) == ("Алматы", "Конаев")
    assert made["geonames:1"].country == "KZ"
    for reason in (
        "no Russian name",
        "no settlement or administrative area",
        "fewer than 10 inhabitants",
        "bad record",
    ):
        assert f"left out 1: {reason}" in ran.err
    names = tmp_path / "alternateNamesV2.txt"
    names.write_text(
        "11\t1\tru\tАлма-Ата\t\t\t\t1\t\t\n12\t1\tru\tАлматы\t1\t\t\t\t\t\n13\t1\ten\tAlma-Ata\t\t\t\t\t\t\n"
        "14\t3\tru\tНигде\t\t\t\t\t\t\n15\t2\tkk\tҚонаев\t\t\t\t\t\t\n",
        "utf-8",
    )
    run("import", main_table, "--output", "out.tsv", "--alternates", names)
    made = load((Path("out.tsv"),))
    assert (made["geonames:1"].ru, made["geonames:1"].en, made["geonames:1"].aliases) == (
        "Алматы",
        "Alma-Ata",
        ("Almaty",),
    )
    assert made["geonames:3"].ru == "Нигде"
    assert "geonames:2" not in made


# --- merging


def test_merge_keeps_what_is_there_and_reports_what_contradicts(run: Callable[..., Ran], tmp_path: Path) -> None:
    out = written(
        tmp_path / "out.tsv", (Entry("p1", "person", "Ann Roe", "Энн Роу", "f", (), ("mayor",), source="a"),), "tsv"
    )
    more = (
        Entry("p1", "person", "Anne Roe", "Энн Роу", "m", ("A. Roe",), ("mayor", "judge"), "GB", source="b"),
        Entry("Q1", "person", "Ann Roe", "Энн Роу", "f", (), ("poet",), source="c"),
        Entry("Q2", "person", "Ann Roe", "Энн Рой", "f"),
    )
    written(tmp_path / "more.tsv", more, "tsv")
    ran = run("import", "more.tsv", "--output", out, "--merge")
    made = load((out,))
    assert made["p1"] == Entry(
        "p1",
        "person",
        "Ann Roe",
        "Энн Роу",
        "f",
        ("Anne Roe", "A. Roe"),
        ("mayor", "judge", "poet"),
        "GB",
        source="a; b; c",
    )
    assert "Q1" not in made
    assert made["Q2"].ru == "Энн Рой"
    assert "more.tsv: p1: gender 'm' left out, 'f' kept" in ran.err
    assert "2 entries, 1 new, 2 merged, 1 contradictions" in ran.err


def test_import_twice_changes_nothing(run: Callable[..., Ran], tmp_path: Path) -> None:
    source = written(tmp_path / "x.tsv", ENTRIES, "tsv")
    run("import", source, "--output", "out.tsv")
    first = Path("out.tsv").read_bytes()
    run("import", source, "--output", "out.tsv", "--merge")
    assert Path("out.tsv").read_bytes() == first


def test_an_import_that_fails_leaves_the_table_as_it_was(run: Callable[..., Ran], tmp_path: Path) -> None:
    out = tmp_path / "out.tsv"
    out.write_text("id\ttype\n", "utf-8")
    ran = run("import", written(tmp_path / "x.tsv", ENTRIES, "tsv"), "--output", out, "--merge")
    assert ran.code == 2
    assert "out.tsv:1: column 'en' is missing" in ran.err
    assert out.read_text("utf-8") == "id\ttype\n"


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ("", "gazetteer needs one of show, check, import, export"),
        ("shew x", "did you mean 'show'?"),
        ("import x.tsv", "--output"),
        ("import x.foo --output o.tsv", "x.foo: its format does not show in its name; give --format"),
        ("import x.csv --output o.tsv", "x.csv: cannot be read"),
        ("import x.csv --output o.tsv --types persn", "type 'persn' is not known"),
        ("import x.txt --format geonames --alternates none --output o.tsv", "none: no such file"),
        ("export --format xlsx", "give --output FILE.xlsx"),
        ("export none.tsv --format csv", "none.tsv: cannot be read"),
        ("export --format csv --output no/where.csv", "cannot be written"),
    ],
)
def test_what_can_be_asked_wrong(run: Callable[..., Ran], argv: str, says: str) -> None:
    ran = run(*argv.split())
    assert ran.code == 2
    assert says in ran.err
    assert len(ran.err.splitlines()) <= 3
    assert "Traceback" not in ran.err


def test_a_broken_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"no zip")
    with pytest.raises(DataError, match=r"x\.xlsx: no spreadsheet"):
        list(BY_NAME["xlsx"].read(tmp_path / "x.xlsx", Options()))


def test_a_bad_json_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"en": "A", "type": "place"}\n[1]\n', "utf-8")
    first, second = BY_NAME["jsonl"].read(tmp_path / "x.jsonl", Options())
    assert isinstance(first, Entry)
    assert second == Bad(2, "no JSON object")
