"""Compiles the entries into the files that `Gazetteer` maps."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import marisa_trie
import numpy as np

from mtfix.gazetteer.entry import Entry, parts
from mtfix.gazetteer.fold import fold_name
from mtfix.gazetteer.forms import part_forms
from mtfix.source.russian.fold import key_of_cyrillic, skeleton

#: The first word of a name: looked up before the longest name is.
_HEAD = re.compile(r"[^\W_]+")


def build(entries: tuple[Entry, ...], folder: Path) -> None:
    """Write every index."""
    _entries(entries, folder)
    _names(entries, folder)
    _people(entries, folder)
    _forms(entries, folder)
    marisa_trie.Trie({a for e in entries for a in e.acr_en}).save(str(folder / "acronyms.marisa"))


def _entries(entries: tuple[Entry, ...], folder: Path) -> None:
    at = [0]
    with (folder / "entries.json").open("wb") as out:
        for e in entries:
            row = json.dumps([getattr(e, f.name) for f in dataclasses.fields(e)], ensure_ascii=False).encode()
            out.write(row)
            at.append(at[-1] + len(row))
        if not entries:
            out.write(b" ")  # an empty file cannot be mapped
    np.save(folder / "offsets.npy", np.array(at, np.uint64))


def _names(entries: tuple[Entry, ...], folder: Path) -> None:
    owners: dict[str, tuple[int, int]] = {}
    tokens: set[str] = set()
    for n, e in enumerate(entries):
        for k, name in enumerate(e.names):
            if len(name) > 2:
                owners.setdefault(fold_name(name), (n, k))
            tokens |= {fold_name(p) for p in parts(name)}
    names = marisa_trie.Trie(owners)
    names.save(str(folder / "names.marisa"))
    heads = {m.group() for name in owners if (m := _HEAD.match(name))}
    marisa_trie.Trie(heads).save(str(folder / "heads.marisa"))
    table = np.zeros((max(1, len(owners)), 2), np.uint32)
    for name, owner in owners.items():
        table[names[name]] = owner
    np.save(folder / "owners.npy", table)
    marisa_trie.Trie(tokens).save(str(folder / "tokens.marisa"))


def _people(entries: tuple[Entry, ...], folder: Path) -> None:
    surnames: dict[tuple[str, int], None] = {}
    sounds: list[tuple[str, tuple[int]]] = []
    russian: list[tuple[str, tuple[int]]] = []
    given: dict[str, int] = {}
    for n, e in enumerate(entries):
        if e.type == "person":
            for name in e.names:
                surnames[fold_name(name.split(" ")[-1].split("-")[-1]), n] = None
                first = fold_name(name.split(" ")[0])
                if " " in name and len(first) > 2 and e.gender:
                    given[first] = given.get(first, 0) | (2 if e.gender == "f" else 1)
        if e.ru_parts and (e.type == "person" or len(e.ru_parts) == 1):
            russian.append((e.ru_parts[-1], (n,)))
        if e.ru_parts and e.type == "person":
            sounds.append((key_of_cyrillic(e.ru_parts[-1]), (n,)))
    marisa_trie.RecordTrie("<I", [(k, (n,)) for k, n in surnames]).save(str(folder / "surnames.marisa"))
    marisa_trie.RecordTrie("<I", sounds).save(str(folder / "sounds.marisa"))
    marisa_trie.RecordTrie("<I", russian).save(str(folder / "russian.marisa"))
    marisa_trie.RecordTrie("<B", [(k, (v,)) for k, v in given.items()]).save(str(folder / "given.marisa"))


def _forms(entries: tuple[Entry, ...], folder: Path) -> None:
    keys = []
    for n, e in enumerate(entries):
        if e.type == "body" and len(e.ru_parts) > 1:
            continue  # bodies come out translated; one-word names of companies come out romanised
        for part in range(min(len(e.ru_parts), 6)):
            for case, form in enumerate(part_forms(e, part)[:250]):
                if len(form) > 1 and case < 255:
                    keys.append((key_of_cyrillic(form), (n, part, case)))
    marisa_trie.RecordTrie("<IBB", keys).save(str(folder / "keys.marisa"))
    marisa_trie.RecordTrie("<IBB", ((skeleton(k), v) for k, v in keys)).save(str(folder / "bones.marisa"))
