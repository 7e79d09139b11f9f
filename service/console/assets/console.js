// What every page does: it tells the server its reader's time zone, and takes a form once only.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`werkbank_zone=${zone}`)) {
  document.cookie = `werkbank_zone=${zone}; path=/app; max-age=31536000; samesite=lax`;
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
