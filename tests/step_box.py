"""Writes STEP files of boxes, faces, edges and corners in full, for tests."""

from itertools import count

import numpy as np

_HEAD = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('a box'),'2;1');
FILE_NAME('box.step','2026-11-25T00:00:00',(''),(''),'','','');
FILE_SCHEMA(('AUTOMOTIVE_DESIGN {{ 1 0 10303 214 1 1 1 1 }}'));
ENDSEC;
DATA;
{data}
ENDSEC;
END-ISO-10303-21;
"""
_MM = "( LENGTH_UNIT() NAMED_UNIT(*) SI_UNIT(.MILLI.,.METRE.) )"
_METRE = "( LENGTH_UNIT() NAMED_UNIT(*) SI_UNIT($,.METRE.) )"


class _Writer:
    def __init__(self):
        self.lines = []
        self._numbers = count(1)

    def add(self, text):
        number = next(self._numbers)
        self.lines.append(f"#{number}={text};")
        return f"#{number}"

    def point(self, at):
        return self.add(f"CARTESIAN_POINT('',({', '.join(map(str, map(float, at)))}))")

    def direction(self, along):
        return self.add(f"DIRECTION('',({', '.join(map(str, map(float, along)))}))")

    def edge(self, ends, corners, vertices):
        start, end = (corners[k] for k in ends)
        length = float(np.linalg.norm(end - start))
        vector = self.add(f"VECTOR('',{self.direction((end - start) / length)},{length})")
        line = self.add(f"LINE('',{self.point(start)},{vector})")
        return self.add(f"EDGE_CURVE('',{vertices[ends[0]]},{vertices[ends[1]]},{line},.T.)")


def step_box(x=20.0, y=30.0, z=40.0, *, in_metres=False):
    """A solid box from the origin as STEP AP214, in millimetres or in metres."""
    write = _Writer()
    corners = [np.array([i, j, k], float) for i in (0, x) for j in (0, y) for k in (0, z)]
    vertices = [write.add(f"VERTEX_POINT('',{write.point(at)})") for at in corners]
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    edges, faces = {}, []
    for quad in quads:
        walks = []
        for start, end in zip(quad, (*quad[1:], quad[0]), strict=True):
            ends = (min(start, end), max(start, end))
            if ends not in edges:
                edges[ends] = write.edge(ends, corners, vertices)
            way = ".T." if start < end else ".F."
            walks.append(write.add(f"ORIENTED_EDGE('',*,*,{edges[ends]},{way})"))
        loop = write.add(f"EDGE_LOOP('',({','.join(walks)}))")
        bound = write.add(f"FACE_OUTER_BOUND('',{loop},.T.)")
        a, b, c = (corners[k] for k in quad[:3])
        normal = np.cross(b - a, c - b)
        along = write.direction((b - a) / np.linalg.norm(b - a))
        up = write.direction(normal / np.linalg.norm(normal))
        place = write.add(f"AXIS2_PLACEMENT_3D('',{write.point(a)},{up},{along})")
        plane = write.add(f"PLANE('',{place})")
        faces.append(write.add(f"ADVANCED_FACE('',({bound}),{plane},.T.)"))
    shell = write.add(f"CLOSED_SHELL('',({','.join(faces)}))")
    _wrap(write, write.add(f"MANIFOLD_SOLID_BREP('box',{shell})"), in_metres)
    return _HEAD.format(data="\n".join(write.lines)).encode()


def _wrap(write, solid, in_metres):
    """The product that the solid is the shape of, and the units."""
    length = write.add(_METRE if in_metres else _MM)
    angle = write.add("( NAMED_UNIT(*) PLANE_ANGLE_UNIT() SI_UNIT($,.RADIAN.) )")
    room = write.add("( NAMED_UNIT(*) SI_UNIT($,.STERADIAN.) SOLID_ANGLE_UNIT() )")
    slack = write.add(
        f"UNCERTAINTY_MEASURE_WITH_UNIT(LENGTH_MEASURE(1.E-07),{length},'distance','')"
    )
    context = write.add(
        "( GEOMETRIC_REPRESENTATION_CONTEXT(3) "
        f"GLOBAL_UNCERTAINTY_ASSIGNED_CONTEXT(({slack})) "
        f"GLOBAL_UNIT_ASSIGNED_CONTEXT(({length},{angle},{room})) "
        "REPRESENTATION_CONTEXT('','') )"
    )
    origin = write.point((0, 0, 0))
    axes = write.direction((0, 0, 1)), write.direction((1, 0, 0))
    place = write.add(f"AXIS2_PLACEMENT_3D('',{origin},{axes[0]},{axes[1]})")
    shape = write.add(f"ADVANCED_BREP_SHAPE_REPRESENTATION('',({place},{solid}),{context})")
    application = write.add("APPLICATION_CONTEXT('automotive design')")
    product_context = write.add(f"PRODUCT_CONTEXT('',{application},'mechanical')")
    product = write.add(f"PRODUCT('box','box','',({product_context}))")
    formation = write.add(f"PRODUCT_DEFINITION_FORMATION('','',{product})")
    design = write.add(f"PRODUCT_DEFINITION_CONTEXT('part definition',{application},'design')")
    definition = write.add(f"PRODUCT_DEFINITION('design','',{formation},{design})")
    meaning = write.add(f"PRODUCT_DEFINITION_SHAPE('','',{definition})")
    write.add(f"SHAPE_DEFINITION_REPRESENTATION({meaning},{shape})")
