"""The sentences in which documents say what a check found, what would help and what has changed."""

from collections.abc import Mapping

from service.documents.parties import FIELDS
from service.translations import gettext_noop as _
from service.translations import ngettext_noop

#: By check and verdict; a verdict that is missing reads like a failure.
CHECKS: Mapping[str, Mapping[str, str]] = {
    "parts": {"fail": _("no model file could be measured")},
    "closed": {
        "pass": _("every edge is shared by exactly two triangles"),
        "fail": _("the surface is not closed: {value} open or shared by more than two triangles"),
    },
    "wound_consistently": {
        "pass": _("all triangles face the same way"),
        "fail": _("the triangles do not all face the same way, so inside and outside are mixed up"),
    },
    "facing": {
        "warn": _("faced the wrong way and were turned: {value}"),
        "fail": _("the mesh is inside out, which 3MF does not allow"),
    },
    "union": {
        "pass": _("shells were united: {value} as one solid, {limit} if each were counted alone")
    },
    "volume": {
        "pass": _("the part encloses {value}"),
        "fail": _("the part encloses no volume"),
    },
    "crossings": {
        "pass": _("no triangles pass through each other"),
        "fail": _("triangles pass through each other ({value}), so the volume is doubtful"),
    },
    "faces_without_area": {"warn": _("left out: {value} with fewer than three distinct corners")},
    "free_form_curves": {
        "warn": _("left out: {value} of free form; only faces are measured"),
    },
    "endsolid_missing": {
        "warn": _("the STL text does not close its last solid, so the file may be cut off")
    },
    "triangles_not_counted": {"warn": _("read beyond what the STL file declares: {value}")},
    "surplus_bytes": {"warn": _("left out: {value} after the triangles of the STL file")},
    "negative_volumes": {"warn": _("subtracted as negative volumes: {value} of the 3MF file")},
    "modifiers": {"warn": _("left out: {value} of the 3MF file for settings, not for shape")},
    "support_bodies": {"warn": _("left out as supports: {value} of the 3MF file")},
    "surfaces": {"warn": _("left out, as nothing is enclosed: {value} of the 3MF file")},
    "other_objects": {"warn": _("left out: {value} of type other in the 3MF file")},
    "not_printed": {"warn": _("left out as not to be printed: {value} of the 3MF file")},
    "open_surfaces": {"warn": _("not closed, so nothing is enclosed: {value} of the STEP file")},
    "other_files": {"warn": _("left out: {value} from the STEP file to other files")},
    "quantity": {"fail": _("{value} > {limit} in one order")},
    "delivery": {"fail": _("does not deliver to {value}")},
    "served_country": {"fail": _("takes no orders for {value}, only for {limit}")},
    "order_value": {"fail": _("an order worth {value} > {limit}")},
    "open_requests": {"fail": _("open: {value}, with a limit of {limit}")},
    "express": {"fail": _("offers no express service")},
    "certificate": {
        "warn": _("does not say whether it issues this certificate: {value}"),
        "fail": _("does not issue this certificate: {value}"),
    },
    "build_volume": {"fail": _("bounding box {value} > {limit}")},
    "smallest_side": {"fail": _("the thinnest side of the bounding box, {value} < {limit}")},
    "mean_wall": {"fail": _("the mean wall thickness, {value} < {limit}")},
    "wall": {
        "warn": _("there are walls of {value} < {limit}"),
        "fail": _("a twentieth of all walls are at most {value} thick, < {limit}"),
    },
    "smallest_feature": {"fail": _("the smallest feature or gap, {value} < {limit}")},
    "supports": {
        "fail": _(
            "the part's share of everything that is built (the rest is supports), {value} < {limit}"
        )
    },
    "trapped": {
        "fail": _("the solid share of the part's inside, {value} < {limit}; the rest is enclosed")
    },
    "escape_holes": {"fail": _("the narrowest way out of a hollow space, {value} < {limit}")},
    "tolerance": {
        "warn": _("±{value} < ±{limit}, which is usual"),
        "fail": _("±{value} < ±{limit}, the best that can be achieved"),
    },
    "surface": {"fail": _("Ra {value} < {limit} as built")},
    "near_net_shape": {
        "fail": _(
            "is built near net shape, with {value} left on every face; faces that have to fit "
            "are machined afterwards"
        )
    },
    "layer_height": {"fail": _("layers of {value} lie outside {limit}")},
    "infill": {"fail": _("is built solid; the infill of {value} is not used")},
    "color": {"fail": _("is not available in {value}; available: {limit}")},
    "post_processing": {"fail": _("not all of it can be done: {value}; offered: {limit}")},
    "capacity": {"fail": _("building takes {value} > {limit}")},
    "wanted_date": {
        "pass": _("arrives on {value}, wanted by {limit}"),
        "warn": _("arrives on {value}, later than wanted: {limit}"),
    },
    "technology": {"fail": _("there is no machine for {value}; available: {limit}")},
    "material": {"fail": _("{value} is not offered; offered: {limit}")},
    "catalogue_data": {"fail": _("its data cannot be used")},
}
#: Checks of shares, 0 to 1, that read in per cent.
SHARES = frozenset({"supports", "trapped", "infill"})
#: What checks are called that do not go by their own name.
CHECK_NAMES: Mapping[str, str] = {
    "readable": _("readable"),
    "closed": _("closed surface"),
    "wound_consistently": _("consistent facing"),
    "facing": _("surfaces outwards"),
    "volume": _("volume"),
    "union": _("one solid"),
    "crossings": _("no crossings"),
    "parts": _("parts"),
}
#: Units of values, for one of them and for several.
UNITS: Mapping[str, tuple[str, str]] = {
    "pieces": ngettext_noop("piece", "pieces"),
    "pairs": ngettext_noop("pair", "pairs"),
    "edges": ngettext_noop("edge", "edges"),
    "faces": ngettext_noop("face", "faces"),
    "curves": ngettext_noop("curve", "curves"),
    "bodies": ngettext_noop("body", "bodies"),
    "surfaces": ngettext_noop("surface", "surfaces"),
    "references": ngettext_noop("reference", "references"),
    "triangles": ngettext_noop("triangle", "triangles"),
    "bytes": ngettext_noop("byte", "bytes"),
    "solids": ngettext_noop("solid", "solids"),
    "shells": ngettext_noop("shell", "shells"),
    "requests": ngettext_noop("request", "requests"),
    "working days": ngettext_noop("working day", "working days"),
    "mm3": ("mm³", "mm³"),
}
#: What would help, by the field of the configuration.
CHANGES: Mapping[str, str] = {
    "color": _("choose {to}"),
    "layer_height_mm": _("choose layers of {to} mm"),
    "tolerance_mm": _("allow ±{to} mm"),
    "express": _("do without express service"),
    "quantity": _("order {to} at a time"),
    "post_processing_ids": _("of the post-processing steps, keep: {to}"),
    "delivery_address.country": _("have it delivered to {to}"),
    "technology": _("choose {to}"),
    "material_id": _("choose {to}"),
    "wanted_date": _("accept delivery on {to}"),
    "box_mm": _("change the bounding box to {to}"),
}
#: The same where the field is to be left empty.
LEFT_OUT: Mapping[str, str] = {
    "color": _("take it in its natural colour"),
    "certificate": _("do without the certificate"),
}
#: What would help in the file itself, by the check that it would help with.
IN_THE_FILE: Mapping[str, str] = {
    "parts": _("add a model file that can be measured"),
    "readable": _("replace it with a file that can be measured"),
    "closed": _("close the surface"),
    "wound_consistently": _("turn the triangles the same way"),
    "facing": _("turn the mesh right side out"),
    "volume": _("give the part a volume"),
    "wall": _("make the walls thicker"),
    "supports": _("reduce the overhangs, or split the part"),
    "trapped": _("open the cavities, or fill them"),
    "escape_holes": _("widen the ways out of hollow spaces"),
}
#: Inputs of a verification, whose change makes its record stale.
INPUTS: Mapping[str, str] = {
    "quantity": _("Quantity"),
    **{field: label for field, (label, unit) in FIELDS.items()},
    "analysis_version": _("Version of the analysis"),
    "engine_version": _("Version of the calculation"),
    "rules_version": _("Version of the rules"),
}
#: What contractors change, with the same effect.
KINDS: Mapping[str, str] = {
    "rates": _("rates"),
    "capacity": _("capacity"),
    "limits": _("limits"),
    "machine": _("machine"),
    "materials": _("materials"),
    "post_processings": _("post-processing"),
    "express": _("express"),
    "certificates": _("certificates"),
    "country": _("country"),
}
