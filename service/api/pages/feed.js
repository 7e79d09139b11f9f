// Shows the feed as it comes, by server-sent events, at a WebSocket or by polling.
"use strict";

const page = document.getElementById("feed").dataset;
const form = document.getElementById("wanted");
const state = document.getElementById("state");
const shown = document.getElementById("events");
const MOST_ROWS = 200;
const POLL_MS = 1000;
let stop = () => {};
let position = null;
let heard = 0;

async function ask(path, options = {}) {
  const answer = await fetch(path, { credentials: "same-origin", ...options });
  return { status: answer.status, body: await answer.json() };
}

function say(words, kind = "") {
  state.className = kind;
  state.textContent = words;
}

function progress(words) {
  say(`${words} Position ${position ?? "?"}, ${heard} events.`, "open");
}

function cell(row, text, title) {
  const made = row.insertCell();
  made.textContent = text;
  if (title) made.title = title;
}

function show(event) {
  const row = shown.insertRow(0);
  const at = new Date(event.at);
  heard += 1;
  position = event.position;
  cell(row, event.position);
  cell(row, event.type, JSON.stringify(event.data, null, 1));
  cell(row, at.toLocaleTimeString());
  cell(row, `${event.actor.name} (${event.actor.role})`);
  cell(row, event.process_id || event.project_id || event.data.organization_id || "");
  cell(row, `${Math.max(0, Date.now() - at)} ms`);
  if (shown.rows.length > MOST_ROWS) shown.deleteRow(MOST_ROWS);
  progress("Listening.");
  countMissed();
}

function reset(message) {
  const row = shown.insertRow(0);
  row.className = "reset";
  position = message.position;
  cell(row, message.position);
  cell(row, "reset");
  const rest = row.insertCell();
  rest.colSpan = 4;
  rest.textContent = message.detail;
}

function address(path, scheme) {
  return new URL(page.events + path, location.href).href.replace(/^http/, scheme);
}

function query(more = {}) {
  const given = new URLSearchParams();
  for (const name of ["types", "project_id", "process_id"]) {
    const value = form.elements[name].value.trim();
    if (value) given.set(name, value);
  }
  if (form.elements.own.checked) given.set("own", "true");
  for (const [name, value] of Object.entries(more)) if (value !== null) given.set(name, value);
  return given.toString();
}

// Ways to listen: each begins after a position (null: from now on) and answers how to stop it.

function bySse(after) {
  // Read by hand, because an EventSource hears only the types whose names it is given.
  let ended = false, from = after, aborting = new AbortController(), again;
  const hear = (block) => {
    const lines = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s, 2)));
    if (lines.id) position = from = Number(lines.id);
    if (lines.event === "reset") reset(JSON.parse(lines.data));
    else if (lines.data) show(JSON.parse(lines.data));
    else progress(`A sign of life at ${new Date().toLocaleTimeString()}.`);
  };
  const open = async () => {
    try {
      const headers = from === null ? {} : { "Last-Event-ID": String(from) };
      const answer = await fetch(`${page.events}/stream?${query()}`, { headers, signal: aborting.signal });
      if (!answer.ok) throw new Error((await answer.json()).detail);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        const blocks = (rest + value).split("\n\n");
        rest = blocks.pop();
        blocks.forEach(hear);
      }
      throw new Error("it ended");
    } catch (error) {
      if (ended) return;
      say(`The stream broke off (${error.message}); it opens again.`, "broken");
      again = setTimeout(open, 2000);
    }
  };
  open();
  return () => { ended = true; clearTimeout(again); aborting.abort(); };
}

function byWebSocket(after) {
  let socket, again, ended = false;
  const open = (from) => {
    socket = new WebSocket(address(`/ws?${query()}`, "ws"));
    socket.onopen = () => {
      socket.send(JSON.stringify({ after: from }));
      progress("Listening.");
    };
    socket.onmessage = (message) => {
      const said = JSON.parse(message.data);
      if (said.type === "reset") return reset(said);
      if (!("ping" in said)) return show(said);
      position = said.ping;
      progress(`A sign of life at ${new Date().toLocaleTimeString()}.`);
    };
    socket.onclose = (end) => {
      if (ended) return;
      say(`The socket was closed (${end.code} ${end.reason}); it opens again.`, "broken");
      if (end.code !== 4401) again = setTimeout(open, 2000, position ?? from);
    };
  };
  open(after);
  return () => { ended = true; clearTimeout(again); socket.close(); };
}

function byPolling(after) {
  let timer, ended = false, from = after;
  const look = async () => {
    try {
      // A position that was never given is answered with the last one.
      if (from === null) from = (await ask(`${page.events}?limit=1&after=${2 ** 40}`)).body.position;
      const { status, body } = await ask(`${page.events}?${query({ after: from, limit: 200 })}`);
      if (ended) return;
      if (status === 410) reset(body);
      else if (status !== 200) say(body.detail, "broken");
      else body.items.forEach(show);
      if (status === 200 || status === 410) { from = position = body.position; progress("Polling."); }
      timer = setTimeout(look, status === 200 && body.next ? 0 : POLL_MS);
    } catch (error) {
      say(`No answer (${error.message}); it is asked again.`, "broken");
      timer = setTimeout(look, 2 * POLL_MS);
    }
  };
  look();
  return () => { ended = true; clearTimeout(timer); };
}

const WAYS = { sse: bySse, ws: byWebSocket, poll: byPolling };

function listen() {
  const way = form.elements.way.value;
  const after = form.elements.after.value.trim();
  stop();
  position = after === "" ? null : Number(after);
  heard = 0;
  shown.replaceChildren();
  say("Connecting ...");
  stop = WAYS[way](position);
  const path = { sse: "/stream", ws: "/ws", poll: "" }[way];
  const tool = way === "ws" ? "websocat" : "curl -N";
  const there = address(`${path}?${query({ after: position })}`, way === "ws" ? "ws" : "http");
  document.getElementById("command").textContent = `${tool} -H 'Authorization: Bearer wb_...' '${there}'`;
}

async function countMissed() {
  const { status, body } = await ask(`${page.events}/missed`);
  if (status !== 200) return;
  document.getElementById("missed").textContent =
    `Missed by others' doings since position ${body.position}: ${body.total}.`;
}

document.getElementById("happen").addEventListener("click", async () => {
  const me = (await ask(page.me)).body;
  await ask(page.projects, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": me.csrf_token },
    body: JSON.stringify({ title: `Made on the page of events at ${new Date().toLocaleTimeString()}` }),
  });
});
form.addEventListener("submit", (event) => { event.preventDefault(); listen(); });
form.addEventListener("change", (event) => { if (event.target.name === "way") listen(); });

ask(page.me).then(() => { listen(); countMissed(); });
