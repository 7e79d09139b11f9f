// What every page does: it tells the server its reader's time zone, and takes a form once only.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`werkbank_zone=${zone}`)) {
  document.cookie = `werkbank_zone=${zone}; path=/app; max-age=31536000; samesite=lax`;
  // The first page was made before the zone was known; one with times in it is made anew.
  const line = document.querySelector("[data-zone-guessed]");
  if (line && line.dataset.zoneGuessed !== zone && document.cookie.includes(`werkbank_zone=${zone}`)) {
    line.textContent = line.dataset.words.replace("{zone}", zone);
    if ("showsTimes" in line.dataset) addEventListener("load", () => location.reload());
  }
}

// Whoever has sent a form is taken to what came of it, and told so once.
const outcome = document.getElementById("problem") ?? document.getElementById("done");
outcome?.focus({ preventScroll: false });
const here = new URL(location);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(history.state, "", here);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
// Whoever comes back by the history finds forms that can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A page that waits for a link to be opened elsewhere goes on once it was.
const waiting = document.querySelector("[data-waits]");
async function look() {
  const answer = await fetch(waiting.dataset.waits).catch(() => null);
  if (answer && (!answer.ok || !(await answer.json()).awaited)) location.assign(waiting.dataset.onward);
  else setTimeout(look, 3000);
}
if (waiting) setTimeout(look, 3000);
