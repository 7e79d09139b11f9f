// Takes several files at once, shows how far each is, and makes a part of each by the API.

const form = document.getElementById("drop");
const field = document.getElementById("file");
const list = document.getElementById("uploads");
const words = form.dataset;
const there = words.project ? { id: words.project } : null;
const fields = words.address ? { delivery_address: JSON.parse(words.address) } : {};
let csrf = null, project = there;

form.classList.add("scripted");
form.querySelector(".only-scripted").hidden = false;
field.multiple = true;
field.required = false;
document.getElementById("take").hidden = true;
field.addEventListener("change", () => { take([...field.files]); field.value = ""; });
form.addEventListener("submit", (event) => event.preventDefault());

for (const type of ["dragenter", "dragover"]) {
  addEventListener(type, (event) => { event.preventDefault(); form.classList.add("over"); });
}
addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  take([...event.dataTransfer.files]);
});

async function ask(method, path, body) {
  const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
  if (csrf) headers["X-CSRF-Token"] = csrf;
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.detail || content.title);
  return content;
}

const plainName = (name) => name.replace(/\.[^.]*$/, "").slice(0, 200) || name.slice(0, 200);

async function take(files) {
  if (!files.length) return;
  list.hidden = false;
  const rows = files.map((file) => new Row(file));
  try {
    csrf ||= (await ask("GET", words.me)).csrf_token;
    project ||= await ask("POST", words.projects, { title: plainName(files[0].name) });
  } catch (error) {
    for (const row of rows) row.fail(error.message);
    return;
  }
  for (const row of rows) await row.send();
  proceed(rows);
}

function proceed(rows) {
  const taken = rows.filter((row) => row.part);
  if (taken.length === rows.length) leave(taken);
  else if (taken.length) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "main";
    button.textContent = words.anyway;
    button.addEventListener("click", () => leave(taken));
    list.after(button);
  }
}

function leave(rows) {
  const isFirst = !there && rows.length === 1;
  location.assign(isFirst ? `/app/parts/${rows[0].part}` : `/app/projects/${project.id}`);
}

class Row {
  constructor(file) {
    this.file = file;
    this.line = document.createElement("li");
    this.line.className = "row";
    this.name = document.createElement("span");
    this.name.className = "grow";
    this.name.textContent = file.name;
    this.progress = document.createElement("progress");
    this.progress.max = Math.max(file.size, 1);
    this.progress.value = 0;
    this.progress.setAttribute("aria-label", file.name);
    this.state = document.createElement("span");
    this.state.className = "soft small";
    this.line.append(this.name, this.progress, this.state);
    list.append(this.line);
  }

  fail(message) {
    this.state.textContent = message;
    this.line.querySelector("button")?.remove();
    const again = document.createElement("button");
    again.type = "button";
    again.className = "small";
    again.textContent = words.again;
    again.addEventListener("click", async () => {
      again.remove();
      this.line.remove();
      await take([this.file]);
    });
    this.line.append(again);
  }

  async send() {
    if (this.file.size > Number(words.most)) return this.fail(words.tooLarge);
    try {
      const path = `${words.projects}/${project.id}/processes`;
      const process = await ask("POST", path, { title: plainName(this.file.name), quantity: 1, ...fields });
      await this.upload(process.id);
      this.part = process.id;
      this.state.textContent = words.done;
    } catch (error) {
      this.fail(error.message);
    }
  }

  upload(process) {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/processes/${process}/files`);
    request.setRequestHeader("X-CSRF-Token", csrf);
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.upload.addEventListener("progress", (event) => {
      this.progress.value = event.loaded;
      this.state.textContent = `${Math.round((100 * event.loaded) / event.total)} %`;
    });
    return new Promise((resolve, reject) => {
      request.addEventListener("load", () => {
        if (request.status === 201) return resolve();
        let message = words.stopped;
        try { message = JSON.parse(request.responseText).detail; } catch { /* no problem document */ }
        // A part without its model would only be in the way.
        ask("DELETE", `/api/v1/processes/${process}`).catch(() => {});
        reject(new Error(message));
      });
      request.addEventListener("error", () => reject(new Error(words.stopped)));
      const body = new FormData();
      body.set("file", this.file);
      request.send(body);
    });
  }
}
