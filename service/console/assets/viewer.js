// Shows a model in 3D: it turns, is cut open and measured, and what was found stands at its place.

import { readGlb } from "./glb.js";
import { Scene } from "./scene.js";
import { axesOf, dot, firstHit, length, minus, nearestVertex, plus } from "./vectors.js";

const DEGREE = Math.PI / 180;
const STEEPEST = 89.9 * DEGREE;
const VIEWS = {
  corner: [-45, 35.264], front: [-90, 0], back: [90, 0], left: [180, 0], right: [0, 0],
  top: [-90, 90], bottom: [-90, -90],
};
const AXES = { x: 0, y: 1, z: 2 };
const FLIGHT_MS = 350, REST_MS = 200, CLICK_PX = 4, SNAP_PX = 12, CLOSE = 0.18;
// A phone draws and loads less; both are steps that the service keeps.
const MANY = 500_000, FEW = 100_000;

const language = document.documentElement.lang || "en";
const number = (value, places = 2) => new Intl.NumberFormat(
  language, { minimumFractionDigits: places, maximumFractionDigits: places }).format(value || 0);
const mm = (value, places = 2) => new Intl.NumberFormat(language, {
  style: "unit", unit: "millimeter", minimumFractionDigits: places, maximumFractionDigits: places,
}).format(value || 0);
const filled = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Viewer {
  // The viewer of a figure; null, with the reason on the page, where there is no mesh to show.
  static async open(figure) {
    const status = figure.querySelector(".viewer-status"), opener = figure.querySelector(".open");
    opener.disabled = true;
    status.textContent = status.dataset.loading;
    try {
      const triangles = matchMedia("(pointer: coarse)").matches ? FEW : MANY;
      const answer = await fetch(`${figure.dataset.mesh}?triangles=${triangles}`,
        { headers: { "Accept-Language": language } });
      if (!answer.ok) throw new Error((await answer.json()).detail);
      const mesh = readGlb(await answer.arrayBuffer());
      status.textContent = "";
      return new Viewer(figure, mesh);
    } catch (error) {
      status.textContent = filled(status.dataset.failed, { reason: error.message });
      delete figure.dataset.viewing;
      opener.disabled = false;
      return null;
    }
  }

  constructor(figure, mesh) {
    this.figure = figure;
    this.mesh = mesh;
    this.part = (name) => figure.querySelector(`[data-part="${name}"]`);
    this.canvas = this.part("canvas");
    const fresh = this.canvas.cloneNode(true);  // a lost context never comes back to its canvas
    this.canvas.replaceWith(fresh);
    this.canvas = fresh;
    this.scene = new Scene(this.canvas, mesh);
    this.radius = length(minus(mesh.high, mesh.low)) / 2 || 1;
    this.middle = mesh.low.map((low, k) => (low + mesh.high[k]) / 2);
    this.points = [];
    this.pointers = new Map();
    this.gone = new AbortController();
    figure.querySelector(".viewer").hidden = false;
    figure.querySelector(".still").hidden = true;
    this.said();
    this.listen();
    this.camera = { yaw: 0, pitch: 0, target: this.middle, halfHeight: this.radius };
    this.look("corner", true);
    figure.dataset.viewing = "ready";
    this.canvas.focus({ preventScroll: true });
  }

  said() {
    const { triangles, triangles_of_model: all, deviation_mm: deviation } = this.mesh.about;
    const about = this.part("about");
    const values = { shown: number(triangles, 0), all: number(all, 0), deviation: mm(deviation, 3) };
    about.textContent = filled(triangles < all ? about.dataset.reduced : about.dataset.whole, values);
  }

  // Camera.

  get axes() { return axesOf(this.camera); }
  get aspect() { return this.canvas.clientWidth / Math.max(1, this.canvas.clientHeight); }
  get mmPerPixel() { return 2 * this.camera.halfHeight / Math.max(1, this.canvas.clientHeight); }

  fitted({ yaw, pitch }) {
    const axes = axesOf({ yaw, pitch }), { low, high } = this.mesh;
    const spans = [axes.right, axes.up].map((axis) => {
      const reaches = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
        dot(axis, [0, 1, 2].map((k) => ((corner >> k) & 1 ? high : low)[k])));
      return Math.max(...reaches) - Math.min(...reaches);
    });
    const halfHeight = Math.max(spans[1], spans[0] / this.aspect) / 2 * 1.12;
    return { yaw, pitch, target: this.middle, halfHeight: halfHeight || this.radius };
  }

  look(name, atOnce = false) {
    const [yaw, pitch] = VIEWS[name].map((angle) => angle * DEGREE);
    this.go(this.fitted({ yaw, pitch: Math.max(-STEEPEST, Math.min(STEEPEST, pitch)) }), atOnce);
    this.part("said").textContent = this.part("view").querySelector(`[value=${name}]`).textContent;
  }

  fit() {
    this.go(this.fitted(this.camera));
    this.part("said").textContent = this.part("fit").textContent;
  }

  go(camera, atOnce = false) {
    const from = this.camera, turn = Math.atan2(Math.sin(camera.yaw - from.yaw), Math.cos(camera.yaw - from.yaw));
    this.flight = null;
    if (atOnce || isCalm()) { this.camera = camera; return this.schedule(); }
    const begun = performance.now(), flight = this.flight = {};
    const step = (now) => {
      if (this.flight !== flight || !this.isThere) return;
      const share = Math.min(1, Math.max(0, (now - begun) / FLIGHT_MS)), t = share * share * (3 - 2 * share);
      const between = (name) => from[name] + (camera[name] - from[name]) * t;
      this.camera = {
        yaw: from.yaw + turn * t, pitch: between("pitch"), halfHeight: between("halfHeight"),
        target: plus(from.target, minus(camera.target, from.target), t),
      };
      this.schedule();
      if (share < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  turn(yaw, pitch) {
    this.flight = null;
    this.camera.yaw += yaw;
    this.camera.pitch = Math.max(-STEEPEST, Math.min(STEEPEST, this.camera.pitch + pitch));
    this.schedule();
  }

  pan(x, y) {
    this.flight = null;
    const { right, up } = this.axes, by = this.mmPerPixel;
    this.camera.target = plus(plus(this.camera.target, right, -x * by), up, y * by);
    this.schedule();
  }

  zoom(factor, [x, y] = [0, 0]) {
    this.flight = null;
    const { right, up } = this.axes, before = this.camera.halfHeight;
    this.camera.halfHeight = Math.max(this.radius / 2000, Math.min(this.radius * 10, before * factor));
    const by = (before - this.camera.halfHeight) * 2 / Math.max(1, this.canvas.clientHeight);
    this.camera.target = plus(plus(this.camera.target, right, x * by), up, y * by);
    this.schedule();
  }

  // Where something was found, in mm of the model.
  flyTo(place, finding) {
    const target = minus(place, this.mesh.about.origin_mm);
    for (const each of document.querySelectorAll(".looked-at")) each.classList.remove("looked-at");
    finding?.closest("[data-finding]")?.classList.add("looked-at");
    this.figure.scrollIntoView({ block: "nearest", behavior: isCalm() ? "auto" : "smooth" });
    this.go({ ...this.camera, target, halfHeight: Math.min(this.camera.halfHeight, this.radius * CLOSE) });
  }

  // Drawing.

  get isThere() { return this.canvas.isConnected && !this.gone.signal.aborted; }

  schedule() {
    if (this.due) return;
    this.due = requestAnimationFrame(() => { this.due = 0; this.draw(true); });
  }

  draw(isTurning = false) {
    clearTimeout(this.rest);
    if (!this.isThere) return;
    if (isTurning && this.scene.coarse) this.rest = setTimeout(() => this.draw(), REST_MS);
    const dense = Math.min(2, devicePixelRatio || 1);
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight].map((size) => Math.max(1, Math.round(size * dense)));
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const reach = this.radius * 1.05 + length(minus(this.camera.target, this.middle));
    this.scene.draw({ ...this.camera, axes: this.axes }, reach, this.cut, isTurning);
    this.drawRuler();
    this.drawMarks();
  }

  onScreen(point) {
    const { right, up } = this.axes, q = minus(point, this.camera.target), by = this.mmPerPixel;
    return [this.canvas.clientWidth / 2 + dot(q, right) / by, this.canvas.clientHeight / 2 - dot(q, up) / by];
  }

  drawRuler() {
    const [line, ...ends] = this.part("ruler").children;
    const places = this.points.map((point) => this.onScreen(point));
    ends.forEach((end, k) => {
      end.classList.toggle("there", k < places.length);
      if (places[k]) { end.setAttribute("cx", places[k][0]); end.setAttribute("cy", places[k][1]); }
    });
    line.classList.toggle("there", places.length === 2);
    if (places.length === 2) {
      ["x1", "y1", "x2", "y2"].forEach((name, k) => line.setAttribute(name, places.flat()[k]));
    }
  }

  drawMarks() {
    const marks = this.part("marks");
    const findings = [...document.querySelectorAll(`.find[data-model="${this.figure.id}"]`)];
    const key = findings.map((each) => each.dataset.place + each.title).join("|");
    if (marks.dataset.key !== key) {
      marks.dataset.key = key;
      marks.replaceChildren(...findings.map((finding) => {
        const mark = document.createElement("button");
        mark.type = "button";
        mark.className = `mark ${finding.dataset.verdict}`;
        mark.textContent = finding.dataset.number;
        mark.title = finding.title;
        mark.place = finding.dataset.place.split(" ").map(Number);
        mark.addEventListener("click", () => {
          const now = document.querySelector(`.find[data-model="${this.figure.id}"][data-number="${mark.textContent}"]`);
          this.flyTo(mark.place, now);
        });
        return mark;
      }));
    }
    for (const mark of marks.children) {
      const [x, y] = this.onScreen(minus(mark.place, this.mesh.about.origin_mm));
      const isSeen = x >= 0 && y >= 0 && x <= this.canvas.clientWidth && y <= this.canvas.clientHeight;
      mark.hidden = !isSeen;
      mark.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
    }
  }

  // Section.

  section() {
    const axis = AXES[this.part("axis").value], slider = this.part("depth"), flip = this.part("flip");
    const isOn = axis !== undefined;
    for (const name of ["depth", "flip", "depth-at"]) this.part(name).hidden = !isOn;
    this.cut = null;
    if (isOn) {
      const { low, high, about } = this.mesh, share = slider.valueAsNumber / slider.max;
      const at = low[axis] + (high[axis] - low[axis]) * share, way = flip.ariaPressed === "true" ? -1 : 1;
      this.cut = { normal: [0, 1, 2].map((k) => (k === axis ? way : 0)), distance: at * way };
      this.part("depth-at").textContent = mm(at + about.origin_mm[axis]);
      slider.ariaValueText = this.part("depth-at").textContent;
    }
    this.schedule();
  }

  // Measuring.

  measure(isOn) {
    this.part("measure").ariaPressed = String(isOn);
    this.figure.toggleAttribute("data-measuring", isOn);
    this.points = [];
    this.tell(isOn ? "first" : "");
    this.schedule();
  }

  get isMeasuring() { return this.part("measure").ariaPressed === "true"; }

  tell(which, values = {}) {
    const measured = this.part("measured");
    measured.textContent = which ? filled(measured.dataset[which], values) : "";
  }

  // The place of the model under a place of the canvas, in mm; a corner nearby attracts it.
  pick(x, y) {
    const axes = this.axes, by = this.mmPerPixel;
    const across = (x - this.canvas.clientWidth / 2) * by, above = (this.canvas.clientHeight / 2 - y) * by;
    const far = this.radius * 2 + length(minus(this.camera.target, this.middle));
    const plane = plus(plus(this.camera.target, axes.right, across), axes.up, above);
    const hit = firstHit(this.mesh, plus(plane, axes.towards, far), axes.towards.map((value) => -value), this.cut);
    if (!hit) return nearestVertex(this.mesh, axes, this.camera.target, [across, above], SNAP_PX * by, this.cut);
    const near = hit.corners
      .map((corner) => ({ corner, away: Math.hypot(...minus(this.onScreen(corner), [x, y]).slice(0, 2)) }))
      .filter(({ corner, away }) => away <= SNAP_PX && !(this.cut && dot(corner, this.cut.normal) > this.cut.distance))
      .sort((a, b) => a.away - b.away);
    return near[0]?.corner ?? hit.point;
  }

  take(x, y) {
    const point = this.pick(x, y);
    if (!point) return this.tell("missed");
    this.points = this.points.length === 2 ? [point] : [...this.points, point];
    if (this.points.length === 1) this.tell("second");
    else {
      const [dx, dy, dz] = minus(this.points[1], this.points[0]).map(Math.abs);
      const spread = 2 * this.mesh.about.deviation_mm;
      const distance = mm(Math.hypot(dx, dy, dz)) + (spread >= 0.005 ? ` ± ${mm(spread)}` : "");
      this.tell("distance", { distance, x: number(dx), y: number(dy), z: number(dz) });
    }
    this.schedule();
  }

  // What somebody does.

  listen() {
    const on = (target, kind, act, options = {}) =>
      target.addEventListener(kind, act, { signal: this.gone.signal, ...options });
    const { canvas } = this;
    on(canvas, "pointerdown", (event) => this.press(event));
    on(canvas, "pointermove", (event) => this.drag(event));
    for (const kind of ["pointerup", "pointercancel"]) on(canvas, kind, (event) => this.release(event));
    on(canvas, "contextmenu", (event) => event.preventDefault());
    on(canvas, "wheel", (event) => this.roll(event), { passive: false });
    on(canvas, "keydown", (event) => this.key(event));
    on(canvas, "webglcontextlost", () => this.close());
    on(this.part("view"), "change", ({ target }) => { this.look(target.value); target.value = ""; });
    on(this.part("fit"), "click", () => this.fit());
    on(this.part("axis"), "change", () => this.section());
    on(this.part("depth"), "input", () => this.section());
    on(this.part("flip"), "click", ({ currentTarget }) => {
      currentTarget.ariaPressed = String(currentTarget.ariaPressed !== "true");
      this.section();
    });
    on(this.part("measure"), "click", () => this.measure(!this.isMeasuring));
    on(this.part("close"), "click", () => this.close());
    this.sizes = new ResizeObserver(() => this.schedule());
    this.sizes.observe(canvas);
    this.changes = new MutationObserver((records) => {
      if (records.some(({ target }) => !this.figure.contains(target))) this.schedule();
    });
    this.changes.observe(document.body, { childList: true, subtree: true });
    this.section();
    this.measure(false);
  }

  at(event) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  press(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.at(event));
    this.moved = this.pointers.size > 1 ? Infinity : 0;
  }

  drag(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = this.at(event), [x, y] = [now[0] - before[0], now[1] - before[1]];
    this.pointers.set(event.pointerId, now);
    this.moved += Math.hypot(x, y);
    if (this.pointers.size === 2) {
      const [other] = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      const apart = (place) => Math.max(1, Math.hypot(place[0] - other[0], place[1] - other[1]));
      const middle = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
      this.pan(x / 2, y / 2);
      this.zoom(apart(before) / apart(now), this.fromCentre(middle));
    } else if (this.moved > CLICK_PX) {
      if (event.shiftKey || event.buttons & 6) this.pan(x, y);
      else this.turn(-x * 0.4 * DEGREE, y * 0.4 * DEGREE);
    }
  }

  release(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    const isClick = event.type === "pointerup" && event.button === 0 && this.moved <= CLICK_PX;
    if (isClick && this.isMeasuring) this.take(...this.at(event));
  }

  fromCentre([x, y]) { return [x - this.canvas.clientWidth / 2, this.canvas.clientHeight / 2 - y]; }

  // A wheel scrolls the page, until somebody has taken hold of the model.
  roll(event) {
    if (document.activeElement !== this.canvas && !event.ctrlKey) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 30 : 1;
    this.zoom(Math.exp(Math.max(-300, Math.min(300, event.deltaY * lines)) * 0.0015), this.fromCentre(this.at(event)));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 24 : 10 * DEGREE, move = event.shiftKey ? "pan" : "turn";
    const middle = [this.canvas.clientWidth / 2, this.canvas.clientHeight / 2];
    const acts = {
      ArrowLeft: () => this[move](-step, 0), ArrowRight: () => this[move](step, 0),
      ArrowUp: () => this[move](0, event.shiftKey ? -step : step),
      ArrowDown: () => this[move](0, event.shiftKey ? step : -step),
      "+": () => this.zoom(1 / 1.2), "-": () => this.zoom(1.2), f: () => this.fit(), 0: () => this.look("corner"),
      m: () => this.measure(!this.isMeasuring),
      Enter: () => this.isMeasuring && this.take(...middle),
      Escape: () => this.isMeasuring ? this.measure(false) : this.close(),
    };
    Object.keys(VIEWS).forEach((name, k) => { acts[k + 1] = () => this.look(name); });
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  close() {
    if (this.gone.signal.aborted) return;
    this.gone.abort();
    this.sizes.disconnect();
    this.changes.disconnect();
    this.scene.dispose();
    const { figure } = this, opener = figure.querySelector(".open");
    figure.querySelector(".viewer").hidden = true;
    figure.querySelector(".still").hidden = false;
    figure.removeAttribute("data-measuring");
    delete figure.dataset.viewing;
    figure.viewing = null;
    opener.disabled = false;
    opener.hidden = false;
    opener.focus({ preventScroll: true });
  }
}
