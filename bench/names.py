"""How often a damaged name of the gazetteer is found, and the right one suggested first.

    python bench/names.py [--draws N] [--seed N] [--misses N] [--type TYPE]

Entries are drawn from the gazetteer, put into a Russian case, romanised by one scheme or two, damaged as machine
translation and the channel do it, and set into a sentence; `check` sees the sentence alone. Nothing of what is made is
kept, and nothing in the program knows what the seed draws: a figure holds for seeds that nobody has looked at.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtfix.analysis.naming import RU_PARTICLES, lawful_parts, romanised
from mtfix.gazetteer.entry import Entry
from mtfix.gazetteer.fold import fold_name
from mtfix.gazetteer.forms import part_forms
from mtfix.source.romanise import romanise

if TYPE_CHECKING:
    from mtfix import Pipeline

#: Romanisation schemes and how often each is met in machine-translated copy.
SCHEMES = {
    "press": 8, "bgn_pcgn": 3, "sloppy_h": 4, "sloppy_j": 3, "sloppy_ear": 2, "gost_52535": 2, "icao": 2,
    "ala_lc_plain": 2, "iso_9_plain": 1, "gost_16876": 1, "german": 1,
}  # fmt: skip
#: Entry types and how often each is drawn.
TYPES = {"person": 55, "place": 27, "group": 9, "outlet": 5, "weapon": 4}
#: Letters that schemes, ears and networks exchange: what stands, what comes instead.
SWAPS = (
    ("v", "w"), ("w", "v"), ("kh", "h"), ("h", "kh"), ("kh", "x"), ("y", "j"), ("j", "y"), ("i", "y"), ("y", "i"),
    ("ts", "c"), ("ch", "tch"), ("sh", "sch"), ("zh", "j"), ("ya", "ia"), ("yu", "iu"), ("ks", "x"), ("u", "ou"),
    ("s", "c"), ("v", "b"), ("e", "i"), ("o", "a"), ("a", "o"),
)  # fmt: skip
CASES = ("gent", "datv", "accs", "ablt", "loct")
#: Sentences by what stands in them: a whole name, a surname of somebody met before, a surname beside a role, a place,
#: a thing. `{x}` is the damaged name, `{n}` the right one, `{r}` the role.
FRAMES = {
    "whole": (
        "According to {x}, the talks will be resumed next week.",
        "The statement of {x} was published on Tuesday evening.",
        "Reporters asked {x} about the details of the visit.",
        "The delegation will meet with {x} in the morning.",
        "{x} said that the decision would be made in autumn.",
        "The newspaper wrote about {x} on its front page.",
        "On Friday the award was presented to {x} in the capital.",
        "“We are ready for dialogue,” {x} told journalists after the meeting.",
        "The interview with {x} lasted almost two hours.",
        "Experts commented on the words of {x} with caution.",
    ),
    "role": (
        "The {r}, {x}, refused to answer questions.",
        "A letter was sent to the {r}, {x}, last month.",
        "The agency quoted {x}, the {r}, as saying this.",
        "The proposal came from {x}, the {r}, on Monday.",
    ),
    "again": (
        "{n} arrived in Vienna on Monday. The position of {x} has not changed.",
        "{n} spoke first at the conference. Journalists waited for {x} until the evening.",
        "The meeting with {n} was short. Nobody expected that {x} would agree.",
        "{n} gave no details. A source close to {x} confirmed the report.",
        "The opponents of {n} were disappointed, and critics of {x} called it a failure.",
    ),
    "place": (
        "Two people were injured in {x} on Sunday night.",
        "The train from {x} was delayed by three hours.",
        "The authorities of {x} introduced new restrictions.",
        "He was born near {x} in a family of teachers.",
        "A fire broke out on the outskirts of {x} this morning.",
        "Residents of {x} complained about the quality of water.",
        "The column was moving in the direction of {x}.",
    ),
    "group": (
        "Militants of {x} attacked the checkpoint at dawn.",
        "The leaders of {x} claimed responsibility for the explosion.",
        "He was accused of links with {x} and arrested.",
    ),
    "outlet": (
        "The news was first reported by {x} on Wednesday.",
        "According to {x}, the ship left the port at night.",
        "An article in {x} caused a scandal in parliament.",
    ),
    "weapon": (
        "The exercises involved the {x} and several ships.",
        "A batch of {x} was delivered to the army in spring.",
        "The crew of {x} was not hurt, the ministry said.",
    ),
}


@dataclass(frozen=True)
class Case:
    """A damaged name in its sentence: the entry, what was done to it, where it stands, and what would be right."""

    text: str
    start: int
    end: int
    entry: Entry
    kind: str
    rights: frozenset[str]


def cases(entries: list[Entry], rng: random.Random) -> Iterator[Case]:
    """Damaged names without end."""
    by_type: dict[str, list[Entry]] = defaultdict(list)
    for e in entries:
        if e.type in TYPES and e.ru_parts and not any(c.isdigit() for c in e.ru):
            by_type[e.type].append(e)
    right = {fold_name(n) for e in entries for n in e.names} | {
        fold_name(n.split(" ")[-1]) for e in entries if e.type == "person" for n in e.names
    }
    while True:
        kind = rng.choices(list(TYPES), list(TYPES.values()))[0]
        case = one(rng.choice(by_type[kind]), rng, right)
        if case is not None:
            yield case


def one(e: Entry, rng: random.Random, right: set[str]) -> Case | None:
    """An entry damaged and set into a sentence; None where the damage left, or hit upon, a right spelling."""
    frame = e.type
    role = ""
    if e.type == "person":
        frame = rng.choices(("whole", "role", "again"), (6, 2, 2))[0]
        role = short_role(rng.choice(e.roles)) if e.roles else ""
        if frame == "role" and not role:
            frame = "whole"
    parts, damage = damaged(e, rng)
    shown = parts
    if e.type == "person" and (frame == "again" or (frame == "role" and rng.random() < 0.4)):
        shown = surname_of(parts)
        damage = damage | {"surname alone"}
    x = "".join(shown)
    rights = right_forms(e, len(shown) < len(parts))
    if fold_name(x) in right or len(x) < 4 or plainly_lawful(x, e, len(shown) < len(parts)):
        return None
    template = rng.choice(FRAMES[frame])
    before = template[: template.index("{x}")].replace("{n}", e.en).replace("{r}", role)
    text = template.replace("{x}", x).replace("{n}", e.en).replace("{r}", role)
    return Case(text, len(before), len(before) + len(x), e, " + ".join(sorted(damage)) or "scheme", rights)


def short_role(role: str) -> str:
    """A role without its dates."""
    return " ".join(w for w in role.split(" ") if not any(c.isdigit() for c in w)).removesuffix(" from").strip(" ,")


def surname_of(parts: list[str]) -> list[str]:
    """The last part, with the particle and hyphen before it."""
    n = len(parts) - 1
    if n > 1 and parts[n - 1] == "-":
        n -= 2
    return parts[n:]


def right_forms(e: Entry, surname: bool) -> frozenset[str]:
    """What is right in the place of the damaged name."""
    names = set(e.names)
    if surname:
        names |= {Entry(e.id, e.type, n, e.ru).surname for n in e.names} | {n.split(" ")[-1] for n in e.names}
    return frozenset(fold_name(n) for n in names)


def plainly_lawful(x: str, e: Entry, surname: bool) -> bool:
    """Whether the string is the plain romanisation of a Russian's name, which is no damage."""
    words = [w for w in re.split(r"[\s\-]+", x) if w]
    bare = Entry(e.id, e.type, e.surname, " ".join(e.ru_parts[-len(words) :]), country=e.country) if surname else e
    return romanised(e) and lawful_parts(words, bare)


def damaged(e: Entry, rng: random.Random) -> tuple[list[str], set[str]]:
    """The name's parts and what joins them, after damage, and what was done."""
    done: set[str] = set()
    case = rng.choice(CASES) if rng.random() < 0.6 else ""
    scheme = rng.choices(list(SCHEMES), list(SCHEMES.values()))[0]
    other = rng.choices(list(SCHEMES), list(SCHEMES.values()))[0] if rng.random() < 0.2 else scheme
    words: list[str] = []
    for n, part in enumerate(e.ru_parts):
        form = in_case(e, n, case) if case and part not in RU_PARTICLES else part
        if form != part:
            done.add("case")
        latin = romanise(form, scheme if n == 0 else other).replace("ʹ", "").replace("ʺ", "").replace("'", "")
        words.append("".join(c for c in latin if c.isascii() or c.isalpha()))
    if rng.random() < 0.35:
        k = rng.choice([n for n, w in enumerate(words) if len(w) == max(map(len, words))])
        words[k], what = letter_damage(words[k], rng)
        done |= what
    small = rng.random() < 0.12 and (len(words) > 1 or e.type == "person")
    shown: list[str] = []
    joins = joints(e)
    for n, w in enumerate(words):
        part = e.ru_parts[n]
        if part in RU_PARTICLES:
            leak = rng.random() < 0.3
            w = w.upper() if leak else w
            done |= {"capitals"} if leak else set()
        elif not small or (n == 0 and rng.random() < 0.5):
            w = w[:1].upper() + w[1:]
        else:
            done.add("lower case")
        shown += [w] if n == 0 else [joins[n - 1], w]
    return shown, done


def in_case(e: Entry, n: int, case: str) -> str:
    """Part `n` of the Russian name in a case."""
    part = e.ru_parts[n]
    if e.type != "person":
        from mtfix.source.russian.pack import Russian

        parse = next((p for p in Russian.open().morph.parse(part) if p.is_known), None)
        if parse is not None:
            made = parse.inflect({case}) if "nomn" in parse.tag else None
            return made.word.replace("ё", "е") if made is not None else part
    forms = part_forms(e, n)
    if len(forms) == 1:
        return part
    if case == "ablt":
        soft = part[-1] in "жшчщц"
        made = [f for f in forms[1:] if f.endswith(("ом", "ем", "им", "ым", "ой", "ей", "ью"))]
        return next((f for f in made if f.endswith("ем") == soft or not f.endswith(("ом", "ем"))), forms[1])
    if case == "loct":
        return forms[-1] if forms[-1].endswith(("е", "и")) else forms[min(2, len(forms) - 1)]
    return forms[1] if case in ("gent", "accs") else forms[min(2, len(forms) - 1)]


def joints(e: Entry) -> list[str]:
    """What stands between the parts of the Russian name."""
    out, at = [], 0
    text = e.ru.lower().replace("ё", "е")
    for part in e.ru_parts:
        where = text.find(part, at)
        if at and where >= 0:
            out.append("-" if "-" in text[at:where] else " ")
        at = (where if where >= 0 else at) + len(part)
    return out + [" "] * len(e.ru_parts)


def letter_damage(word: str, rng: random.Random) -> tuple[str, set[str]]:
    """One letter exchanged or dropped."""
    if len(word) >= 7 and rng.random() < 0.3:
        k = rng.randrange(2, len(word) - 1)
        return word[:k] + word[k + 1 :], {"dropped letter"}
    fits = [(m, b) for a, b in SWAPS if (m := re.search(rf"(?<![sczktpg]){a}" if a == "h" else a, word[1:]))]
    if not fits or len(word) < 5:
        return word, set()
    m, b = rng.choice(fits)
    return word[: m.start() + 1] + b + word[m.end() + 1 :], {"swapped letters"}


def judge(case: Case, pipeline: Pipeline) -> tuple[bool, bool, str]:
    """Whether the name was found, whether the first suggestion is right, and what was said."""
    said = [f for f in pipeline.check(case.text).findings if str(f.status) == "offered"]
    mine = [f for f in said if f.start < case.end and f.end > case.start]
    made = case.text
    for f in sorted(mine, key=lambda f: -f.start):
        for edit in sorted(f.edits, key=lambda e: -e.start):
            made = made[: edit.start] + edit.after + made[edit.end :]
    tail = len(case.text) - case.end
    got = made[case.start : len(made) - tail]
    ok = (fold_name(got) in case.rights and got[:1] == got[:1].upper()) or is_right(got, case)
    return bool(mine), bool(mine) and ok, got if mine else ""


def is_right(got: str, case: Case) -> bool:
    """Whether what stands now is right: with or without an article, or the whole name where the surname stood."""
    folded = fold_name(got).removeprefix("the ")
    return folded in case.rights or folded in {fold_name(n) for n in case.entry.names}


def interval(hits: int, n: int) -> float:
    """Half the width of the 95% confidence interval of a share (normal approximation)."""
    p = hits / max(1, n)
    return 1.96 * math.sqrt(p * (1 - p) / max(1, n))


def main() -> None:
    """Print found and right-first, in all and by type and damage."""
    from mtfix import Pipeline

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--type", choices=sorted(TYPES))
    args = parser.parse_args()
    pipeline = Pipeline()
    entries = sorted(pipeline.knowledge.gazetteer.entries, key=lambda e: e.id)
    if args.type:
        entries = [e for e in entries if e.type == args.type]
        TYPES.update({t: int(t == args.type) for t in TYPES})
    stream = cases(entries, random.Random(args.seed))
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    misses: list[str] = []
    for _ in range(args.draws):
        case = next(stream)
        found, right, got = judge(case, pipeline)
        for key in ("all", "type: " + case.entry.type, "damage: " + case.kind):
            rows[key].update(n=1, found=found, right=right)
        if not right:
            stands = case.text[case.start : case.end]
            misses.append(f"{case.entry.type:6} {case.kind:32} {stands} → {got or '-'} ({case.entry.en}) | {case.text}")
    for key, c in sorted(rows.items()):
        n = c["n"]
        shares = f"found {c['found'] / n:6.1%}  right first {c['right'] / n:6.1%} ± {interval(c['right'], n):.1%}"
        print(f"{key:48} n={n:4}  {shares}")
    print(*misses[: args.misses], sep="\n")


if __name__ == "__main__":
    main()
