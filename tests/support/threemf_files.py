"""Writes 3MF packages as other programs do, for tests."""

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.support import meshes

RELATIONSHIP = "http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"
BOX = meshes.box()
#: Far from the box, and of another volume.
SMALL = meshes.moved(meshes.box(5, 5, 5), 100)
#: Through the box from below to above.
BAR = meshes.moved(meshes.box(5, 5, 60), 10, 10, -20)


def relationships(*targets, more=""):
    inside = "".join(
        f'<Relationship Id="r{i}" Target="{target}" Type="{RELATIONSHIP}" {more}/>'
        for i, target in enumerate(targets)
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{inside}</Relationships>'


def archive(*entries):
    """A zip of names and contents, the names written as they are."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as written:
        for name, content in entries:
            info = ZipInfo("x")
            info.filename = name  # no slash is put right
            written.writestr(info, content, ZIP_DEFLATED)
    return file.getvalue()


def object_of(number, solid, kind="model", inside="", attributes=""):
    """An object of a type, with more elements before its mesh."""
    plain = meshes.object_xml(number, solid)
    opening = f'<object id="{number}" type="{kind}" {attributes}>{inside}'
    return plain.replace(f'<object id="{number}">', opening)


def group_of(number, *ids, kind="model", path=None):
    way = f' p:path="{path}"' if path else ""
    inside = "".join(f'<component objectid="{each}"{way}/>' for each in ids)
    return f'<object id="{number}" type="{kind}"><components>{inside}</components></object>'


def built(objects, *ids, parts=None, more=""):
    """A package whose build has these objects, each given as an id or as an item's attributes."""
    items = "".join(
        f"<item {each}/>" if "=" in each else f'<item objectid="{each}"/>' for each in ids
    )
    return meshes.package(meshes.model("".join(objects), items, more=more), parts)


def prusa(*volumes, object_id="1"):
    """PrusaSlicer's settings: ranges of triangles, each with its metadata by key."""
    inside = "".join(
        f'<volume firstid="{first}" lastid="{last}">'
        + "".join(
            f'<metadata type="volume" key="{key}" value="{value}"/>' for key, value in said.items()
        )
        + "</volume>"
        for first, last, said in volumes
    )
    return {
        "Metadata/Slic3r_PE_model.config": '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<config><object id="{object_id}">{inside}</object></config>'
    }


def bambu(subtypes, object_id="3"):
    """Bambu Studio's settings: the subtype of each part of an object."""
    inside = "".join(
        f'<part id="{part}" subtype="{subtype}"><metadata key="name" value="x"/></part>'
        for part, subtype in subtypes.items()
    )
    return {
        "Metadata/model_settings.config": '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<config><object id="{object_id}"><metadata key="name" value="x"/>{inside}</object>'
        '<plate><metadata key="plater_id" value="1"/></plate></config>'
    }
