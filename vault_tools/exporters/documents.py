"""JSON: everything that is known about each person, in the shape of ``show``."""

from collections.abc import Sequence

from vault_tools.language import message
from vault_tools.merge.uids import uids
from vault_tools.model import Timeline
from vault_tools.plugins import ExportOptions
from vault_tools.render import data


class JsonExporter:
    """Writes all there is, for scripts and for keeping."""

    name = "json"
    summary: str = message("everything, interactions and promises too, for scripts")
    suffix = ".json"
    each = False

    def write(self, people: Sequence[Timeline], *, options: ExportOptions) -> bytes:
        """Return a list of *people*, each as ``show --json`` prints them, with their uid."""
        known = options.uids or uids(person.note for person in people)
        rules = options.config.rules
        shapes = [
            {
                **data.timeline(person, today=options.today, rules=rules),
                "uid": known[person.note.path],
            }
            for person in people
        ]
        return data.dumps(shapes).encode()
