"""A desk's own words: files of its own, other people's dictionaries, and the command that handles them."""

from __future__ import annotations

import contextlib
import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mtfix.source.russian.own as own_module
from mtfix.analysis.coverage import Coverage, Status, measure
from mtfix.analysis.knowledge import Knowledge
from mtfix.cli import main
from mtfix.config import Config
from mtfix.errors import DataError, MtfixError
from mtfix.pipeline import Pipeline
from mtfix.source.formats import Pair, detect, dictd, read
from mtfix.source.formats.write import lines
from mtfix.source.russian.check import problems
from mtfix.source.russian.imports import Import
from mtfix.source.russian.lexicon import Lexicon
from mtfix.source.russian.pack import Russian
from mtfix.source.russian.rows import SENSES, Row, load

HEADER = "lemma\tpos\tenglish\tsense\n"


class Ran(NamedTuple):
    """What a run left."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Ran]:
    """Run `mtfix lexicon …` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def go(*argv: str | Path) -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        capsysbinary.readouterr()
        code = main(["lexicon", *map(str, argv)])
        got = capsysbinary.readouterr()
        return Ran(code, got.out.decode(), got.err.decode())

    return go


def table(path: Path, *rows: str, header: str = HEADER) -> Path:
    path.write_text(header + "".join(r.replace("|", "\t") + "\n" for r in rows), "utf-8")
    return path


# --- a desk's file over the shipped words


@pytest.mark.parametrize(
    ("latin", "form", "english"),
    [
        ("glokozavrami", "глокозаврами", "glokosaurs"),
        ("glokozavra", "глокозавра", "glokosaur"),
        ("kuzdranulis", "кузданулись", ""),  # no form of any row
        ("bokryachil", "бокрячил", "pestered"),
        ("shtekastoy", "штекастой", "brusque"),
    ],
)
def test_every_form_of_a_new_word_is_restored(tmp_path: Path, latin: str, form: str, english: str) -> None:
    path = table(
        tmp_path / "own.tsv",
        "глокозавр|NOUN|glokosaur|animal", "бокрячить|VERB|pester|action", "штекастый|ADJF|brusque|quality",
    )  # fmt: skip
    russian = Russian.open((path,))
    if english:
        assert form in {r.form for r in russian.restorer.restore(latin)[:2]}
    assert russian.read(form).english[:1] == ((english,) if english else ())


def test_a_new_word_is_repaired_in_a_story_and_only_where_the_file_is_given(tmp_path: Path) -> None:
    path = table(tmp_path / "own.tsv", "глокозавр|NOUN|glokosaur|animal")
    text = "Keepers at the park fed five glokozavrov on Friday."
    (found,) = [f for f in Pipeline(Config(lexicon=(path,))).check(text).findings if f.text == "glokozavrov"]
    assert found.suggestions[0] == "glokosaurs"
    assert not any("glokosaur" in s for f in Pipeline().check(text).findings for s in f.suggestions)


def test_a_desks_row_replaces_the_shipped_one_of_that_part_of_speech_alone(tmp_path: Path) -> None:
    path = table(tmp_path / "own.tsv", "больной|NOUN|in-patient|person")
    lexicon = Lexicon.open((path,))
    shipped = Lexicon.open().get("больной", "ADJF")
    assert lexicon.get("больной", "NOUN").english == ("in-patient",)
    assert lexicon.get("больной", "ADJF") == shipped
    assert "больной" in lexicon.of_sense("person")


def test_words_of_the_shipped_lexicon_that_no_dictionary_has_are_restored_in_every_form() -> None:
    russian = Russian.open()
    for latin, lemma in (("loukosterami", "лоукостер"), ("antimaydanovtsev", "антимайдановец")):
        best = russian.restorer.restore(latin)[0]
        assert russian.read(best.form, best.first).lemma == lemma


def test_a_small_file_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes it quick to open: neither the lexicon nor the index of forms is made again."""
    Russian.open().index, Lexicon.open()

    def never(*_: object) -> Path:
        raise AssertionError("something was compiled")

    path = table(tmp_path / "own.tsv", "глокозавр|NOUN|glokosaur|animal")
    monkeypatch.setattr("mtfix.cache.tempfile.mkdtemp", never)
    assert "глокозаврами" in Russian.open((path,)).index


def test_many_rows_are_kept_in_the_cache_and_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "own.tsv", "глокозавр|NOUN|glokosaur|animal", "бокрячить|VERB|pester|action")
    few = Russian.open((path,)).overlays[0]
    monkeypatch.setattr(own_module, "_MANY", 1)
    monkeypatch.setattr("mtfix.cache.cache_dir", lambda: tmp_path / "cache")
    rows = tuple(load((path,)))
    many = own_module.OwnForms.of(rows, -7.0, lambda: Russian.open().morph, Russian.open().index)
    assert sorted(many.spellings()) == sorted(few.spellings())
    assert [p.name.partition("-")[0] for p in (tmp_path / "cache").iterdir()] == ["own"]
    assert many.get("глокозавром") == few.get("глокозавром")


@pytest.mark.parametrize(
    ("lemma", "pos", "forms"),
    [
        ("бяклик", "NOUN", {"бяклика", "бякликами", "бяклики"}),
        ("щуб", "NOUN", {"щуба", "щубом", "щубов"}),
        ("гнямба", "NOUN", {"гнямбы", "гнямбой", "гнямб", "гнямбах"}),
        ("вжухня", "NOUN", {"вжухни", "вжухней", "вжухнями"}),
        ("свежущий", "ADJF", {"свежущего", "свежущая", "свежущими"}),
        ("мсзж", "NOUN", set()),  # letters: not declined
        ("гнямбо", "NOUN", set()),
    ],
)
def test_a_lemma_that_looks_like_another_words_form_is_declined_after_an_example(
    lemma: str, pos: str, forms: set[str]
) -> None:
    made = {word for word, _ in own_module._by_example(lemma, pos, Russian.open().morph)}
    assert forms <= made
    assert bool(made) == bool(forms)
    assert all(word.startswith(lemma.rstrip("аяйи")[:-1]) for word in made)


def test_a_form_of_several_cases_is_read_as_the_first_of_its_paradigm() -> None:
    assert Russian.open().read("зашквар").grammar.case == "nomn"


def test_every_example_of_declension_gives_its_own_forms() -> None:
    morph = Russian.open().morph
    for pos, rows in own_module._EXAMPLES.items():
        for _, example in rows:
            made = {word for word, _ in own_module._by_example(example, pos, morph)}
            assert len(made) >= 7, example
            assert example in made


# --- what is wrong with a row

BAD = [
    ("силовиk|NOUN|security official|person", "mixes Cyrillic with Latin 'k'"),
    ("silovik|NOUN|security official|person", "is not in Cyrillic"),
    ("вор в законе|NOUN|crime boss|person", "is several words"),
    ("Силовик|NOUN|security official|person", "has capitals"),
    ("|NOUN|security official|person", "the lemma is empty"),
    ("силовик|noun|security official|person", "did you mean NOUN?"),
    ("силовик|XYZ|security official|person", "it may be NOUN"),
    ("силовик|NOUN|security official|persn", "did you mean 'person'?"),
    ("силовик|NOUN|security official|zzz", "abstract, action"),
    ("силовик|NOUN| ; |person", "has no English"),
    ("силовик|NOUN|силовик|person", "holds Cyrillic"),
    ("силовик|NOUN|security official", "3 cells where the header has 4"),
]


@pytest.mark.parametrize(("row", "says"), BAD, ids=[says for _, says in BAD])
def test_a_bad_row_is_named_with_its_line_by_every_way_in(
    tmp_path: Path, run: Callable[..., Ran], row: str, says: str
) -> None:
    path = table(tmp_path / "own.tsv", "# a comment", "глокозавр|NOUN|glokosaur|animal", row)
    with pytest.raises(DataError) as e:
        Pipeline(Config(lexicon=(path,))).fix("A story.")
    assert str(e.value).startswith(f"{path}:4: ")
    assert says in str(e.value)
    ran = run("check", path)
    assert ran.code == 2
    assert f"{path}:4: " in ran.out + ran.err
    assert says in ran.out + ran.err


def test_check_goes_on_after_an_error_and_notes_what_is_replaced(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = table(
        tmp_path / "own.tsv",
        "глокозавр|NOUN|glokosaur|animal", "глокозавр|NOUN|glock|animal", "слово|NOUN||text",
        "силовик|NOUN|spook|person",
    )  # fmt: skip
    found = [(p.line, p.error, p.message) for p in problems(path, Lexicon.open()) if p.message]
    assert [(line, error) for line, error, _ in found] == [(3, True), (4, True), (5, False)]
    assert "stands in line 2 already" in found[0][2]
    assert "replaces the shipped security official" in found[2][2]
    assert run("check", path).code == 2


def test_check_of_a_good_file_is_quiet_and_of_an_empty_one_is_not(tmp_path: Path, run: Callable[..., Ran]) -> None:
    good, empty = table(tmp_path / "a.tsv", "глокозавр|NOUN|glokosaur|animal"), table(tmp_path / "b.tsv")
    ran = run("check", good)
    assert (ran.code, ran.out) == (0, "")
    assert "no errors" in ran.err
    assert "no rows" in run("check", empty).out


def test_the_shipped_files_hold_to_what_is_asked_of_a_desks() -> None:
    from mtfix.source.russian.lexicon import shipped

    assert load(shipped())
    assert {e.sense for e in Lexicon.open()} <= set(SENSES)


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path, run: Callable[..., Ran]) -> None:
    with pytest.raises(MtfixError, match=r"none\.tsv: cannot be read"):
        Pipeline(Config(lexicon=(tmp_path / "none.tsv",))).fix("A story.")
    for argv in (
        ("check", "none.tsv"), ("show", "слово", "--lexicon", "none.tsv"), ("import", "none.tbx"),
        ("import", "none.csv"), ("import", "none.index"), ("import", "none"), ("coverage", "none.txt"),
    ):  # fmt: skip
        ran = run(*argv)
        assert (ran.code, ran.err.count("\n")) == (2, 1), argv
        assert "none" in ran.err


# --- other people's dictionaries

TBX2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="1"><descripGrp><descrip type="subjectField">military</descrip></descripGrp>
<langSet xml:lang="en-US"><tig><term>irregular</term></tig>
<ntig><termGrp><term>militia <hi>member</hi></term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
</termGrp></ntig></langSet>
<langSet xml:lang="ru"><tig><term>ополченец</term><termNote type="partOfSpeech">noun</termNote></tig></langSet>
</termEntry><termEntry id="2"><langSet xml:lang="en"><tig><term>ministry of defence</term></tig></langSet>
<langSet xml:lang="ru"><tig><term>министерство обороны</term></tig></langSet></termEntry>
<termEntry id="3"><langSet xml:lang="en"><tig><term>alone</term></tig></langSet></termEntry>
</body></text></martif>"""
TBX3 = """<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body>
<conceptEntry id="1"><min:subjectField>military</min:subjectField>
<langSec xml:lang="ru"><termSec><term>ополченец</term><min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec>
<langSec xml:lang="en"><termSec><term>irregular</term></termSec><termSec><term>bandit</term>
<min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec></langSec></conceptEntry>
</body></text></tbx>"""


def test_tbx_of_both_versions(tmp_path: Path) -> None:
    for text, english, entries in (
        (TBX2, ("militia member", "irregular"), 3), (TBX3, ("irregular",), 1),
    ):  # fmt: skip
        path = tmp_path / "glossary"  # told by its content
        path.write_text(text, "utf-8")
        assert detect(path) == "tbx"
        pairs = list(read(path, "tbx"))
        assert pairs[0] == Pair(("ополченец",), english, "noun", "military")
        assert len(pairs) == entries


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<!DOCTYPE tbx [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><tbx>&c;</tbx>', ":1: declares entities"),
        ('<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/hostname">]><tbx>&x;</tbx>', "declares entities"),
        ("<tbx>\n<text>\n</tbx>", ":3: no well-formed XML (mismatched tag)"),
        ("<tmx></tmx>", "root is <tmx>"),
        ("", "no well-formed XML"),
    ],
)
def test_xml_that_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "x.tbx"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError) as e:
        list(read(path, "tbx"))
    assert says in str(e.value)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("ru,en,pos,domain\nополченец,irregular,noun,military\n", None),
        ("ID;English;Russian;Part of Speech;Subject\n1;irregular;ополченец;noun;military\n", None),
        ("# made by hand\nen-GB\tru-RU\tPOS\tDomain\nirregular\tополченец\tnoun\tmilitary\n", None),
        ('"en"|"ru"|"pos"|"domain"\n"irregular"|"ополченец"|"noun"|"military"\n', None),
        ("\ufeffанглийский,русский,часть речи,тематика\r\nirregular,ополченец,noun,military\r\n", None),
        ("1;ополченец;irregular\n", (2, 3)),
    ],
)
def test_tables_of_every_kind(tmp_path: Path, text: str, columns: tuple[int, int] | None) -> None:
    for encoding in ("utf-8", "utf-16"):
        path = tmp_path / "words.csv"
        path.write_bytes(text.encode(encoding))
        (pair,) = read(path, detect(path), columns)
        assert (pair.russian, pair.english) == (("ополченец",), ("irregular",))
        assert columns or (pair.pos, pair.domain) == ("noun", "military")


def test_a_table_that_does_not_name_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("ополченец,irregular\n", "utf-8")
    with pytest.raises(DataError, match=r"words\.csv:1: no column is named as the Russian one .* --columns"):
        list(read(path, "csv"))


DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def coded(n: int) -> str:
    return (coded(n // 64) if n >= 64 else "") + DIGITS[n % 64]


@given(st.integers(0, 2**40))
def test_numbers_of_a_dictd_index(n: int) -> None:
    assert dictd.number(coded(n)) == n


def dictionary(folder: Path, entries: list[tuple[str, str]], packed: bool) -> Path:
    """A dictd dictionary; the index is in the order of headwords, as dictfmt leaves it."""
    text, rows = b"", []
    for head, body in [("00-database-info", "a notice"), *entries]:
        data = body.encode()
        rows.append(f"{head}\t{coded(len(text))}\t{coded(len(data))}\n")
        text += data
    (folder / "d.index").write_text("".join(sorted(rows)), "utf-8")
    (folder / ("d.dict.dz" if packed else "d.dict")).write_bytes(gzip.compress(text) if packed else text)
    return folder / "d.index"


MUELLER = [
    ("fighter", "fighter\n   [↗faɪtɜ] _n.\n   1) боец, воин\n   2) _воен. истребитель; fighter plane самолёт\n"),
    ("warrior", "warrior\n   [↗wɔrɪɜ] _n. воин; боец\n"),
    ("brand", "brand\n   [brænd]\n   1. _n. клеймо (на чём-л.)\n   2. _v. клеймить\n"),
    ("of", "of\n   [ɔv] _prp. указывает на принадлежность\n"),
]
FREEDICT = [("боец", "боец /bɐˈjets/ <n, masc>\n1. fighter, warrior\n2. soldier (in an army)\n"), ("ё", "ё /jo/\nyo\n")]


@pytest.mark.parametrize("packed", [False, True])
def test_dictd_from_english_is_turned_round(tmp_path: Path, packed: bool) -> None:
    path = dictionary(tmp_path, MUELLER, packed)
    made = Import(Russian.open(), {"fighter": 4.0, "warrior": 3.9, "brand": 4.0}.__getitem__)
    made.add(read(path, detect(path)), "d")
    rows = {(r.lemma, r.pos): r for r in made.rows()}
    assert rows["боец", "NOUN"].english == ("fighter", "warrior")
    assert rows["воин", "NOUN"].english == ("warrior", "fighter")
    assert rows["истребитель", "NOUN"].domain == "воен"
    assert rows["клеймо", "NOUN"].english == rows["клеймить", "VERB"].english == ("brand",)
    assert made.summary().startswith("1 of 6 entries left out: 1 whose Russian term is several words")


@pytest.mark.parametrize("packed", [False, True])
def test_dictd_from_russian(tmp_path: Path, packed: bool) -> None:
    pairs = list(read(dictionary(tmp_path, FREEDICT, packed), "dictd"))
    assert pairs[0] == Pair(("боец",), ("fighter", "warrior", "soldier"), "noun")


def test_a_damaged_dictd(tmp_path: Path) -> None:
    index = dictionary(tmp_path, MUELLER, True)
    packed = tmp_path / "d.dict.dz"
    packed.write_bytes(packed.read_bytes()[:80])
    with pytest.raises(DataError, match=r"d\.dict\.dz: cannot be read"):
        list(read(index, "dictd"))
    index.write_text("fighter\tA!\tB\n")
    with pytest.raises(DataError, match=r"d\.index:1: no line of a dictd index"):
        list(read(index, "dictd"))
    packed.unlink()
    with pytest.raises(DataError, match=r"d\.dict\.dz: no such file"):
        list(read(index, "dictd"))


def test_what_imports_cannot_use_is_counted(tmp_path: Path) -> None:
    made = Import(Russian.open())
    made.add(
        [
            Pair(("ополче́нец",), ("an irregular (soldier)", "to fight")), Pair((), ("alone",)), Pair(("один",), ()),
            Pair(("вор в законе",), ("crime boss",)), Pair(("Москва",), ("Moscow",)), Pair(("word",), ("word",)),
            Pair(("ополченцами",), ("irregulars",)), Pair(("боец",), ("боец",)),
        ],
        "x",
    )  # fmt: skip
    (row,) = made.rows()
    assert (row.lemma, row.english, row.sense, row.source) == ("ополченец", ("an irregular", "fight"), "person", "x")
    assert made.summary().startswith("7 of 8 entries left out: 1 without a Russian term, ")
    assert sum(made.left_out.values()) == 7


# --- the command


def test_import_merges_and_says_where_each_word_comes_from(tmp_path: Path, run: Callable[..., Ran]) -> None:
    Path("a.tbx").write_text(TBX2, "utf-8")
    Path("b.csv").write_text("ru,en\nополченец,militiaman; irregular\nглокозавр,glokosaur\n", "utf-8")
    ran = run("import", "a.tbx", "b.csv", "--output", "out.tsv")
    assert (ran.code, ran.out) == (0, "")
    assert "2 of 5 entries left out: 1 whose Russian term is several words, 1 without a Russian term" in ran.err
    rows = {r.lemma: r for r in load((Path("out.tsv"),))}
    assert rows["ополченец"].english == ("militia member", "irregular", "militiaman")
    assert (rows["ополченец"].source, rows["ополченец"].domain) == ("a.tbx, b.csv", "military")
    assert run("check", "out.tsv").code == 0


@pytest.mark.parametrize("form", ["tsv", "csv", "tbx"])
def test_what_is_exported_can_be_imported(tmp_path: Path, run: Callable[..., Ran], form: str) -> None:
    own = table(Path("own.tsv"), "глокозавр|NOUN|glokosaur; big & <old> lizard|animal", "ёлка|NOUN|fir|plant")
    ran = run("export", "--own-only", "--lexicon", own, "--format", form, "--output", f"x.{form}")
    assert ran.code == 0
    assert run("import", f"x.{form}", "--output", "again.tsv").code == 0
    before, after = (sorted((r.lemma, r.pos, r.english) for r in load((Path(p),))) for p in ("own.tsv", "again.tsv"))
    assert before == after


def test_export_gives_the_lexicon_in_force(run: Callable[..., Ran], tmp_path: Path) -> None:
    own = table(Path("own.tsv"), "силовик|NOUN|spook|person")
    out = run("export", "--format", "csv", "--lexicon", own).out
    assert "\r\nсиловик,spook,NOUN,person," in out
    assert out.count("\r\nсиловик,") == 1
    assert out.count("\n") == len(Lexicon.open()) + 1


def test_show_says_what_a_word_is_and_where_that_comes_from(run: Callable[..., Ran], tmp_path: Path) -> None:
    own = table(Path("own.tsv"), "глокозавр|NOUN|glokosaur|animal")
    out = run("show", "силовиками", "глокозавра", "glokozavrov", "псевдоведомство", "блюмкарить", "--lexicon", own).out
    blocks = out.split("\n\n")
    assert blocks[0].startswith("силовиками: instrumental plural noun of силовик\n  noun, person: security official")
    assert "lexicon.tsv:" in blocks[0]
    assert "own.tsv:2" in blocks[1]
    assert "own.tsv:2" in blocks[2]
    assert "from its parts: псевдо- (pseudo-{}) + ведомство" in blocks[3]
    assert "not in the lexicon" in blocks[4]


def test_coverage_counts_what_is_known_and_lists_what_is_not(run: Callable[..., Ran], tmp_path: Path) -> None:
    Path("ru.txt").write_text("Чиновники псевдоведомства блюмкарили в Москве. Они блюмкарили и вчера.", "utf-8")
    out = run("coverage", "ru.txt", "--top", "1").out
    assert out.endswith("most frequent unknown lemmas:\n     2  блюмкарить\n")
    counts = Coverage()
    measure(Path("ru.txt").read_text("utf-8"), Knowledge.open(Config()), counts)
    assert counts.tokens == {Status.DIRECT: 2, Status.DERIVED: 1, Status.UNKNOWN: 2}
    assert counts.names == 1


def test_coverage_of_a_text_with_leftovers() -> None:
    counts = Coverage()
    measure("They informed the Russian dipvedomstva of it.", Knowledge.open(Config()), counts)
    assert counts.tokens == {Status.DIRECT: 1}


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["shwo", "слово"], "invalid choice"),
        (["show"], "needs a WORD"),
        (["check"], "needs a FILE"),
        (["export", "x"], "takes no FILE"),
        (["import", "x.csv", "--columns", "1"], "two numbers"),
        (["import", "x.csv", "--columns", "1,1"], "two numbers"),
        (["import", "x.csv", "--format", "xls"], "tbx, csv, dictd"),
        (["export", "--format", "dictd"], "tsv, csv, tbx"),
        (["show", "слово", "--output", "x"], "--output goes with import and export"),
        (["import", "x.csv", "--output", "x.csv"], "is an input"),
        (["import", "x.bin"], "say --format"),
        (["coverage", "x.bin", "--config", "none.toml"], "none.toml"),
    ],
)
def test_what_cannot_be_meant(run: Callable[..., Ran], argv: list[str], says: str) -> None:
    Path("x.csv").write_text("ru,en\nслово,word\n", "utf-8")
    Path("x.bin").write_bytes(b"\0\1\2")
    ran = run(*argv)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert says in ran.err
    assert Path("x.csv").read_text("utf-8") == "ru,en\nслово,word\n"


def test_nothing_is_left_of_an_import_that_fails(run: Callable[..., Ran]) -> None:
    Path("a.csv").write_text("ru,en\nслово,word\n", "utf-8")
    Path("b.tbx").write_text("<tbx>", "utf-8")
    assert run("import", "a.csv", "b.tbx", "--output", "out.tsv").code == 2
    assert sorted(p.name for p in Path().iterdir()) == ["a.csv", "b.tbx"]


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_entry_breaks_the_reader(head: str, body: str) -> None:
    made = Import(Russian.open())
    with contextlib.suppress(StopIteration):
        made.add(dictd.parse(head, body), "x")
    for row in made.rows():
        assert row.english
        assert "\t" not in "".join(lines([row], "tsv")).split("\n")[1].replace("\t", "", 5)


def test_rows_of_an_import_can_be_loaded(tmp_path: Path) -> None:
    rows = [Row("слово", "NOUN", ("word",), "text", "a\tb", "c\nd")]
    path = tmp_path / "x.tsv"
    path.write_text("".join(lines(rows, "tsv", ("Source: x",))), "utf-8")
    assert [r.domain for r in load((path,))] == ["a b"]


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    path = table(tmp_path / "own.tsv", "глокозавр|NOUN|glokosaur|animal")
    assert Russian.open((path,)).read("глокозавры").english == ("glokosaurs",)
    table(path, "глокозавр|NOUN|great lizard|animal")
    assert Russian.open((path,)).read("глокозавры").english == ("great lizards",)
