"""Values as YAML that means the same to readers of YAML 1.1 and 1.2."""

import json
import re

import yaml

# What one of YAML 1.1 and 1.2 takes for a number, a boolean or a line end and PyYAML doesn't.
_NOT_TEXT_EVERYWHERE = re.compile(
    r".*[\x85\u2028\u2029].*|0o[0-7]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[yYnN]",
    re.DOTALL,
)
# What both take for the same number, boolean or day.
_SAME_EVERYWHERE = re.compile(
    r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?|true|false|[0-9]{4}-[0-9]{2}-[0-9]{2}"
)
# What JSON leaves as it is and YAML doesn't print.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_WIDE = 2**20
# Words, addresses of people and of pages: nothing that any reader takes for something else.
_PLAIN = re.compile(
    r"[A-Za-z][A-Za-z0-9]*(?: [A-Za-z0-9]+)+|[A-Za-z][\w.+-]*@[\w.-]*\w|https?://[\w./-]*\w",
    re.ASCII,
)


def dumped(metadata: dict[str, object]) -> str:
    """Return *metadata* as a block of YAML, in its order."""
    text: str = yaml.dump(
        metadata, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDE
    )
    return text.rstrip("\n")


def scalar(text: str, *, typed: bool = False, in_list: bool = False, quotes: str = "") -> str:
    """Return *text* as one value on one line, in quotes only where it needs them.

    Args:
        text: The value.
        typed: A number, a day or a boolean may be meant, and needs no quotes to remain text.
        in_list: It is to stand between brackets, where a comma would end it.
        quotes: The quotes to use in any case: none, ``'`` or ``"``.
    """
    if quotes == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    plain = typed and _SAME_EVERYWHERE.fullmatch(text) is not None
    if not quotes and (plain or not needs_quotes(text, in_list=in_list)):
        return text
    return _UNPRINTABLE.sub(
        lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False)
    )


def needs_quotes(text: str, *, in_list: bool = False) -> bool:
    """Return whether *text* without quotes would be anything but this text."""
    if _PLAIN.fullmatch(text):
        return False
    value: object = [text] if in_list else text
    written = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, width=_WIDE, default_flow_style=in_list
    )
    return written != (f"[{text}]\n" if in_list else f"{text}\n...\n")


class _Dumper(yaml.SafeDumper):
    """Quotes text that YAML 1.1 or YAML 1.2 would take for anything else."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _NOT_TEXT_EVERYWHERE.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
