// Lets the browser make a passkey, or show one to sign in with: WebAuthn Level 3, in its JSON form.

const known = Boolean(window.PublicKeyCredential?.parseCreationOptionsFromJSON);

async function send(address, body, token = "") {
  const headers = { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang };
  if (token) headers["X-CSRF-Token"] = token;
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail);
  return told;
}

async function attempt(place, work) {
  const alarm = place.querySelector("[role=alert]");
  const buttons = place.querySelectorAll("button");
  alarm.textContent = "";
  for (const button of buttons) button.disabled = true;
  try {
    await work();
    location.assign(place.dataset.onward);
  } catch (error) {
    // What the browser itself refuses is said in its own words, which need a sentence around them.
    const own = error instanceof DOMException;
    alarm.textContent = own ? place.dataset.failed.replace("{reason}", error.message) : error.message;
    for (const button of buttons) button.disabled = false;
  }
}

const adding = document.querySelector("[data-passkey-add]");
if (adding && known) {
  adding.hidden = false;
  document.querySelector("[data-passkey-missing]").hidden = true;
  adding.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = new FormData(adding);
    const [address, csrf] = [adding.dataset.passkeyAdd, form.get("csrf_token")];
    attempt(adding, async () => {
      const { token, options } = await send(`${address}/options`, { password: form.get("password") }, csrf);
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
      const credential = (await navigator.credentials.create({ publicKey })).toJSON();
      await send(address, { token, name: form.get("passkey_name"), credential }, csrf);
    });
  });
}

const entering = document.querySelector("[data-passkey-login]");
if (entering && known) {
  entering.hidden = false;
  entering.querySelector("button").addEventListener("click", () => {
    const address = entering.dataset.passkeyLogin;
    const begun = entering.dataset.loginToken ? { login_token: entering.dataset.loginToken } : {};
    attempt(entering, async () => {
      const { token, options } = await send(`${address}/options`, begun);
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
      const credential = (await navigator.credentials.get({ publicKey })).toJSON();
      await send(address, { token, credential, ...begun });
    });
  });
}
