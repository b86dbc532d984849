"""A million plausible names out of parts of names, for the benchmark: the same for the same seed."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

#: Given names: Russian, English, sex.
GIVEN = tuple(
    tuple(w.split("/"))
    for w in (
        "Александр/Alexander/m Алексей/Alexei/m Андрей/Andrei/m Антон/Anton/m Борис/Boris/m Вадим/Vadim/m "
        "Валерий/Valery/m Василий/Vasily/m Виктор/Viktor/m Виталий/Vitaly/m Владимир/Vladimir/m Геннадий/Gennady/m "
        "Георгий/Georgy/m Григорий/Grigory/m Дмитрий/Dmitry/m Евгений/Yevgeny/m Егор/Yegor/m Иван/Ivan/m "
        "Игорь/Igor/m Илья/Ilya/m Кирилл/Kirill/m Константин/Konstantin/m Леонид/Leonid/m Максим/Maxim/m "
        "Михаил/Mikhail/m Никита/Nikita/m Николай/Nikolai/m Олег/Oleg/m Павел/Pavel/m Роман/Roman/m "
        "Сергей/Sergei/m Степан/Stepan/m Фёдор/Fyodor/m Юрий/Yury/m Ярослав/Yaroslav/m Тимур/Timur/m "
        "Анна/Anna/f Анастасия/Anastasia/f Валентина/Valentina/f Вера/Vera/f Галина/Galina/f Дарья/Darya/f "
        "Екатерина/Yekaterina/f Елена/Yelena/f Елизавета/Yelizaveta/f Ирина/Irina/f Ксения/Ksenia/f "
        "Лариса/Larisa/f Любовь/Lyubov/f Людмила/Lyudmila/f Мария/Maria/f Марина/Marina/f Надежда/Nadezhda/f "
        "Наталья/Natalya/f Нина/Nina/f Ольга/Olga/f Полина/Polina/f Светлана/Svetlana/f София/Sofia/f "
        "Татьяна/Tatyana/f Юлия/Yulia/f Яна/Yana/f"
    ).split()
)
#: Stems of Russian surnames are made of these, then a suffix.
FIRST = (
    "ба бар бел бер бо бог бор бра бур ва вар ве вер ви вла во вол га гал ге гла го гор гра гри гу да дан де дем до "
    "дро ду ер ере жда жи жу за зай зим зо зу ка кар ке ки кле ко кол кор кра кри ку куз ла ле лео ли ло лу ма мал "
    "мар ме мер ми мо мос му на не ни но ну о об ов па пар пе пет по пон при про пу ра ре ри ро руд ры са сав се сем "
    "си ско сло со ста сте стре су та тар те ти то тро ту у фа фе фи фо ха хва хо хра це ча че чер чи ша ше ши шу ще э"
).split()
MIDDLE = (
    "ба бе би бо ва ве ви во га ги го да де ди до ду жа же зе зи ка ки ко ла ле ли ло лу ма ме ми мо на не ни но ня па "
    "пе по ра ре ри ро ру са се си со ст ста та те ти то ту ха хи хо ча че чи ша ше щи я"
).split()
LAST = "б в г д ж з к л м н п р с т х ч ш щ н к л р т нк льн рт ст рн рк мк лк нч".split()
SUFFIX = (
    ("ов", "ова"), ("ев", "ева"), ("ин", "ина"), ("ский", "ская"), ("енко", "енко"), ("ов", "ова"), ("ин", "ина"),
    ("ук", "ук"), ("ян", "ян"), ("швили", "швили"), ("ич", "ич"), ("ец", "ец"),
)  # fmt: skip
#: Foreign given names and syllables: English, Russian.
ABROAD = tuple(
    tuple(w.split("/"))
    for w in (
        "John/Джон/m James/Джеймс/m Robert/Роберт/m David/Дэвид/m Thomas/Томас/m Peter/Питер/m Karl/Карл/m "
        "Hans/Ханс/m Jean/Жан/m Pierre/Пьер/m Carlos/Карлос/m Ahmed/Ахмед/m Mehmet/Мехмет/m Ali/Али/m Omar/Омар/m "
        "Marco/Марко/m Luca/Лука/m Erik/Эрик/m Mary/Мэри/f Anne/Анн/f Sarah/Сара/f Laura/Лаура/f Elena/Элена/f "
        "Fatima/Фатима/f Aisha/Айша/f Emma/Эмма/f Julia/Джулия/f Claire/Клэр/f"
    ).split()
)
SYLLABLES = tuple(
    tuple(w.split("/"))
    for w in (
        "al/ал an/ан ar/ар ba/ба bel/бел ber/бер bo/бо bran/бран ca/ка cal/кал da/да del/дел den/ден do/до dor/дор "
        "el/эл er/ер es/ес fa/фа fer/фер ga/га gar/гар go/го han/хан har/хар hol/хол in/ин ka/ка kar/кар ken/кен "
        "ko/ко la/ла lan/лан len/лен lin/лин lo/ло ma/ма man/ман mar/мар men/мен mi/ми mo/мо mon/мон na/на ne/не "
        "no/но nor/нор o/о pa/па par/пар per/пер ra/ра ren/рен ri/ри ro/ро ros/рос sa/са san/сан ser/сер si/си so/со "
        "son/сон ta/та tan/тан ter/тер to/то ton/тон va/ва van/ван ve/ве ver/вер vi/ви vo/во wal/вал wil/вил za/за"
    ).split()
)
BODIES = (
    ("Завод", "Plant"), ("Фонд", "Foundation"), ("Институт", "Institute"), ("Банк", "Bank"), ("Союз", "Union"),
    ("Комбинат", "Works"), ("Холдинг", "Holding"), ("Центр", "Centre"), ("Театр", "Theatre"), ("Клуб", "Club"),
)  # fmt: skip
TOWNS = (("ск", "sk"), ("град", "grad"), ("ово", "ovo"), ("ино", "ino"), ("ка", "ka"), ("бург", "burg"))
ROLES = ("deputy", "director", "footballer", "minister", "professor", "general", "writer", "lawyer", "mayor", "banker")
HEADER = "id\ttype\ten\tru\tgender\taliases\troles\tcountry\tsource"
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ы": "y", "э": "e", "ю": "yu", "я": "ya", "ь": "",
}  # fmt: skip


def latin(word: str) -> str:
    """A Russian name in Latin letters, as the wires write it."""
    out = "".join(_LATIN.get(c, c) for c in word.lower())
    return (out[:-2] + "y" if out.endswith("iy") else out).capitalize()


def rows(count: int, seed: int) -> Iterator[str]:
    """Rows of a gazetteer: 55% Russian people, 30% foreign ones, 8% bodies, 7% towns.

    Surnames follow Zipf's law, as people's do: the commonest thousands of people, half of them of one person each.
    """
    rng = random.Random(seed)
    surnames = list({_surname(rng) for _ in range(max(1000, count // 5))})
    surnames.sort()
    rng.shuffle(surnames)
    weights = list(itertools.accumulate(1 / (20 + i) ** 0.8 for i in range(len(surnames))))
    for n in range(count):
        kind = rng.random()
        if kind < 0.55:
            given, english, sex = rng.choice(GIVEN)
            stem, man, woman = rng.choices(surnames, cum_weights=weights)[0]
            ru = stem + (woman if sex == "f" else man)
            alias = f"{latin(given)} {latin(ru)}"
            en = f"{english} {latin(ru)}"
            role = f"{rng.choice(ROLES)} {rng.randint(1990, 2024)}-"
            more = "" if alias == en else alias
            yield f"bench:{n}\tperson\t{en}\t{given} {ru.capitalize()}\t{sex}\t{more}\t{role}\tRU\tbench"
        elif kind < 0.85:
            english, given, sex = rng.choice(ABROAD)
            made = [rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))]
            en, ru = ("".join(p).capitalize() for p in zip(*made, strict=True))
            yield f"bench:{n}\tperson\t{english} {en}\t{given} {ru}\t{sex}\t\t{rng.choice(ROLES)}\t\tbench"
        elif kind < 0.93:
            ru, en = rng.choice(BODIES)
            stem, man, _ = rng.choices(surnames, cum_weights=weights)[0]
            name = (stem + man).capitalize()
            yield f"bench:{n}\tbody\t{latin(name)} {en}\t{ru} «{name}»\t\t\t\tRU\tbench"
        else:
            ru_end, en_end = rng.choice(TOWNS)
            stem = _stem(rng)
            yield f"bench:{n}\tplace\t{latin(stem)}{en_end}\t{stem.capitalize()}{ru_end}\t\t\t\tRU\tbench"


def _stem(rng: random.Random) -> str:
    middle = "".join(rng.choice(MIDDLE) for _ in range(rng.choice((0, 1, 1, 1, 2))))
    return rng.choice(FIRST) + middle + rng.choice(LAST)


def _surname(rng: random.Random) -> tuple[str, str, str]:
    return (_stem(rng), *rng.choice(SUFFIX))


def write(path: Path, count: int, seed: int) -> None:
    """Write a table of so many names."""
    with path.open("w", encoding="utf-8") as out:
        out.write(HEADER + "\n")
        for row in rows(count, seed):
            out.write(row + "\n")
