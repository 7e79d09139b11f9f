"""Small files of every format, for tests."""

from tests.support import meshes

BOX = meshes.box()


STL = meshes.cube_stl()


ASCII = meshes.ascii_stl(BOX)


OBJ = meshes.obj(BOX)


PLY = meshes.ply(BOX)


PLY_TEXT = meshes.ply(BOX, "ascii")


THREEMF = meshes.threemf(BOX)


ROOT = meshes.model(meshes.object_xml("1", BOX), '<item objectid="1"/>')


ITEM = '<item objectid="1"/>'
