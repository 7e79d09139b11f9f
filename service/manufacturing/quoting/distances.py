"""How far a parcel travels from country to country, as far as that is known."""

from math import asin, cos, radians, sin, sqrt

#: Mean radius of the earth in km (IUGG, R1).
EARTH_KM = 6371.0

#: Latitude and longitude of the capitals in degrees (WGS 84, to a hundredth, some 1 km): stand for
#: the country, since neither contractors nor parcels are located more exactly here.
CAPITALS: dict[str, tuple[float, float]] = {
    "AT": (48.21, 16.37),
    "BE": (50.85, 4.35),
    "CH": (46.95, 7.45),
    "CZ": (50.09, 14.42),
    "DE": (52.52, 13.40),
    "DK": (55.68, 12.57),
    "ES": (40.42, -3.70),
    "FR": (48.86, 2.35),
    "IT": (41.90, 12.50),
    "NL": (52.37, 4.90),
    "PL": (52.23, 21.01),
    "SE": (59.33, 18.07),
}


def distance_km(origin: str, destination: str | None) -> float | None:
    """Whole km between the capitals of two countries, 0 within one; None if either is not known.

    The haversine formula (R. W. Sinnott, "Virtues of the haversine", 1984) on a sphere.
    """
    if destination is None:
        return None
    if origin == destination:
        return 0.0
    if origin not in CAPITALS or destination not in CAPITALS:
        return None
    (south, west), (north, east) = CAPITALS[origin], CAPITALS[destination]
    a, b = radians(south), radians(north)
    arc = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(east - west) / 2) ** 2
    return float(round(2 * EARTH_KM * asin(sqrt(arc))))
