// Writes beside each choice of a part what it would do to price and date, once the page is there.

const SETTLE_MS = 400;
let settling = null, asked = 0;

const form = () => document.getElementById("configuration");

async function learn() {
  const number = ++asked, place = form()?.dataset.choices;
  if (!place) return;
  const answer = await fetch(place, { headers: { Accept: "text/html" } });
  if (!answer.ok || number !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const { dataset, textContent } of page.querySelectorAll("[data-choice]")) {
    tell(dataset.choice, dataset.value, textContent);
  }
}

function tell(field, value, effect) {
  for (const option of form().querySelectorAll(`select[name="${field}"] option`)) {
    if (option.value !== value) continue;
    option.dataset.name ??= option.textContent;
    option.textContent = option.selected ? option.dataset.name : `${option.dataset.name} – ${effect}`;
  }
  const box = field === "express" ? form().elements.express : form().querySelector(`[name="${field}"][value="${CSS.escape(value)}"]`);
  const note = box?.matches("[type=checkbox]") && box.closest("label").querySelector("[data-effect]");
  if (note) note.textContent = effect;
}

function settle() {
  clearTimeout(settling);
  settling = setTimeout(() => learn().catch(() => {}), SETTLE_MS);
}

// What is configured changes with the form that the server shows.
let shown = form();
new MutationObserver(() => {
  if (form() === shown) return;
  shown = form();
  settle();
}).observe(document.body, { childList: true, subtree: true });
settle();
