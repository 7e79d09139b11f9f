// Searches the reference, switches between light and dark, and remembers the language of the code.

const form = document.querySelector("form.search");
const input = form.elements.q;
const results = document.getElementById("results");
const MOST_RESULTS = 30;
let index = null;
let chosen = -1;

async function read() {
  index ??= (await (await fetch(form.dataset.index)).json()).map((entry) => ({
    ...entry,
    heading: `${entry.title} ${entry.note}`.toLowerCase(),
    all: `${entry.kind} ${entry.title} ${entry.note} ${entry.words}`.toLowerCase(),
  }));
  return index;
}

// What has every word; first what has them in its heading, there at the beginning above all.
function matching(entries, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const weight = (entry) =>
    words.reduce((sum, word) => {
      const place = entry.heading.indexOf(word);
      return sum + (place < 0 ? 1000 : place);
    }, entry.kind === "schema" ? 300 : 0);
  return entries
    .filter((entry) => words.every((word) => entry.all.includes(word)))
    .map((entry) => [weight(entry), entry])
    .sort(([one], [other]) => one - other)
    .slice(0, MOST_RESULTS)
    .map(([, entry]) => entry);
}

function row(entry, number) {
  const item = document.createElement("li");
  item.id = `result-${number}`;
  item.role = "option";
  const link = document.createElement("a");
  link.href = entry.href;
  link.tabIndex = -1;
  for (const [tag, text, style] of [
    ["b", entry.kind, `method ${entry.kind.toLowerCase()}`],
    ["strong", entry.title, ""],
    ["span", entry.note, ""],
  ]) {
    const part = link.appendChild(document.createElement(tag));
    part.textContent = text;
    part.className = style;
  }
  item.append(link);
  return item;
}

function choose(number) {
  const rows = results.querySelectorAll("[role=option]");
  rows[chosen]?.removeAttribute("aria-selected");
  chosen = rows.length ? (number + rows.length) % rows.length : -1;
  rows[chosen]?.setAttribute("aria-selected", "true");
  rows[chosen]?.scrollIntoView({ block: "nearest" });
  if (chosen < 0) input.removeAttribute("aria-activedescendant");
  else input.setAttribute("aria-activedescendant", rows[chosen].id);
}

function close() {
  results.hidden = true;
  input.setAttribute("aria-expanded", "false");
}

async function show() {
  const entries = matching(await read(), input.value);
  results.replaceChildren(...entries.map(row));
  if (input.value.trim() && !entries.length) {
    const nothing = results.appendChild(document.createElement("li"));
    nothing.textContent = "Nothing has all of these words.";
  }
  results.hidden = !input.value.trim();
  input.setAttribute("aria-expanded", String(!results.hidden));
  choose(0);
}

input.addEventListener("input", show);
input.addEventListener("focus", () => input.value && show());
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen - 1);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  results.querySelector("[aria-selected] a")?.click();
});
results.addEventListener("click", close);
document.addEventListener("click", (event) => form.contains(event.target) || close());
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input:not([type=radio]), textarea");
  const wanted = (event.key === "/" && !writing) || (event.key === "k" && (event.ctrlKey || event.metaKey));
  if (!wanted) return;
  event.preventDefault();
  input.select();
  input.focus();
});
form.hidden = false;

const page = document.documentElement;
const button = document.getElementById("theme");
const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (page.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
const name = () => (button.textContent = isDark() ? "Light" : "Dark");

button.addEventListener("click", () => {
  page.dataset.theme = isDark() ? "light" : "dark";
  localStorage.setItem("theme", page.dataset.theme);
  name();
});
system.addEventListener("change", name);
name();
button.hidden = false;

for (const choice of document.querySelectorAll("input[name=language]")) {
  choice.checked = choice.value === (localStorage.getItem("language") ?? "curl");
  choice.addEventListener("change", () => localStorage.setItem("language", choice.value));
}
for (const code of document.querySelectorAll("aside.code pre")) {
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "copy";
  copy.textContent = "Copy";
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.querySelector("code").textContent);
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = "Copy"), 1500);
  });
  code.append(copy);
}
// The list of contents is scrolled, and not the page, which on a narrow screen has it at its end.
const contents = document.querySelector(".contents");
const current = contents?.querySelector("[aria-current]");
if (current) contents.scrollTop = current.offsetTop - contents.offsetTop - contents.clientHeight / 2;
