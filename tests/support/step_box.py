"""Writes STEP files of boxes and balls, faces, edges and corners in full, for tests."""

from itertools import count

import numpy as np

_HEAD = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('a box'),'2;1');
FILE_NAME('box.step','2026-11-25T00:00:00',(''),(''),'','','');
FILE_SCHEMA(('{schema}'));
ENDSEC;
DATA;
{data}
ENDSEC;
END-ISO-10303-21;
"""
#: AP214, AP203 and AP242, as files name them.
SCHEMAS = {
    "AP214": "AUTOMOTIVE_DESIGN { 1 0 10303 214 1 1 1 1 }",
    "AP203": "CONFIG_CONTROL_DESIGN",
    "AP242": "AP242_MANAGED_MODEL_BASED_3D_ENGINEERING_MIM_LF { 1 0 10303 442 1 1 4 }",
}
_INCH = "( CONVERSION_BASED_UNIT('INCH',{measure}) LENGTH_UNIT() NAMED_UNIT({powers}) )"
#: Units of length, and what one is in mm.
UNITS_MM = {"MILLI": 1.0, "CENTI": 10.0, "MICRO": 0.001, "METRE": 1000.0, "INCH": 25.4}


class StepFile:
    """A file that is added to, body by body, and then written."""

    def __init__(self):
        self.lines = []
        self._numbers = count(1)
        self._items = []
        self._styled = []

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

    def axes(self, at=(0, 0, 0), up=(0, 0, 1), along=(1, 0, 0)):
        place = f"{self.point(at)},{self.direction(up)},{self.direction(along)}"
        return self.add(f"AXIS2_PLACEMENT_3D('',{place})")

    def box(self, size, at=(0, 0, 0), *, red=(), missing=(), solid=True):
        """A box from `at`; `red` and `missing` are numbers of faces, 0 to 5."""
        (x, y, z), low = size, np.array(at, float)
        corners = [low + np.array([i, j, k]) for i in (0, x) for j in (0, y) for k in (0, z)]
        vertices = [self.add(f"VERTEX_POINT('',{self.point(at)})") for at in corners]
        quads = [
            (0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)
        ]  # fmt: skip
        edges = {}
        faces = [self._face(quad, edges, corners, vertices) for quad in quads]
        self._styled += [self._painted(faces[number]) for number in red]
        self._close([face for i, face in enumerate(faces) if i not in missing], missing, solid)
        return self

    def ball(self, radius, at=(0, 0, 0)):
        vertex = self.add(f"VERTEX_POINT('',{self.point(np.add(at, (0, 0, -radius)))})")
        loop = self.add(f"VERTEX_LOOP('',{vertex})")
        bound = self.add(f"FACE_BOUND('',{loop},.T.)")
        surface = self.add(f"SPHERICAL_SURFACE('',{self.axes(at)},{float(radius)})")
        self._close([self.add(f"ADVANCED_FACE('',({bound}),{surface},.T.)")], (), True)
        return self

    def wire(self, length):
        """A line, which encloses nothing."""
        corners = [np.zeros(3), np.array([length, 0.0, 0.0])]
        vertices = [self.add(f"VERTEX_POINT('',{self.point(at)})") for at in corners]
        edge = self.edge((0, 1), corners, vertices)
        edges = self.add(f"CONNECTED_EDGE_SET('',({edge}))")
        self._items.append(self.add(f"EDGE_BASED_WIREFRAME_MODEL('',({edges}))"))
        return self

    def _face(self, quad, edges, corners, vertices):
        walks = []
        for start, end in zip(quad, (*quad[1:], quad[0]), strict=True):
            ends = (min(start, end), max(start, end))
            if ends not in edges:
                edges[ends] = self.edge(ends, corners, vertices)
            way = ".T." if start < end else ".F."
            walks.append(self.add(f"ORIENTED_EDGE('',*,*,{edges[ends]},{way})"))
        loop = self.add(f"EDGE_LOOP('',({','.join(walks)}))")
        bound = self.add(f"FACE_OUTER_BOUND('',{loop},.T.)")
        a, b, c = (corners[k] for k in quad[:3])
        normal = np.cross(b - a, c - b)
        along = (b - a) / np.linalg.norm(b - a)
        plane = self.add(f"PLANE('',{self.axes(a, normal / np.linalg.norm(normal), along)})")
        return self.add(f"ADVANCED_FACE('',({bound}),{plane},.T.)")

    def _close(self, faces, missing, solid):
        kind = "OPEN_SHELL" if missing else "CLOSED_SHELL"
        shell = self.add(f"{kind}('',({','.join(faces)}))")
        item = "MANIFOLD_SOLID_BREP('{}',{})" if solid else "SHELL_BASED_SURFACE_MODEL('{}',({}))"
        self._items.append(self.add(item.format("body", shell)))

    def _painted(self, face):
        red = self.add("COLOUR_RGB('',1.,0.,0.)")
        colour = self.add(f"FILL_AREA_STYLE_COLOUR('',{red})")
        area = self.add(f"FILL_AREA_STYLE('',({colour}))")
        fill = self.add(f"SURFACE_STYLE_FILL_AREA({area})")
        side = self.add(f"SURFACE_SIDE_STYLE('',({fill}))")
        usage = self.add(f"SURFACE_STYLE_USAGE(.BOTH.,{side})")
        style = self.add(f"PRESENTATION_STYLE_ASSIGNMENT(({usage}))")
        return self.add(f"STYLED_ITEM('colour',({style}),{face})")

    def written(self, *, unit="MILLI", schema="AP214", name="part", placed=()):
        """The bytes of the file; `placed`: where the product stands in an assembly, if in one."""
        context = self._context(unit)
        origin = self.axes()
        shape = self.add(
            f"ADVANCED_BREP_SHAPE_REPRESENTATION('',({','.join([origin, *self._items])}),{context})"
        )
        product = self._product(name, shape)
        if placed:
            places = [self.axes(at) for at in placed]
            whole = self.add(f"SHAPE_REPRESENTATION('',({','.join([origin, *places])}),{context})")
            assembly = self._product("assembly", whole)
            for place in places:
                self._instance(assembly, product, (shape, whole), (origin, place))
        if self._styled:
            self.add(
                "MECHANICAL_DESIGN_GEOMETRIC_PRESENTATION_REPRESENTATION('',"
                f"({','.join(self._styled)}),{context})"
            )
        return _HEAD.format(data="\n".join(self.lines), schema=SCHEMAS[schema]).encode()

    def _context(self, unit):
        """The units, and how near points are the same."""
        metre = "( LENGTH_UNIT() NAMED_UNIT(*) SI_UNIT({},.METRE.) )"
        prefix = "$" if unit == "METRE" else f".{'MILLI' if unit == 'INCH' else unit}."
        length = self.add(metre.format(prefix))
        if unit == "INCH":
            powers = self.add("DIMENSIONAL_EXPONENTS(1.,0.,0.,0.,0.,0.,0.)")
            measure = self.add(f"LENGTH_MEASURE_WITH_UNIT(LENGTH_MEASURE(25.4),{length})")
            length = self.add(_INCH.format(measure=measure, powers=powers))
        angle = self.add("( NAMED_UNIT(*) PLANE_ANGLE_UNIT() SI_UNIT($,.RADIAN.) )")
        room = self.add("( NAMED_UNIT(*) SI_UNIT($,.STERADIAN.) SOLID_ANGLE_UNIT() )")
        slack = self.add(
            f"UNCERTAINTY_MEASURE_WITH_UNIT(LENGTH_MEASURE(1.E-07),{length},'distance','')"
        )
        return self.add(
            "( GEOMETRIC_REPRESENTATION_CONTEXT(3) "
            f"GLOBAL_UNCERTAINTY_ASSIGNED_CONTEXT(({slack})) "
            f"GLOBAL_UNIT_ASSIGNED_CONTEXT(({length},{angle},{room})) "
            "REPRESENTATION_CONTEXT('','') )"
        )

    def _product(self, name, shape):
        application = self.add("APPLICATION_CONTEXT('automotive design')")
        product_context = self.add(f"PRODUCT_CONTEXT('',{application},'mechanical')")
        product = self.add(f"PRODUCT('{name}','{name}','',({product_context}))")
        formation = self.add(f"PRODUCT_DEFINITION_FORMATION('','',{product})")
        design = self.add(f"PRODUCT_DEFINITION_CONTEXT('part definition',{application},'design')")
        definition = self.add(f"PRODUCT_DEFINITION('design','',{formation},{design})")
        meaning = self.add(f"PRODUCT_DEFINITION_SHAPE('','',{definition})")
        self.add(f"SHAPE_DEFINITION_REPRESENTATION({meaning},{shape})")
        return definition

    def _instance(self, assembly, product, shapes, axes):
        use = self.add(f"NEXT_ASSEMBLY_USAGE_OCCURRENCE('','','',{assembly},{product},$)")
        meaning = self.add(f"PRODUCT_DEFINITION_SHAPE('','',{use})")
        move = self.add(f"ITEM_DEFINED_TRANSFORMATION('','',{axes[0]},{axes[1]})")
        relation = self.add(
            f"( REPRESENTATION_RELATIONSHIP('','',{shapes[0]},{shapes[1]}) "
            f"REPRESENTATION_RELATIONSHIP_WITH_TRANSFORMATION({move}) "
            "SHAPE_REPRESENTATION_RELATIONSHIP() )"
        )
        self.add(f"CONTEXT_DEPENDENT_SHAPE_REPRESENTATION({relation},{meaning})")


def step_box(x=20.0, y=30.0, z=40.0):
    """A solid box from the origin as STEP AP214, in millimetres."""
    return StepFile().box((x, y, z)).written()
