"""Termbases: both versions of TBX, streamed, and what is wrong with one said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtfix.errors import DataError
from mtfix.tbx import Concept, Term, read_tbx

V2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>A desk's own.</p></sourceDesc></fileDesc>
</martifHeader><text><body>
<termEntry id="c1"><descripGrp><descrip type="subjectField">diplomacy</descrip></descripGrp>
<langSet xml:lang="ru-RU"><tig><term>верительная грамота</term>
<termNote type="partOfSpeech">noun</termNote></tig></langSet>
<langSet xml:lang="en"><tig><term>letter of <hi>credence</hi></term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
<ntig><termGrp><term>confidence paper</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig>
</langSet></termEntry></body></text></martif>
"""
V3 = """<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min"><tbxHeader/><text><body>
<conceptEntry id="7"><min:subjectField>law</min:subjectField>
<langSec xml:lang="ru"><termSec><term>подсудность</term><min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec>
<langSec xml:lang="en"><termSec><term>venue</term>
<min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus>
</termSec></langSec></conceptEntry></body></text></tbx>
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "t.tbx"
    path.write_text(text, "utf-8")
    return path


def test_version_2(tmp_path: Path) -> None:
    (c,) = read_tbx(write(tmp_path, V2))
    assert (c.id, c.subject) == ("c1", "diplomacy")
    assert [(t.text, t.pos) for t in c.terms["ru"]] == [("верительная грамота", "noun")]
    assert [(t.text, t.wrong) for t in c.terms["en"]] == [("letter of credence", False), ("confidence paper", True)]


def test_version_3(tmp_path: Path) -> None:
    assert list(read_tbx(write(tmp_path, V3))) == [
        Concept("7", "law", {
            "ru": [Term("подсудность", "noun", "", 5)], "en": [Term("venue", "", "preferredTerm-admn-sts", 6)],
        }, 4)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<martif><text>", ":1: not well-formed"),
        ("<html></html>", ":1: <html> is no TBX"),
        ("", "not well-formed"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>\n<martif>&a;</martif>', "declares an entity"),
        ("<martif>\n<termEntry>\n<langSet><tig><term>a</term></tig></langSet></termEntry></martif>", ":3: <langSet>"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError, match=r"t\.tbx") as e:
        list(read_tbx(write(tmp_path, text)))
    assert said in str(e.value)


def test_entities_do_not_grow(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><martif>&b;</martif>'
    with pytest.raises(DataError, match="declares an entity"):
        list(read_tbx(write(tmp_path, bomb)))


def test_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    text = f'<!DOCTYPE m [<!ENTITY a SYSTEM "{secret.as_uri()}">]><martif>&a;</martif>'
    with pytest.raises(DataError):
        list(read_tbx(write(tmp_path, text)))


def test_concepts_come_before_the_file_is_read_whole(tmp_path: Path) -> None:
    entry = '<termEntry><langSet xml:lang="en"><tig><term>a</term></tig></langSet></termEntry>'
    path = write(tmp_path, "<martif>" + entry * 5000 + "<broken")
    found = read_tbx(path)
    assert next(found).terms == {"en": [Term("a", line=1)]}
