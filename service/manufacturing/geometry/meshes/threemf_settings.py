"""Reads what slicers store beside a 3MF model: which of its bodies are not parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.manufacturing.geometry.meshes.package import Package, part_name
from service.manufacturing.geometry.meshes.package_xml import Attributes, Wrong, XmlElement, parse
from service.manufacturing.geometry.meshes.threemf_numbers import identifier, index
from service.manufacturing.geometry.meshes.threemf_roles import BAMBU_PARTS, PRUSA_VOLUMES, BodyRole

#: Slic3r and its descendants, PrusaSlicer and SuperSlicer among them: volumes are ranges of the
#: triangles of one mesh.
_PRUSA = [f"Metadata/{name}_model.config" for name in ("Slic3r_PE", "Slic3r", "SuperSlicer")]
#: Bambu Studio and its descendants, OrcaSlicer among them: parts are the components of an object.
_BAMBU = "Metadata/model_settings.config"


@dataclass
class Volume:
    """The triangles `first` to `last`, both counted from 0, of one object's mesh."""

    first: int
    last: int
    role: BodyRole = BodyRole.PART


@dataclass
class SlicerSettings:
    """Roles by ids in the root model: of ranges of an object, and of (object, component)."""

    volumes: dict[str, list[Volume]] = field(default_factory=dict)
    components: dict[tuple[str, str], BodyRole] = field(default_factory=dict)


def read_settings(package: Package) -> SlicerSettings:
    """What the slicers' settings in a package say, nothing if there are none.

    Raises Unreadable for settings that are damaged, or that use words which are not known here:
    a body that nobody knows the use of must not be priced.
    """
    reader = _SettingsReader()
    for part in map(part_name, _PRUSA):
        if part in package:
            parse(package.unpack(part), part, reader.expected_of_prusa())
    if (part := part_name(_BAMBU)) in package:
        parse(package.unpack(part), part, reader.expected_of_bambu())
    return reader.settings


class _SettingsReader:
    def __init__(self) -> None:
        self.settings = SlicerSettings()
        self._object = ""
        self._volume = Volume(0, -1)

    def expected_of_prusa(self) -> dict[str, XmlElement]:
        within = {"metadata": XmlElement(self._prusa_metadata)}
        volume = XmlElement(self._start_volume, within=within)
        object_ = XmlElement(self._start_object, within={"volume": volume})
        return {"config": XmlElement(within={"object": object_})}

    def expected_of_bambu(self) -> dict[str, XmlElement]:
        object_ = XmlElement(self._start_object, within={"part": XmlElement(self._bambu_part)})
        return {"config": XmlElement(within={"object": object_})}

    def _start_object(self, attributes: Attributes) -> None:
        self._object = identifier(attributes, "object", "id")

    def _start_volume(self, attributes: Attributes) -> None:
        first, last = (index(attributes, "a <volume>", name) for name in ("firstid", "lastid"))
        self._volume = Volume(first, last)
        self.settings.volumes.setdefault(self._object, []).append(self._volume)

    def _prusa_metadata(self, attributes: Attributes) -> None:
        key, value = attributes.get("key"), attributes.get("value", "")
        if key == "volume_type":
            self._volume.role = _role(PRUSA_VOLUMES, value, "volume")
        elif key == "modifier" and value == "1" and self._volume.role is BodyRole.PART:
            self._volume.role = BodyRole.MODIFIER  # before there were types

    def _bambu_part(self, attributes: Attributes) -> None:
        address = self._object, identifier(attributes, "part", "id")
        subtype = attributes.get("subtype", "normal_part")
        self.settings.components[address] = _role(BAMBU_PARTS, subtype, "part")


def _role(known: Mapping[str, BodyRole], word: str, what: str) -> BodyRole:
    if word not in known:
        raise Wrong(f"a {what} of the type {word[:40]!r} is not known")
    return known[word]
