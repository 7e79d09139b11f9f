// Lets somebody answer a request with one key; who does not want that switches it off (WCAG 2.1.4).

const STORED = "werkbank_single_keys";
const isOn = () => localStorage.getItem(STORED) !== "off";

// A key that is typed into a field means that letter.
function isTyping(target) {
  return Boolean(target.closest("textarea, select, [contenteditable], canvas")) ||
    (target.matches("input") && !["checkbox", "radio", "button", "submit"].includes(target.type));
}

function show() {
  for (const shown of document.querySelectorAll("[data-keys][hidden]")) {
    shown.hidden = false;
    const box = shown.querySelector("input");
    box.defaultChecked = box.checked = isOn();  // nobody has typed anything
  }
}

document.addEventListener("change", ({ target }) => {
  if (target.id !== "single-keys") return;
  localStorage.setItem(STORED, target.checked ? "on" : "off");
  target.defaultChecked = target.checked;
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (!isOn() || isTyping(event.target) || !/^[a-z]$/i.test(event.key)) return;
  const meant = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
  if (!meant) return;
  event.preventDefault();
  if (meant.matches("a")) return meant.click();
  if (meant.matches("details")) meant.open = true;
  const held = meant.matches("details") ? meant.querySelector("input:not([type=hidden]), textarea") : meant;
  held.focus();
  held.scrollIntoView({ block: "nearest" });
});

show();
// Regions of a page that are taken over anew bring their own along.
new MutationObserver(show).observe(document.body, { childList: true, subtree: true });
