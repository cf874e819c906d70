"""What Monica holds about a life: calls, gifts, debts, tasks; as entries, promises and text."""

from collections.abc import Mapping

from vault_tools.drafts import DraftEntry, DraftPromise
from vault_tools.importers.gathered import Gathered
from vault_tools.importers.monica_records import Record, day_of, moment, records
from vault_tools.importers.texts import entry_text, one_line, shortened

_LENGTH = 2000
_CHANNELS = frozenset(
    {"email", "sms", "whatsapp", "signal", "telegram", "slack", "linkedin", "xing", "phone"}
)
_GIVEN, _RECEIVED = frozenset({"offered", "given"}), frozenset({"received"})

Types = Mapping[str, Record]


def add_life(gathered: Gathered, contact: Record, *, activities: Types, field_types: Types) -> None:
    """Add what the owner did with a contact, gave them, owes them and noted about them."""
    for call in records(contact, "call"):
        who = "called me" if call.flag("contact_called") else "called"
        _entry(gathered, call, when="called_at", text=call.text("content") or who, channel="phone")
    found = (activities.get(id_) for id_ in contact.references("activity"))
    for activity in (*filter(None, found), *records(contact, "activity")):
        parts = filter(None, (activity.text("summary"), activity.text("description")))
        _entry(gathered, activity, when="happened_at", text=": ".join(parts))
    for talk in records(contact, "conversation"):
        _talk(gathered, talk, field_types=field_types)
    for gift in records(contact, "gift"):
        _gift(gathered, gift)
    for task in records(contact, "task"):
        _task(gathered, task)
    _texts(gathered, contact)


def _entry(
    gathered: Gathered, record: Record, *, when: str, text: str, channel: str | None = None
) -> None:
    """Add an entry; what has no day goes into the text."""
    on = moment(record.text(when)) or moment(record.text("created_at"))
    line = shortened(entry_text(text), length=_LENGTH)
    if on and line:
        gathered.entries.append(DraftEntry(on=on, text=line, channel=channel))
    else:
        gathered.note(text)


def _talk(gathered: Gathered, talk: Record, *, field_types: Types) -> None:
    kind = field_types.get(talk.text("contact_field_type"))
    name = kind.text("name").casefold().replace("-", "") if kind else ""
    said = [
        f"{'I' if message.flag('written_by_me') else 'they'}: {message.text('content')}"
        for message in talk.parts("messages")
        if message.text("content")
    ]
    channel = name if name in _CHANNELS else "message"
    _entry(gathered, talk, when="happened_at", text=" / ".join(said) or "talked", channel=channel)


def _gift(gathered: Gathered, gift: Record) -> None:
    name = ", ".join(filter(None, (gift.text("name"), gift.text("comment"))))
    on = moment(gift.text("date")) or moment(gift.text("created_at"))
    status = gift.text("status").casefold()
    tag = "#gave" if status in _GIVEN else "#got" if status in _RECEIVED else ""
    if on and tag and name:
        entry = DraftEntry(on=on, text=f"{tag} {entry_text(name)}", channel="gift")
        gathered.entries.append(entry)
    elif name:
        gathered.note(f"Gift ({status or 'idea'}): {name}")
    if gift.text("url"):
        gathered.note(f"Gift: {gift.text('name')} {gift.text('url')}")


def _task(gathered: Gathered, task: Record) -> None:
    text = ": ".join(filter(None, (task.text("title"), task.text("description"))))
    if task.flag("completed"):
        done = day_of(task.text("completed_at"))
        gathered.note(f"Done{f' on {done}' if done else ''}: {text}")
    elif text:
        gathered.promises.append(DraftPromise(text=one_line(text)))


def _texts(gathered: Gathered, contact: Record) -> None:
    """Add what is neither contact nor a promise as paragraphs."""
    for event in records(contact, "life_event"):
        parts = (day_of(event.text("happened_at")), event.text("name"), event.text("note"))
        gathered.note(": ".join(filter(None, parts)))
    for debt in records(contact, "debt"):
        who = "I owe" if debt.flag("in_debt") else "Owes me"
        state = " (settled)" if debt.text("status") in {"complete", "completed"} else ""
        gathered.note(f"{who} {debt.text('amount')} {debt.text('currency')}{state}")
    for pet in records(contact, "pet"):
        gathered.note(f"Pet: {pet.text('name')}")
    for reminder in records(contact, "reminder"):
        # Monica makes one for every birthday by itself; those can't be removed there.
        if reminder.flag("delible", default=True) and not reminder.flag("inactive"):
            often = (reminder.text("frequency_number"), reminder.text("frequency_type"))
            words = (reminder.text("initial_date")[:10], *often, reminder.text("title"))
            gathered.note(f"Reminder: {one_line(' '.join(filter(None, words)))}")
    for note in records(contact, "note"):
        on = day_of(note.text("created_at"))
        gathered.note(": ".join(filter(None, (on, note.text("body")))))
