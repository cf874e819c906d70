"""A picture of the network for other tools: JSON, DOT, Mermaid and Obsidian's Canvas."""

import re

from vault_tools.network.picture import Line, Node
from vault_tools.network.ties import TieKind
from vault_tools.render.escape import obsidian_url, one_line
from vault_tools.report.drawing import Drawing
from vault_tools.report.introduction import ME, own_name

LONGEST = 60
"""Characters of a name in a picture."""
_CANVAS = 4.4
"""How much more room cards on a canvas take than names in a picture, so that none is on another."""
_CARD = (240, 100)
_CANVAS_COLORS = 6
_MERMAID_LINES = 450
"""Mermaid refuses pictures with more than 500 lines."""
_ILLEGAL = re.compile("[\ufffe\uffff]")
"""What XML can't hold, of that which a terminal can."""
_PLAIN = frozenset(" ,'")
"""What is no markup in Mermaid; ``1.`` and ``-`` begin lists of Markdown, which it can't show."""


def graph_shape(drawing: Drawing) -> dict[str, object]:
    """Return the shape of ``graph``."""
    picture = drawing.picture
    nodes = [
        {
            "path": node.person.path,
            "name": node.person.name,
            "company": node.person.standing.company,
            "status": node.person.standing.status.value,
            "strength": round(node.person.strength, 3),
            "last_contact": drawing.last.get(node.person.path),
            "asleep": node.person.path in drawing.faded,
            "group": node.group,
            "bridge": node.is_bridge,
            "x": round(node.x),
            "y": round(node.y),
        }
        for node in picture.nodes
    ]
    own = [
        {
            "from": ME,
            "to": node.person.path,
            "kind": TieKind.CONTACT.value,
            "strength": round(node.person.strength, 3),
            "evidence": drawing.own[node.person.path],
            "mutual": True,
        }
        for node in drawing.known()
    ]
    return {
        "nodes": nodes,
        "edges": [*own, *map(_line_shape, picture.lines)],
        "left_out": picture.left_out,
        "edges_left_out": picture.lines_left_out,
    }


def dot(drawing: Drawing) -> str:
    """Return a graph in the language of Graphviz."""
    ids, rows = drawing.number(), ["digraph network {"]
    rows += [
        "  graph [layout=neato, overlap=false, splines=true];",
        "  node [shape=box, style=rounded, fontname=sans];",
        f"  me [label={_dot(own_name())}, shape=ellipse];",
    ]
    for node in drawing.picture.nodes:
        url = obsidian_url(drawing.root, node.person.path)
        faded = ", style=dashed" if node.person.path in drawing.faded else ""
        rows.append(
            f"  {ids[node.person.path]} [label={_dot(_label(node))}, URL={_dot(url)}{faded}];"
        )
    rows += [f"  me -> {ids[node.person.path]} [dir=none, color=gray];" for node in drawing.known()]
    rows += [
        f"  {ids[line.source]} -> {ids[line.target]}"
        f" [{'dir=none, ' if line.mutual else ''}penwidth={_width(line.strength)},"
        f" tooltip={_dot(f'{line.kind}: {line.place}')}];"
        for line in drawing.picture.lines
    ]
    return "\n".join([*rows, "}", ""])


def mermaid(drawing: Drawing, *, alone: bool = True) -> str:
    """Return a flow chart in the language of Mermaid, as far as it may be large.

    One that doesn't stand *alone* is in a note with words of its own: it is without the owner, and
    without links, as these name the vault's folder on this machine.
    """
    ids = drawing.number()
    rows = ["flowchart LR", *((f'  me(["{_mermaid(own_name())}"])',) if alone else ())]
    for node in drawing.picture.nodes:
        number = ids[node.person.path]
        rows.append(f'  {number}["{_mermaid(_label(node))}"]')
        if alone:
            rows.append(f'  click {number} "{obsidian_url(drawing.root, node.person.path)}"')
    known = drawing.known() if alone else ()
    lines = [f"  me --- {ids[node.person.path]}" for node in known]
    lines += [
        f"  {ids[line.source]} {'---' if line.mutual else '-->'} {ids[line.target]}"
        for line in drawing.picture.lines
    ]
    rows += lines[:_MERMAID_LINES]
    faded = sorted(
        (ids[path] for path in drawing.faded if path in ids), key=lambda number: int(number[1:])
    )
    if faded:
        rows += ["  classDef faded opacity:0.5", f"  class {','.join(faded)} faded"]
    return "\n".join([*rows, ""])


def canvas_shape(drawing: Drawing) -> dict[str, object]:
    """Return an Obsidian canvas: JSON Canvas 1.0, jsoncanvas.org."""
    ids = drawing.number()
    wide, high = _CARD
    nodes: list[dict[str, object]] = [
        {"id": "me", "type": "text", "text": own_name(), **_box(0, 0, wide=120, high=60)}
    ]
    for node in drawing.picture.nodes:
        card = {
            "id": ids[node.person.path],
            "type": "file",
            "file": node.person.path,
            **_box(node.x * _CANVAS, node.y * _CANVAS, wide=wide, high=high),
        }
        if node.group is not None:
            card["color"] = str(node.group % _CANVAS_COLORS + 1)
        nodes.append(card)
    edges = [_canvas_edge("me", ids[node.person.path], mutual=True) for node in drawing.known()]
    edges += [
        _canvas_edge(ids[line.source], ids[line.target], mutual=line.mutual)
        for line in drawing.picture.lines
    ]
    return {"nodes": nodes, "edges": edges}


def _line_shape(line: Line) -> dict[str, object]:
    return {
        "from": line.source,
        "to": line.target,
        "kind": line.kind.value,
        "strength": round(line.strength, 3),
        "evidence": line.place,
        "mutual": line.mutual,
    }


def _label(node: Node) -> str:
    return shortened(node.person.name, LONGEST)


def drawable(text: str) -> str:
    """Return text on one line that any picture can hold: all of them may become XML."""
    return _ILLEGAL.sub("\ufffd", one_line(text))


def shortened(name: str, longest: int) -> str:
    """Return a name on one line, cut where it is too long for a picture."""
    line = drawable(name)
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _dot(text: str) -> str:
    """Return a quoted string of DOT: graphviz.org, "The DOT Language" and "escString".

    What looks like an entity of HTML would be taken for one.
    """
    shown = drawable(text).replace("&", "&amp;")
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _mermaid(text: str) -> str:
    """Return text in which all that Mermaid or HTML may read is an entity code, ``#35;``."""
    return "".join(
        character if character.isalnum() or character in _PLAIN else f"#{ord(character)};"
        for character in text
    )


def _width(strength: float) -> str:
    return f"{0.5 + 3 * strength:.1f}"


def _box(x: float, y: float, *, wide: int, high: int) -> dict[str, object]:
    return {"x": round(x - wide / 2), "y": round(y - high / 2), "width": wide, "height": high}


def _canvas_edge(source: str, target: str, *, mutual: bool) -> dict[str, object]:
    edge: dict[str, object] = {"id": f"{source}-{target}", "fromNode": source, "toNode": target}
    return {**edge, "toEnd": "none"} if mutual else edge
