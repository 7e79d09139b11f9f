"""Builds families of metrics, which all begin with the name of the service."""

from collections.abc import Mapping

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

PREFIX = "werkbank_"


def gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    """A number that goes up and down."""
    return GaugeMetricFamily(PREFIX + name, words, value=value)


def gauges(name: str, words: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    """Such a number for each value of one label."""
    family = GaugeMetricFamily(PREFIX + name, words, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family


def counters(
    name: str, words: str, labels: tuple[str, ...], values: Mapping[tuple[str, ...], float]
) -> CounterMetricFamily:
    """A number that only grows, for each set of values of some labels."""
    family = CounterMetricFamily(PREFIX + name, words, labels=labels)
    for of_labels, number in values.items():
        family.add_metric(of_labels, number)
    return family
