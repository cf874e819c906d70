"""How well `dupes` tells who is one person: precision and recall on a labelled, made-up set.

    python benchmarks/dupes.py [PEOPLE]

Some people are written a second time with a typo, their names swapped, another spelling of their
umlauts, an initial, a name they married into, or just another address; others share a family's
number, a firm's address, or a name with somebody else. Seeded, so that it is the same each time.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from random import Random

from vault_tools.merge.duplicates import Person, duplicates
from vault_tools.merge.matching import traits

_GIVEN = (
    "Anna Ben Carla Dirk Eva Finn Greta Hugo Ida Jan Kira Lars Mia Nils Olga Paul Rosa Sven Tina"
    " Udo Vera Wim Zoë Jörg Jürgen Käthe Björn Søren Łukasz Nguyễn"
)
_FAMILY = (
    "Berg Vogel Stein Bach Wolf Kern Lang Moser Roth Saar Thal Ulm Weiß Zorn Müller Schröder Krüger"
    " Jäger Köhler Schäfer Böhm Fuchs Hahn Keller Maurer Neumann Otto Pohl Rieger Seidel Tietz"
)
GIVEN = _GIVEN.split()
FAMILY = [f"{word}{end}" for word in _FAMILY.split() for end in ("", "mann", "hoff", "ner", "feld")]
LEAST = (0.9, 0.75, 0.6, 0.5)
Labelled = tuple[Person, str, str]
"""A note, whose it is, and in which way it was written."""


def main(count: int) -> None:
    """Print a table of precision and recall by the least score, and recall by kind."""
    notes = list(labelled(count))
    owner = {person.path: who for person, who, _ in notes}
    kind = {person.path: how for person, _, how in notes}
    members = Counter(owner.values())
    wanted = sum(number * (number - 1) // 2 for number in members.values())
    pairs = duplicates((person for person, _, _ in notes), least=min(LEAST))
    print(f"{len(notes)} notes about {len(members)} people, {wanted} pairs to find")
    print("least  found  right  precision  recall")
    for least in LEAST:
        found = [pair for pair in pairs if pair.score >= least]
        right = [pair for pair in found if owner[pair.first] == owner[pair.second]]
        precision = len(right) / len(found) if found else 1.0
        figures = f"{len(found):5}  {len(right):5}  {precision:9.2f}  {len(right) / wanted:6.2f}"
        print(f"{least:5}  {figures}")
    hits: Counter[str] = Counter()
    for pair in pairs:
        if owner[pair.first] == owner[pair.second]:
            hits.update({kind[pair.first], kind[pair.second]} - {""})
    for how, number in sorted(Counter(kind.values()).items()):
        if how:
            print(f"  {how:28} {hits[how]} of {number}")


def labelled(count: int) -> Iterator[Labelled]:
    """Yield *count* people's notes, and second notes about some of them."""
    random = Random(20261123)
    for number in range(count):
        given, family = random.choice(GIVEN), random.choice(FAMILY)
        second = random.choice(FAMILY)
        name = (
            f"{given} {second[0]}{number % 7}x {family}" if number % 5 == 0 else f"{given} {family}"
        )
        mail = f"{given}.{family}.{number}@example.org".lower()
        phone = f"+49 221 {100000 + number}"
        firm = f"Firma {number % 90}"
        who = str(number)
        first = {"email": [mail], "phone": [phone], "company": [firm]}
        yield _person(f"{who}.md", name, properties=first), who, ""
        for how, other, properties in _again(number, name, first=first, random=random):
            yield _person(f"{who} {how}.md", other, properties=properties), who, how
        if number % 11 == 0:  # somebody else with the family's number
            other = f"{random.choice(GIVEN)} {family}"
            family_phone = {"phone": [phone]}
            if other.split()[0] != given:
                yield (
                    _person(f"{who} family.md", other, properties=family_phone),
                    f"{who} family",
                    "",
                )


def _again(
    number: int, name: str, *, first: dict[str, list[str]], random: Random
) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    given, *_, family = name.split()
    mail, phone, firm = ({key: first[key]} for key in ("email", "phone", "company"))
    ways = {
        0: ("typo, e-mail", _typo(name, random), mail),
        3: ("typo, company", _typo(name, random), firm),
        6: ("swapped, phone", f"{family}, {given}", phone),
        9: ("umlauts, company", _spelt(name), firm),
        12: ("initial, e-mail", f"{given[0]}. {family}", mail),
        15: ("married, e-mail", f"{given} {random.choice(FAMILY)}", mail),
        18: ("married, phone", f"{given} {random.choice(FAMILY)}", phone),
        21: ("name alone", name, {}),
        24: ("nothing in common", f"{given} {random.choice(FAMILY)}", {}),
    }
    found = ways.get(number % 27)
    if found:
        yield found


def _typo(name: str, random: Random) -> str:
    at = random.randrange(1, len(name) - 1)
    return random.choice((name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:]))


def _spelt(name: str) -> str:
    for letter, spelt in (("ü", "ue"), ("ö", "oe"), ("ä", "ae"), ("ß", "ss")):
        name = name.replace(letter, spelt)
    return name


def _person(path: str, name: str, *, properties: dict[str, list[str]]) -> Person:
    return Person(path=path, traits=traits(name, properties, region="DE"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
