"""Holds what a browser shows against the rules of accessibility of axe-core (WCAG 2.2 AA)."""

import json

from tests.support.paths import ROOT

FOLDER = ROOT / "tests" / "support" / "axe_core"
RULES = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
#: Why tests of it are skipped where the rules are missing.
REASON = "axe-core is missing: `npm ci --prefix tests/support/axe_core`"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: What depends on the width of the window or on its colours, and has to be looked at in each.
OF_LOOKS = ("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block")
#: Findings below these are advice.
GRAVE = ("serious", "critical")

_SCRIPT = """
axe.run(document, Object.assign({resultTypes: ["violations"]}, %s)).then(result => result.violations
  .filter(rule => %s.includes(rule.impact))
  .map(rule => rule.id + ": " + rule.nodes.map(node => node.target + " " + node.failureSummary)))
"""


def is_installed():
    """Whether the rules are there."""
    return RULES.exists()


def prepare(page):
    """Let a page of a browser have the rules from now on wherever it is.

    A browser is quicker to take them along than to be given them on each page.
    """
    rules = f'if (location.protocol !== "about:") {{ {RULES.read_text()} }}'
    page.command("Page.addScriptToEvaluateOnNewDocument", source=rules)


def grave_findings(visit, *rules, but=()):
    """What of a page serious or critical rules find fault with.

    `rules` are their ids, all without any; `but` are those that are left out.
    """
    if visit.run("typeof axe") == "undefined":
        visit.run(f"{RULES.read_text()};true")
    kind, values = ("rule", rules) if rules else ("tag", TAGS)
    options = {
        "runOnly": {"type": kind, "values": values},
        "rules": {rule: {"enabled": False} for rule in but},
    }
    return visit.run(_SCRIPT % (json.dumps(options), json.dumps(GRAVE)))
