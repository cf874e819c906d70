"""Made-up vaults of any size, the same for the same size: contacts with a log, and dated notes."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 11, 23)
_GIVEN = (
    *("Ada", "Bela", "Cem", "Dora", "Edda", "Finn", "Gül", "Hans", "Inga", "Jörg"),
    *("Käthe", "Lars", "Mina", "Nils", "Oda", "Piet", "Ruth", "Sven", "Tea", "Uwe"),
)
_FAMILY = (
    *("Abt", "Berg", "Çelik", "Dorn", "Esch", "Funk", "Groß", "Hahn", "Iser", "Jost"),
    *("Kühn", "Lenz", "Möller", "Nau", "Ott", "Pohl", "Roth", "Süß", "Tiedt", "Voß"),
)
_FIRMS = ("Hafen & Co", "Lindenhof", "Nordlicht Energie", "Studio Elf", "Werk Süd", "Zeile 9")
_TEXT = (
    "about the move asked for slides and names of two people who know the field will call again"
    " after the holidays new flat new job a talk in spring wants to read the draft sends greetings"
    " über das Projekt und die Förderung im Herbst"
)
_WORDS = _TEXT.split()
_CHANNELS = ("phone", "email", "in-person", "video", "message")
_SOME = 0.2
_CADENCES = ("monthly", "quarterly", "half-yearly", "yearly")


def make(folder: Path, *, contacts: int, due: int) -> None:
    """Write a vault of so many *contacts* into *folder*, *due* of them due on `TODAY`."""
    numbers = random.Random(contacts)
    names = [_name(number) for number in range(contacts)]
    for number, name in enumerate(names):
        path = folder / "People" / f"{number % 40:02}" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        late = number * due // contacts != (number + 1) * due // contacts
        path.write_text(_contact(numbers, number, names=names, late=late), encoding="utf-8")
    for day in range(contacts // 50):
        path = folder / "Daily" / f"{TODAY - timedelta(days=day % 900 + 1)} {day}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_day(numbers, names=names), encoding="utf-8")


def _name(number: int) -> str:
    name = f"{_GIVEN[number % 20]} {_FAMILY[number // 20 % 20]}"
    return name if number < len(_GIVEN) * len(_FAMILY) else f"{name} {number}"


def _contact(numbers: random.Random, number: int, *, names: list[str], late: bool) -> str:
    """Return a contact's note: two thirds of what people really keep, in English and German."""
    cadence = numbers.choice(_CADENCES)
    # Who is late is so for up to ten months: after a year of silence they count as asleep.
    ago = numbers.randrange(40, 300) if late else numbers.randrange(1, 25)
    last = TODAY - timedelta(days=ago)
    days = sorted({last - timedelta(days=numbers.randrange(900)) for _ in range(7)} | {last})
    rows = [
        f"name: {names[number]}",
        "type: person",
        f"company: {numbers.choice(_FIRMS)}",
        "email:",
        f"  - a{number}@example.org",
        f'phone: "+49 30 {100_000 + number}"',
        f"met: {days[0]}",
        f"cadence: {'monthly' if late else cadence}",
        f"tags: [{numbers.choice(('client', 'mentor', 'friend'))}]",
    ]
    rows += [f'introduced_by: "[[{numbers.choice(names)}]]"'] if numbers.random() < _SOME else []
    rows += ["status: active"] if numbers.random() < _SOME else []
    log = [f"- {day} {numbers.choice(_CHANNELS)}: {_said(numbers)}" for day in reversed(days)]
    text = f"Knows [[{numbers.choice(names)}]]. {_said(numbers)}"
    return "\n".join(("---", *rows, "---", "", text, "", "## Log", *log, ""))


def _day(numbers: random.Random, *, names: list[str]) -> str:
    rows = [f"- {_said(numbers)} with [[{numbers.choice(names)}]]" for _ in range(3)]
    return "\n".join(
        (*rows, f"- [ ] Send the draft to [[{numbers.choice(names)}]] 📅 2027-03-01", "")
    )


def _said(numbers: random.Random) -> str:
    return " ".join(numbers.choices(_WORDS, k=numbers.randrange(6, 22)))


def cards(folder: Path, *, contacts: int) -> Iterator[Path]:
    """Write the same people as vCards, for peers that read those; yield each path."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(contacts):
        given, _, family = _name(number).partition(" ")
        path = folder / f"{number}.vcf"
        lines = ("BEGIN:VCARD", "VERSION:3.0", f"UID:{number}", f"FN:{given} {family}")
        more = (f"N:{family};{given};;;", f"EMAIL:a{number}@example.org", "END:VCARD", "")
        path.write_text("\r\n".join((*lines, *more)), encoding="utf-8")
        yield path
