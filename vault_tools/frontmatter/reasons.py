"""What libyaml says of a block that it can't read, so that it can be said in other languages.

The texts are those of libyaml 0.2.5's scanner, parser and reader that a document of one block can
meet; any other stays as libyaml says it.
"""

from vault_tools.language import Message, message

_SAID = (
    message("mapping values are not allowed in this context"),
    message("mapping keys are not allowed in this context"),
    message("block sequence entries are not allowed in this context"),
    message("could not find expected ':'"),
    message("found character that cannot start any token"),
    message("found a tab character that violates indentation"),
    message("found a tab character where an indentation space is expected"),
    message("found unexpected end of stream"),
    message("found unexpected document indicator"),
    message("found unknown escape character"),
    message("found undefined tag handle"),
    message("found an indentation indicator equal to 0"),
    message("did not find expected ',' or ']'"),
    message("did not find expected ',' or '}'"),
    message("did not find expected key"),
    message("did not find expected '-' indicator"),
    message("did not find expected node content"),
    message("did not find expected <document start>"),
    message("did not find expected comment or line break"),
    message("did not find expected alphabetic or numeric character"),
    message("did not find expected whitespace or line break"),
    message("control characters are not allowed"),
)
_BY_TEXT: dict[str, Message] = {str.__str__(said): said for said in _SAID}


def yaml_reason(text: str) -> str:
    """Return what libyaml says as a message where it is known, else as it is."""
    return _BY_TEXT.get(text, text)
