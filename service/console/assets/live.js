// Keeps a page up to date: it listens to the feed, and takes over what the server shows by then.

const RECONNECT_MS = 2000;
const POLL_MS = 1500;
const SETTLE_MS = 150;
const words = document.body.dataset;
const pristine = new Map();
let settling = null, lost = false, refreshing = Promise.resolve();

const main = () => document.getElementById("main");
const regions = (root) => [...root.querySelectorAll("[data-live]")];

function remember(root) {
  for (const region of regions(root)) pristine.set(region.dataset.live, region.outerHTML);
}

// Somebody is at work in it: what they typed or picked must not go.
function isTouched(region) {
  return [...region.querySelectorAll("input, textarea, select")].some((field) => {
    if (field.type === "hidden" || field.closest("[data-viewing]")) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") {
      return [...field.options].some((option) => option.selected !== option.defaultSelected) &&
        [...field.options].some((option) => option.defaultSelected);
    }
    return field.value !== field.defaultValue;
  });
}

// A model that somebody is looking at stays as it is turned, unless it is another model by now; and
// so does what uploads meanwhile.
function keepViewing(old, made) {
  for (const viewing of old.querySelectorAll("[data-viewing], [data-stays]")) {
    const place = made.querySelector(`#${CSS.escape(viewing.id)}`);
    if (place?.dataset.keep === viewing.dataset.keep) place.replaceWith(viewing);
  }
}

function takeOver(fresh, isBusy = isTouched) {
  const next = fresh.getElementById("main");
  const names = (root) => regions(root).map((region) => region.dataset.live).join(" ");
  if (names(next) !== names(main())) {
    if (regions(main()).some(isBusy)) return tell(words.stale, "warn");
    const made = document.importNode(next, true);
    pristine.clear();
    remember(made);
    keepViewing(main(), made);
    main().replaceWith(made);
    return;
  }
  for (const region of regions(main())) {
    const name = region.dataset.live;
    const update = next.querySelector(`[data-live="${name}"]`);
    const html = update.outerHTML;
    if (html === pristine.get(name)) continue;
    if (isBusy(region)) { if (isBusy === isTouched) tell(words.stale, "warn"); continue; }
    const held = region.contains(document.activeElement) ? document.activeElement : null;
    const focused = region.contains(document.activeElement) ? document.activeElement.id : null;
    const made = document.importNode(update, true);
    for (const open of region.querySelectorAll("details[open][id]")) {
      made.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
    }
    keepViewing(region, made);
    region.replaceWith(made);
    pristine.set(name, html);
    if (held?.isConnected) held.focus({ preventScroll: true });
    else if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }
  main().toggleAttribute("data-busy", next.hasAttribute("data-busy"));
}

async function read(answer, isBusy) {
  takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"), isBusy);
}

function refresh() {
  refreshing = refreshing.then(async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) await read(answer);
  }).catch(() => {});
  return refreshing;
}

function settle() {
  clearTimeout(settling);
  settling = setTimeout(refresh, SETTLE_MS);
}

function tell(text, kind = "") {
  document.getElementById("status")?.remove();
  const note = document.createElement("p");
  note.id = "status";
  note.className = `note status ${kind}`;
  note.setAttribute("role", "status");
  note.textContent = text;
  document.body.append(note);
  if (kind === "good") setTimeout(() => note.remove(), 4000);
}

async function listen() {
  const headers = {};
  for (;;) {
    try {
      const answer = await fetch(main().dataset.stream, { headers });
      if (!answer.ok) throw new Error(String(answer.status));
      if (lost) { lost = false; tell(words.back, "good"); }
      await refresh();  // whatever happened before the stream began
      await hear(answer.body.pipeThrough(new TextDecoderStream()).getReader(), headers);
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    if (!navigator.onLine || !(await isThere())) { lost = true; tell(words.lost, "warn"); }
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
  }
}

async function isThere() {
  try { return (await fetch("/health/live")).ok; } catch { return false; }
}

async function hear(reader, headers) {
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const id = /^id: (\d+)$/m.exec(block);
      if (id) headers["Last-Event-ID"] = id[1];
      if (/^data: /m.test(block)) settle();
    }
  }
}

// What is being calculated tells how far it is between events, too.
setInterval(() => { if (main().hasAttribute("data-busy")) refresh(); }, POLL_MS);

// A change of the configuration is kept at once, so that prices follow it.
document.addEventListener("change", async (event) => {
  const form = event.target.closest("form[data-autosave]");
  if (!form || !event.target.checkValidity()) return;
  const typed = (each) => new URLSearchParams(new FormData(each)).toString();
  const sent = typed(form);
  const body = new URLSearchParams(sent);
  body.set("do", "save");
  refreshing = refreshing.then(async () => {
    const answer = await fetch(form.action, { method: "POST", body });
    // Whoever went on typing meanwhile keeps that; it is sent once they leave the field.
    await read(answer, (region) => region.id === form.id && typed(region) !== sent);
  }).catch(() => {});
});

remember(document);
if (main().dataset.stream) listen();
