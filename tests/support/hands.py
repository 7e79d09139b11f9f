"""What somebody does at a browser with their hands, and how long that takes a person.

The times are those of the keystroke-level model: Card, Moran, Newell, "The Keystroke-Level Model
for User Performance Time with Interactive Systems", CACM 23 (1980), with the figures for a click
and for somebody who types 40 words a minute from Kieras, "Using the Keystroke-Level Model to
Estimate Execution Times" (2001). On a phone: 36 words a minute, after Palin et al., "How do People
Type on Mobile Devices?" (MobileHCI 2019). What the service takes is measured beside that, and not
modelled.
"""

import json
import time
from dataclasses import dataclass, field

#: Seconds to decide on the next step, to point at something, to press and let go of a button, and
#: to move a hand between mouse and keys.
DECIDE_S, POINT_S, CLICK_S, HOME_S = 1.35, 1.1, 0.2, 0.4
#: Seconds for a letter on the keys of a computer, and on the glass of a phone.
KEY_S, GLASS_S = 0.28, 60 / (36 * 5)


@dataclass
class Effort:
    """What was done by hand, and how long the service was waited for."""

    on_a_phone: bool = False
    clicks: int = 0
    letters: int = 0
    homings: int = 0
    waited_s: float = 0.0
    steps: list[str] = field(default_factory=list)

    @property
    def human_s(self):
        """Seconds that somebody takes for it who was never here before."""
        letter_s = GLASS_S if self.on_a_phone else KEY_S
        homing_s = 0.0 if self.on_a_phone else HOME_S
        click_s = DECIDE_S + POINT_S + CLICK_S
        return self.clicks * click_s + self.letters * letter_s + self.homings * homing_s

    def __str__(self):
        return (
            f"{self.clicks} clicks and {self.letters} letters: {self.human_s:.0f} s by hand, "
            f"and {self.waited_s:.1f} s of waiting"
        )


class Hands:
    """Somebody who sees what is on the page and uses nothing else."""

    def __init__(self, visit, *, on_a_phone=False):
        self.visit, self.effort = visit, Effort(on_a_phone)

    def click(self, target):
        """Press what a selector or a script names, where it is seen and nothing covers it."""
        self._await(f"!!({_element(target)})")
        spot = self.visit.run(_SPOT % _element(target))
        assert spot is not None, (
            f"{target} cannot be pressed: {self.visit.run(_COVER % _element(target))}"
        )
        self.visit.tap(*spot, touch=self.effort.on_a_phone)
        self.effort.clicks += 1
        self.effort.steps.append(f"press {target}")

    def press(self, words):
        """Press the button, the link or the summary with these words."""
        self.click(_SAID % json.dumps(words))

    def choose(self, name, value):
        """Open a list and pick an entry of it."""
        self._await(f"!!document.getElementById({json.dumps(name)})")
        self.visit.fill(**{name: value})
        self.effort.clicks += 2
        self.effort.steps.append(f"choose {value} for {name}")

    def choose_file(self, label, selector, path):
        """Press the button, and pick a file by a double click in the window of the system."""
        self._await(f"!!document.querySelector({json.dumps(selector)})")
        assert self.visit.run(_SPOT % _element(label)), f"{label} is not to be seen"
        self.visit.choose_files(selector, path)
        self.effort.clicks += 2
        self.effort.steps.append(f"pick {path.name}")

    def type(self, **fields):
        """Type into fields, from the first one on by the tabulator."""
        for place, (name, text) in enumerate(fields.items()):
            if place == 0:
                self.click(f"#{name}")
                self.effort.homings += 2
            else:
                self.effort.letters += 1
            self.visit.fill(**{name: text})
            self.effort.letters += len(str(text))
        self.effort.steps.append(f"type {', '.join(fields)}")

    def see(self, condition):
        """Wait until the page shows something."""
        self._await(condition)

    def read(self, words):
        """Wait until these words stand on the page."""
        self._await(f"document.body.innerText.includes({json.dumps(words)})")

    def arrive(self, path):
        """Wait for another page."""
        begun = time.monotonic()
        self.visit.arrive(path)
        self.effort.waited_s += time.monotonic() - begun

    def _await(self, condition):
        begun = time.monotonic()
        try:
            self.visit.wait_for(condition)
        except AssertionError as error:
            text = self.visit.run("document.body.innerText")
            raise AssertionError(f"{error}; {self.visit.path} says:\n{text}") from error
        self.effort.waited_s += time.monotonic() - begun


def _element(target):
    if target.startswith("("):
        return target
    return f"document.querySelector({json.dumps(target)})"


#: What is there to be pressed with these words, buttons before links.
_SAID = (
    "(['button', 'summary', 'a', 'label'].flatMap(kind => [...document.querySelectorAll(kind)])"
    ".find(each => each.checkVisibility() && each.innerText.trim() === %s))"
)
#: The middle of an element in the window, unless something else lies there.
_SPOT = """
(element => {
  element.scrollIntoView({block: "center", behavior: "instant"});
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const there = document.elementFromPoint(x, y);
  const hit = there && (element.contains(there) || there.contains(element));
  return hit && !element.disabled ? [x, y] : null;
})(%s)
"""
_COVER = """
(element => {
  const box = element.getBoundingClientRect();
  return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)?.outerHTML;
})(%s)
"""
