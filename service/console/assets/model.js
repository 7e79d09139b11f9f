// Offers to open each model in 3D where the browser can draw it, and takes its viewer along only then.

const canDraw = (() => {
  const gl = document.createElement("canvas").getContext("webgl2");
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(gl);
})();

function offer() {
  if (!canDraw) return;
  for (const button of document.querySelectorAll(".model .open[hidden]")) {
    if (!button.closest(".model").dataset.viewing) button.hidden = false;
  }
  for (const button of document.querySelectorAll(".find[hidden]")) {
    if (document.getElementById(button.dataset.model)?.dataset.mesh) button.hidden = false;
  }
}

async function open(figure) {
  if (!figure.viewing) {
    figure.dataset.viewing = "loading";  // what is taken over anew meanwhile leaves it in its place
    figure.viewing = import("./viewer.js").then(({ Viewer }) => Viewer.open(figure));
    figure.viewing.then((viewer) => { if (!viewer) figure.viewing = null; });
  }
  return figure.viewing;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".model .open, .find");
  if (!button) return;
  const figure = button.closest(".model") ?? document.getElementById(button.dataset.model);
  if (!figure) return;
  const viewer = await open(figure);
  if (button.matches(".find")) viewer?.flyTo(button.dataset.place.split(" ").map(Number), button);
});

offer();
// Regions of a page that are taken over anew bring their buttons along.
new MutationObserver(offer).observe(document.body, { childList: true, subtree: true });
