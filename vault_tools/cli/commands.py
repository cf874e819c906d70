"""Which commands there are: the heading below which the help lists each, and its module."""

from vault_tools.language import message

SECTIONS = {
    message("Every week"): {
        "due": "vault_tools.cli.due",
        "report": "vault_tools.cli.report",
        "collect": "vault_tools.cli.collect",
    },
    message("Look"): {
        "list": "vault_tools.cli.contacts",
        "show": "vault_tools.cli.contacts",
        "search": "vault_tools.cli.contacts",
        "brief": "vault_tools.cli.brief",
        "intro": "vault_tools.cli.intro",
        "promises": "vault_tools.cli.promises",
        "occasions": "vault_tools.cli.occasions",
        "events": "vault_tools.cli.events",
        "goals": "vault_tools.cli.goals",
        "places": "vault_tools.cli.places",
        "tiers": "vault_tools.cli.tiers",
        "stats": "vault_tools.cli.stats",
        "network": "vault_tools.cli.graph",
        "graph": "vault_tools.cli.graph",
        "changes": "vault_tools.cli.changes",
    },
    message("Write down"): {
        "new": "vault_tools.cli.new",
        "log": "vault_tools.cli.log",
        "promise": "vault_tools.cli.promise",
        "follow-up": "vault_tools.cli.properties",
        "snooze": "vault_tools.cli.properties",
        "set": "vault_tools.cli.properties",
        "edit": "vault_tools.cli.opening",
        "open": "vault_tools.cli.opening",
        "undo": "vault_tools.cli.undo",
    },
    message("In and out"): {
        "import": "vault_tools.cli.importing",
        "export": "vault_tools.cli.export",
        "complete-address": "vault_tools.cli.complete_address",
    },
    message("Look after the vault"): {
        "check": "vault_tools.cli.check",
        "triage": "vault_tools.cli.triage",
        "dupes": "vault_tools.cli.dupes",
        "merge": "vault_tools.cli.merge",
        "rename": "vault_tools.cli.merge",
        "erase": "vault_tools.cli.erase",
    },
    message("Set up"): {
        "init": "vault_tools.cli.init",
        "schedule": "vault_tools.cli.schedule",
        "watch": "vault_tools.cli.watching",
        "index": "vault_tools.cli.indexing",
        "git-merge": "vault_tools.cli.git_merge",
    },
}
"""The headings of the help, and the commands below each in the order in which they are needed."""
MODULES = {name: module for section in SECTIONS.values() for name, module in section.items()}
"""The module of each command: it is imported when the command is called."""
