"""A picture of the network as an SVG that needs nothing else: no script, no font, no request.

The owner is in the middle of all, and the warmest contacts in the middle of each group.
Colour says nothing that the place doesn't say too.
"""

from collections.abc import Iterator
from html import escape

from vault_tools.language import _, ngettext
from vault_tools.network.picture import HIGH, WIDE, Line, Node
from vault_tools.render.escape import obsidian_url
from vault_tools.render.graph import drawable, shortened
from vault_tools.report.drawing import Drawing
from vault_tools.report.introduction import own_name

_LONGEST = 20
"""Characters of a name: what the room of one person takes."""
_LONGEST_GROUP = 30
_ABOVE = 24
"""How far above its first contact the name of a group stands."""
_RADIUS = 7
_SCALE = 0.95
"""How large a picture is that is to be read."""
_COLORS = 8
_STYLE = """
svg.network{color-scheme:light dark;background:#fff;font:11px system-ui,sans-serif}
.network text{font:inherit;fill:#222;text-anchor:middle;unicode-bidi:plaintext;
paint-order:stroke;stroke:#fff;stroke-width:2.5;stroke-linejoin:round}
.network .group{font-size:19px;font-weight:600;fill:#567}
.network .own{stroke:#0001;fill:none}.network .tie{stroke:#567;stroke-opacity:.45;fill:none}
.network .end{fill:#567;fill-opacity:.6}.network circle{stroke:#fff;fill:#789}
.network .faded circle{opacity:.45}.network .faded text{fill:#666}
.network .ring{fill:none;stroke:#456;stroke-width:1.5}
.network a:hover circle,.network a:focus circle{stroke:#222;stroke-width:2}
.network a:hover text,.network a:focus text{font-weight:bold}
.network .g0{fill:#2a78b8}.network .g1{fill:#b8602a}.network .g2{fill:#3f8f4f}
.network .g3{fill:#9a4fa8}.network .g4{fill:#a88a1f}.network .g5{fill:#2f9a9a}
.network .g6{fill:#b84a6a}.network .g7{fill:#6a6ac8}
@media(prefers-color-scheme:dark){
svg.network{background:#181a1b}.network text{fill:#ddd;stroke:#181a1b}
.network .faded text{fill:#aaa}.network .group{fill:#9ab}
.network .own{stroke:#fff1}.network .ring{stroke:#abc}
.network .tie{stroke:#9ab}.network .end{fill:#9ab}.network circle{stroke:#181a1b}
.network a:hover circle,.network a:focus circle{stroke:#ddd}}
"""
_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
_NAMED = 'role="group" aria-labelledby="network-title network-text"'
_ARROW = """<defs>
<marker id="network-end" viewBox="0 0 8 8" refX="16" refY="4" markerWidth="8" markerHeight="8"
 markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" class="end"/></marker>
</defs>"""


def svg(drawing: Drawing, *, sized: bool = False) -> str:
    """Return the picture as SVG, which fills the room it is given.

    One that is *sized* is as large as it takes to read the names.
    """
    picture, box = drawing.picture, _box(drawing)
    wide, high = (round(_SCALE * float(side)) for side in box.split()[2:])
    size = f' width="{wide}" height="{high}"' if sized else ""
    rows = [
        f'<svg class="network" {_NAMESPACE} viewBox="{box}"{size} {_NAMED}>',
        f'<title id="network-title">{_title(drawing)}</title>',
        f'<desc id="network-text">{_description(drawing)}</desc>',
        f"<style>{_STYLE}</style>",
        _ARROW,
    ]
    places = {node.person.path: node for node in picture.nodes}
    rows += [f'<path class="own" d="M0 0L{_at(node)}"/>' for node in drawing.known()]
    rows += [_line(line, places[line.source], places[line.target]) for line in picture.lines]
    rows += [
        f'<text class="group" x="{x:.0f}" y="{y - _ABOVE:.0f}" aria-hidden="true">'
        f"{_text(shortened(name, _LONGEST_GROUP))}</text>"
        for name, x, y in drawing.labels()
    ]
    rows += [f'<g><circle r="10"/><text y="22">{_text(own_name())}</text></g>']
    for node in picture.nodes:
        rows += _node(node, drawing)
    return "\n".join([*rows, "</svg>", ""])


def _box(drawing: Drawing) -> str:
    """Return the view box: everybody, the owner too, with room around."""
    across = [0.0, *(node.x for node in drawing.picture.nodes)]
    down = [0.0, *(node.y for node in drawing.picture.nodes)]
    left, top = min(across) - WIDE, min(down) - HIGH
    return f"{left:.0f} {top:.0f} {max(across) + WIDE - left:.0f} {max(down) + HIGH - top:.0f}"


def _title(drawing: Drawing) -> str:
    count = len(drawing.picture.nodes)
    return _text(ngettext("Your network: {count} person", "Your network: {count} people", count))


def _description(drawing: Drawing) -> str:
    words = _(
        "You are in the middle. People who are tied with each other stand together, around those"
        " you are most in touch with. Faded: asleep, paused or gone. In a ring: who alone links"
        " others with the rest. A line means that one knows of the other, as your notes say."
    )
    left = drawing.picture.left_out
    more = ngettext("{count} more is not shown.", "{count} more are not shown.", left)
    return _text(f"{words} {more}" if left else words)


def _node(node: Node, drawing: Drawing) -> Iterator[str]:
    person = node.person
    faded = "faded" if person.path in drawing.faded else "awake"
    group = "" if node.group is None else f' class="g{node.group % _COLORS}"'
    last = drawing.last.get(person.path)
    told = person.name
    if last:
        told = _("{name}, last contact {day}", name=told, day=last.isoformat())
    if node.is_bridge:
        told = _("{name}; alone links others with the rest", name=told)
    yield f'<a href="{_text(obsidian_url(drawing.root, person.path))}" class="{faded}">'
    yield f"<title>{_text(told)}</title>"
    yield f'<g transform="translate({_at(node)})"><circle r="{_RADIUS}"{group}/>'
    if node.is_bridge:
        yield f'<circle r="{_RADIUS + 3}" class="ring"/>'
    yield f'<text y="{_RADIUS + 12}">{_text(shortened(person.name, _LONGEST))}</text></g></a>'


def _line(line: Line, source: Node, target: Node) -> str:  # noqa: PLR0917 - from here to there
    end = "" if line.mutual else ' marker-end="url(#network-end)"'
    width = f"{0.5 + 3 * line.strength:.1f}"
    return f'<path class="tie" d="M{_at(source)}L{_at(target)}" stroke-width="{width}"{end}/>'


def _at(node: Node) -> str:
    return f"{node.x:.0f} {node.y:.0f}"


def _text(text: str) -> str:
    """Return text on one line that XML and HTML take as nothing but text."""
    return escape(drawable(text))
