"""What documents say of checks, of what would help and of what has changed, in both languages."""

from collections.abc import Mapping

Said = tuple[str, str]

#: By check and verdict, in English and German; a verdict that is missing is told as a failure.
CHECKS: Mapping[str, Mapping[str, Said]] = {
    "parts": {"fail": ("no model file could be measured", "keine Modelldatei ließ sich messen")},
    "closed": {
        "pass": (
            "every edge is shared by exactly two triangles",
            "jede Kante gehört zu genau zwei Dreiecken",
        ),
        "fail": (
            "the surface is not closed: {value} are open or belong to more than two triangles",
            "die Oberfläche ist nicht geschlossen: {value} sind offen oder gehören zu mehr als "
            "zwei Dreiecken",
        ),
    },
    "wound_consistently": {
        "pass": ("all triangles face the same side", "alle Dreiecke weisen zur selben Seite"),
        "fail": (
            "the triangles do not face the same side: inside and outside are mixed up",
            "die Dreiecke weisen nicht zur selben Seite: innen und außen sind vertauscht",
        ),
    },
    "facing": {
        "warn": (
            "faced the wrong way and were turned: {value}",
            "zur falschen Seite gewandt und umgedreht: {value}",
        ),
        "fail": (
            "the mesh is inside out, which a 3MF file must not be",
            "das Netz ist von innen nach außen gekehrt, was in 3MF nicht erlaubt ist",
        ),
    },
    "union": {
        "pass": (
            "shells were united: {value} as one solid, {limit} if each counted by itself",
            "Hüllen wurden vereinigt: {value} als ein Körper, {limit}, wenn jede für sich zählte",
        ),
    },
    "volume": {
        "pass": ("the part encloses {value}", "das Teil schließt {value} ein"),
        "fail": ("the part encloses nothing", "das Teil schließt nichts ein"),
    },
    "crossings": {
        "pass": (
            "no triangles pass through each other",
            "keine Dreiecke durchdringen einander",
        ),
        "fail": (
            "{value} of triangles pass through each other: the volume is doubtful",
            "{value} von Dreiecken durchdringen einander: das Volumen ist zweifelhaft",
        ),
    },
    "faces_without_area": {
        "warn": (
            "{value} have fewer than three different corners and were left out",
            "{value} haben weniger als drei verschiedene Ecken und wurden weggelassen",
        )
    },
    "free_form_curves": {
        "warn": (
            "{value} of free form were left out: only the faces of the file are measured",
            "{value} freier Form wurden weggelassen: nur die Flächen der Datei sind gemessen",
        )
    },
    "endsolid_missing": {
        "warn": (
            "the STL text does not close its last solid: the file may be cut off",
            "der STL-Text schließt seinen letzten Körper nicht ab: vielleicht ist die Datei "
            "abgeschnitten",
        )
    },
    "triangles_not_counted": {
        "warn": (
            "the STL file holds {value} more than it says, which were read as well",
            "die STL-Datei enthält {value} mehr, als sie angibt; sie wurden mitgelesen",
        )
    },
    "surplus_bytes": {
        "warn": (
            "{value} behind the triangles of the STL file were left out",
            "{value} hinter den Dreiecken der STL-Datei wurden weggelassen",
        )
    },
    "negative_volumes": {
        "warn": (
            "{value} of the 3MF file were taken off as negative volumes",
            "{value} der 3MF-Datei wurden als negative Volumen abgezogen",
        )
    },
    "modifiers": {
        "warn": (
            "{value} of the 3MF file were left out: they change settings, not shape",
            "{value} der 3MF-Datei wurden weggelassen: sie ändern Einstellungen, nicht die Form",
        )
    },
    "support_bodies": {
        "warn": (
            "{value} of the 3MF file are supports and were left out",
            "{value} der 3MF-Datei sind Stützen und wurden weggelassen",
        )
    },
    "surfaces": {
        "warn": (
            "{value} of the 3MF file enclose nothing and were left out",
            "{value} der 3MF-Datei schließen nichts ein und wurden weggelassen",
        )
    },
    "other_objects": {
        "warn": (
            "{value} of type other were left out of the 3MF file",
            "{value} vom Typ other in der 3MF-Datei wurden weggelassen",
        )
    },
    "not_printed": {
        "warn": (
            "{value} of the 3MF file are marked as not to be printed and were left out",
            "{value} der 3MF-Datei sollen nicht gedruckt werden und wurden weggelassen",
        )
    },
    "open_surfaces": {
        "warn": (
            "{value} of the STEP file are not closed and enclose nothing",
            "{value} der STEP-Datei sind nicht geschlossen und schließen nichts ein",
        )
    },
    "other_files": {
        "warn": (
            "{value} of the STEP file to other files were left out",
            "{value} der STEP-Datei auf andere Dateien wurden weggelassen",
        )
    },
    "quantity": {
        "fail": ("{value} > {limit} in one order", "{value} > {limit} in einem Auftrag"),
    },
    "delivery": {"fail": ("does not deliver to {value}", "liefert nicht nach {value}")},
    "served_country": {
        "fail": (
            "takes no orders for {value}, only for {limit}",
            "nimmt keine Aufträge für {value} an, nur für {limit}",
        )
    },
    "order_value": {
        "fail": ("an order of {value} > {limit}", "ein Auftrag über {value} > {limit}")
    },
    "open_requests": {
        "fail": (
            "{value} are open, of {limit} at most",
            "{value} sind offen, von höchstens {limit}",
        )
    },
    "express": {"fail": ("offers no express", "bietet keinen Express an")},
    "certificate": {
        "warn": (
            "does not say whether it issues this certificate: {value}",
            "sagt nicht, ob er dieses Zeugnis ausstellt: {value}",
        ),
        "fail": (
            "does not issue this certificate: {value}",
            "stellt dieses Zeugnis nicht aus: {value}",
        ),
    },
    "build_volume": {
        "fail": ("box {value} > {limit}", "Hüllquader {value} > {limit}"),
    },
    "smallest_side": {
        "fail": (
            "the thinnest box side of {value} < {limit}",
            "dünnste Seite des Hüllquaders, {value} < {limit}",
        )
    },
    "mean_wall": {
        "fail": ("the mean wall of {value} < {limit}", "mittlere Wand, {value} < {limit}")
    },
    "wall": {
        "warn": ("there are walls of {value} < {limit}", "es gibt Wände von {value} < {limit}"),
        "fail": (
            "a twentieth of all walls, up to one of {value} < {limit}",
            "ein Zwanzigstel aller Wände ist höchstens {value} dick, < {limit}",
        ),
    },
    "smallest_feature": {
        "fail": (
            "the smallest feature or gap of {value} < {limit}",
            "kleinstes Detail oder kleinster Spalt, {value} < {limit}",
        )
    },
    "supports": {
        "fail": (
            "the part's share of all that is built, {value} < {limit}",
            "Anteil des Teils an allem, was gebaut wird (das andere sind Stützen), "
            "{value} < {limit}",
        )
    },
    "trapped": {
        "fail": (
            "the share of the part's inside that is solid, {value} < {limit}, the rest being "
            "shut in",
            "Anteil des Inneren, der massiv ist, {value} < {limit}, der Rest ist eingeschlossen",
        )
    },
    "escape_holes": {
        "fail": (
            "the narrowest way out of a hollow space, {value} < {limit}",
            "engster Weg aus einem Hohlraum, {value} < {limit}",
        )
    },
    "tolerance": {
        "warn": ("±{value} < ±{limit}, what is usual", "±{value} < ±{limit}, das Übliche"),
        "fail": ("±{value} < ±{limit}, the best", "±{value} < ±{limit}, das Beste"),
    },
    "surface": {
        "fail": ("Ra {value} < {limit} as built", "Ra {value} < {limit}, wie gebaut"),
    },
    "near_net_shape": {
        "fail": (
            "is built near its net shape, with {value} left on every face: those that must fit are "
            "machined afterwards",
            "wird endkonturnah gebaut, mit {value} Aufmaß auf jeder Fläche: Passflächen werden "
            "danach zerspant",
        )
    },
    "layer_height": {
        "fail": (
            "layers of {value} lie beyond {limit}",
            "Schichten von {value} liegen jenseits von {limit}",
        )
    },
    "infill": {
        "fail": (
            "is built solid, the infill of {value} is not used",
            "wird massiv gebaut, die Füllung von {value} entfällt",
        )
    },
    "color": {
        "fail": (
            "does not come in {value}; there is {limit}",
            "gibt es nicht in {value}; vorhanden: {limit}",
        )
    },
    "post_processing": {
        "fail": (
            "cannot all be done: {value}; offered: {limit}",
            "nicht alles ist möglich: {value}; angeboten: {limit}",
        )
    },
    "capacity": {
        "fail": ("building takes {value} > {limit}", "das Bauen dauert {value} > {limit}")
    },
    "wanted_date": {
        "pass": (
            "arrives on {value}, wanted by {limit}",
            "kommt am {value} an, gewünscht bis {limit}",
        ),
        "warn": (
            "arrives on {value}, later than wanted: {limit}",
            "kommt erst am {value} an, gewünscht ist der {limit}",
        ),
    },
    "technology": {
        "fail": (
            "there is no machine for {value}; there is {limit}",
            "keine Maschine für {value}; vorhanden: {limit}",
        )
    },
    "material": {
        "fail": (
            "{value} is not offered; offered are {limit}",
            "{value} wird nicht angeboten; angeboten: {limit}",
        )
    },
    "catalogue_data": {
        "fail": ("its data cannot be used", "seine Angaben sind nicht zu gebrauchen"),
    },
}
#: Checks of shares, 0 to 1, that are told in per cent.
SHARES = frozenset({"supports", "trapped", "infill"})
UNITS: Mapping[str, Said] = {
    "pieces": ("pieces", "Stück"),
    "pairs": ("pairs", "Paare"),
    "edges": ("edges", "Kanten"),
    "faces": ("faces", "Flächen"),
    "curves": ("curves", "Kurven"),
    "bodies": ("bodies", "Körper"),
    "surfaces": ("surfaces", "Oberflächen"),
    "references": ("references", "Verweise"),
    "triangles": ("triangles", "Dreiecke"),
    "bytes": ("bytes", "Bytes"),
    "solids": ("solids", "Körper"),
    "shells": ("shells", "Hüllen"),
    "requests": ("requests", "Anfragen"),
    "working days": ("working days", "Arbeitstage"),
    "mm3": ("mm³", "mm³"),
}
#: Why a file cannot be measured, in German; in English its reader tells it itself.
ERRORS: Mapping[str, str] = {
    "empty": "enthält keine Dreiecke",
    "malformed": "ist nicht, was ihr Format verlangt",
    "truncated": "ist abgeschnitten",
    "unsupported": "hat ein Format, das nicht gemessen wird",
    "not-finite": "enthält Koordinaten, die keine Zahlen sind",
    "too-large-coordinates": "enthält zu große Koordinaten",
    "too-large": "ist zu groß",
    "too-many-triangles": "hat zu viele Dreiecke",
    "too-many-objects": "hat zu viele Objekte",
    "too-many-shells": "hat zu viele Hüllen, die einander berühren",
    "not-united": "hat Hüllen, die sich nicht zu einem Körper vereinigen ließen",
    "too-deep": "ist zu tief verschachtelt",
    "component-loop": "enthält sich selbst",
    "xml-attack": "enthält XML, das nicht gelesen wird",
    "zip-bomb": "ist weit stärker gepackt, als es ein Modell ist",
    "too-much-work": "ließ sich nicht in der erlaubten Zeit messen",
    "reader-crashed": "brachte das Programm, das sie liest, zum Absturz; sie ist wohl beschädigt",
    "not-measured": "ließ sich noch nicht messen",
    "no-unit": "trägt keine Einheit, und keine ist angegeben",
}
#: What would help, by the field of the configuration.
CHANGES: Mapping[str, Said] = {
    "color": ("choose {to}", "{to} wählen"),
    "layer_height_mm": ("choose layers of {to} mm", "Schichten von {to} mm wählen"),
    "tolerance_mm": ("allow ±{to} mm", "±{to} mm zulassen"),
    "express": ("do without express", "auf Express verzichten"),
    "quantity": ("order {to} at a time", "{to} Stück auf einmal bestellen"),
    "post_processing_ids": (
        "of post-processings keep: {to}",
        "an Nachbearbeitungen behalten: {to}",
    ),
    "delivery_address.country": ("have it delivered to {to}", "nach {to} liefern lassen"),
    "technology": ("choose {to}", "{to} wählen"),
    "material_id": ("choose {to}", "{to} wählen"),
    "wanted_date": ("let it arrive on {to}", "am {to} ankommen lassen"),
    "box_mm": ("bring the box to {to}", "den Hüllquader auf {to} bringen"),
}
#: The same where the field is to be left empty.
LEFT_OUT: Mapping[str, Said] = {
    "color": ("take it in its natural colour", "in der Farbe des Werkstoffs nehmen"),
    "certificate": ("do without the certificate", "auf das Zeugnis verzichten"),
}
#: What would help in the file itself, by the check that it would help with.
IN_THE_FILE: Mapping[str, Said] = {
    "parts": ("add a model file that can be measured", "eine messbare Modelldatei hinzufügen"),
    "readable": (
        "replace it by a file that can be measured",
        "durch eine messbare Datei ersetzen",
    ),
    "closed": ("close the surface", "die Oberfläche schließen"),
    "wound_consistently": (
        "turn the triangles the same way",
        "die Dreiecke zur selben Seite drehen",
    ),
    "facing": ("turn the mesh outside out", "das Netz nach außen kehren"),
    "volume": ("give the part a volume", "dem Teil ein Volumen geben"),
    "wall": ("make the walls thicker", "die Wände dicker machen"),
    "supports": (
        "lean less over, or split the part",
        "weniger überhängen lassen, oder das Teil teilen",
    ),
    "trapped": ("open the cavities, or fill them", "die Hohlräume öffnen oder füllen"),
    "escape_holes": ("open hollow spaces wider", "die Wege aus den Hohlräumen weiten"),
}
#: Inputs, and kinds of what contractors change, in German; in English they tell themselves.
INPUTS: Mapping[str, str] = {
    "quantity": "Stückzahl",
    "material_id": "Werkstoff",
    "technology": "Verfahren",
    "color": "Farbe",
    "post_processing_ids": "Nachbearbeitung",
    "layer_height_mm": "Schichthöhe",
    "tolerance_mm": "Toleranz",
    "surface_roughness_um": "Rauheit",
    "infill": "Füllung",
    "express": "Express",
    "certificate": "Zeugnis",
    "wanted_date": "Wunschtermin",
    "delivery_country": "Lieferland",
    "analysis_version": "Fassung der Analyse",
    "engine_version": "Fassung der Berechnung",
    "rules_version": "Fassung der Regeln",
}
KINDS: Mapping[str, str] = {
    "rates": "Preise",
    "capacity": "Kapazität",
    "limits": "Grenzen",
    "machine": "Maschine",
    "materials": "Werkstoffe",
    "post_processings": "Nachbearbeitungen",
    "express": "Express",
    "certificates": "Zeugnisse",
    "country": "Land",
}
