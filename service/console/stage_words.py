"""What the stages of an analysis are called on a page."""

from collections.abc import Mapping

from service.translations import gettext_noop as _

#: By the names in `service.manufacturing.geometry.stages.STAGES`.
STAGE_NAMES: Mapping[str, str] = {
    "reading": _("The model is being read"),
    "measuring": _("Volume and surface are being measured"),
    "hull": _("The hull is being worked out"),
    "oriented_box": _("The smallest box is being looked for"),
    "sorting": _("The triangles are being sorted"),
    "bodies": _("The bodies are being told apart"),
    "pockets": _("Closed hollows are being looked for"),
    "walls": _("The walls are being measured"),
    "overhangs": _("Overhangs are being looked for"),
    "crossings": _("Faces that cross one another are being looked for"),
}
