"""Inspects an upload before it becomes a file: its name, its format, its unit."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from service.database.models import Analysis, FileRole
from service.errors import BadField
from service.files import analyses, scanning
from service.files.storage import Arriving, Stored
from service.manufacturing.geometry.analysis import UNITS_MM
from service.manufacturing.geometry.meshes import KINDS, recognise, threemf
from service.manufacturing.geometry.meshes.mesh import WITH_UNIT
from service.translations import gettext_noop as _

#: What a file is served as. IANA knows no type for PLY; nothing that a browser would run is here.
MODELS: Mapping[str, str] = MappingProxyType(
    {
        "stl": "model/stl",
        "3mf": "model/3mf",
        "obj": "model/obj",
        "ply": "application/x-ply",
        "glb": "model/gltf-binary",
        "step": "model/step",
    }
)
ATTACHMENTS: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "webp": "image/webp",
        "txt": "text/plain; charset=utf-8",
        "csv": "text/csv; charset=utf-8",
        "zip": "application/zip",
        "step": "model/step",
        "stp": "model/step",
        "dxf": "image/vnd.dxf",
    }
)
#: The unit of formats that know but one.
ALWAYS_IN: Mapping[str | None, str] = MappingProxyType({"step": "mm", "glb": "m"})
#: Bytes up to which a model is measured while its uploader waits: about a second.
MEASURED_AT_ONCE = 32 * 1024 * 1024
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True)
class Upload:
    """A stored content that can become a file. `unit` None: not stated yet."""

    name: str
    model_format: str | None
    unit: str | None
    stored: Stored
    #: None: not stated
    role: FileRole | None = None
    #: made at once where the unit is still to be stated, to say what each unit would mean
    analysis: Analysis | None = None


#: Characters of a name; common file systems end at 255 bytes or units.
LONGEST_NAME = 255
#: What joins letters of some scripts is invisible, and part of their words.
_JOINERS = "\u200c\u200d"
#: What decoders put in the place of bytes that are no UTF-8.
_UNDECODABLE = "\ufffd"


def given_name(name: str, pointer: str = "/file") -> str:
    """The name of a file as given, in composed letters (NFC).

    It is made safe where it is written to a disk or an archive. Raises BadField for a name that is
    empty, too long, a path, or cannot be shown.
    """
    name = unicodedata.normalize("NFC", name)
    if not name.strip() or name in (".", ".."):
        raise BadField.at(pointer, _("{name!r} is no name of a file"), name=name)
    if len(name) > LONGEST_NAME:
        message = _("the name has {length} characters; at most {most} are taken")
        raise BadField.at(pointer, message, length=len(name), most=LONGEST_NAME)
    for sign in name:
        is_visible = sign.isprintable() or sign in _JOINERS or unicodedata.category(sign) == "Zs"
        if sign == _UNDECODABLE or not is_visible:
            message = _("the name holds {sign!r}, which cannot be shown")
            raise BadField.at(pointer, message, sign=sign)
    return name


def store_upload(
    arriving: Arriving, name: str, unit: str | None, role: str | None = None
) -> Upload:
    """Inspect a complete content, and store it.

    Raises BadField, ContentRefused, ScanFailed, and then stores nothing.
    """
    name, model_format = _look(arriving, name)
    checked_role = check_role(name, model_format, role)
    file_unit = unit_in_file(arriving.path, model_format) if model_format in WITH_UNIT else None
    checked = check_unit(name, model_format, file_unit, unit)
    scanning.check(arriving.path)
    stored = arriving.store()
    upload = Upload(name, model_format, checked, stored, checked_role)
    if checked or model_format in {None, *WITH_UNIT} or stored.size_bytes > MEASURED_AT_ONCE:
        return upload
    return replace(upload, analysis=analyses.content_sizes(stored.sha256))


def store_attachment(arriving: Arriving, name: str) -> Upload:
    """Store a complete content that is not a part to make.

    Raises BadField if it is empty, ContentRefused, ScanFailed, and then stores nothing.
    """
    name, model_format = _look(arriving, name)
    scanning.check(arriving.path)
    return Upload(name, model_format, None, arriving.store())


def _look(arriving: Arriving, name: str) -> tuple[str, str | None]:
    name = given_name(name)
    if arriving.size_bytes == 0:
        raise BadField.at("/file", _("the file {name!r} has 0 bytes"), name=name)
    return name, recognise(arriving.path)


def check_unit(
    name: str, model_format: str | None, file_unit: str | None, stated: str | None
) -> str | None:
    """The unit of a file: its own, else the stated one; raises BadField."""
    if stated is None:
        return file_unit
    if stated not in UNITS_MM:
        message = _("the unit must be one of {names}, not {unit!r}")
        raise BadField.at("/unit", message, names=", ".join(UNITS_MM), unit=stated[:40])
    if model_format is None:
        message = _("{name!r} is no {kinds} model by its content, so it has no unit")
        raise BadField.at("/unit", message, name=name, kinds=KINDS)
    if model_format in WITH_UNIT and stated != file_unit:
        another = _("{name!r} says that its unit is {unit}; {stated} cannot be stated for it")
        none = _("{name!r} does not show its unit readably; {stated} cannot be stated for it")
        message = another if file_unit else none
        raise BadField.at("/unit", message, name=name, unit=file_unit, stated=stated)
    return stated


def check_role(name: str, model_format: str | None, stated: str | None) -> FileRole | None:
    """The role that is stated for a file, None if none is; raises BadField."""
    if stated is None:
        return None
    if stated not in (roles := [role.value for role in FileRole]):
        sentence = _("the role is one of {roles}, not '{stated}'")
        raise BadField.at("/role", sentence, roles=", ".join(roles), stated=stated[:40])
    if stated == FileRole.PART.value and model_format is None:
        sentence = _(
            "'{name}' is no model by its content and cannot be made; its role is reference or paper"
        )
        raise BadField.at("/role", sentence, name=name)
    return FileRole(stated)


def media_type(model_format: str | None, name: str) -> str:
    """The media type of a file: by its content if it is a model, else by its name."""
    if model_format:
        return MODELS[model_format]
    return ATTACHMENTS.get(name.rpartition(".")[2].lower(), UNKNOWN)


def unit_in_file(path: Path, model_format: str | None) -> str | None:
    """The unit that a file itself states; None if it cannot be read.

    A STEP file is measured in mm, whatever units it has within; a GLB file is in metres (glTF 2.0
    Specification, section 3.4).
    """
    return ALWAYS_IN.get(model_format) or threemf.stated_unit(path)
