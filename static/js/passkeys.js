// Passkeys: the browser asks its owner, and its answer is sent as the form's own field.
// Without this script, or without passkeys, the page says so and offers the other ways.
const able = "credentials" in navigator && "PublicKeyCredential" in window;

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** What the server says in letters, as the browser wants it. */
function read(options) {
  const asked = { ...options, challenge: bytes(options.challenge) };
  if (options.user) asked.user = { ...options.user, id: bytes(options.user.id) };
  for (const name of ["allowCredentials", "excludeCredentials"]) {
    if (options[name]) asked[name] = options[name].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return asked;
}

/** What the browser answers, in letters. */
function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  const id = text(credential.rawId);
  return JSON.stringify({
    id, rawId: id, type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function optionsOf(form) {
  if (!form.dataset.from) return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.dataset.from, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

async function answered(form) {
  const asked = read((await optionsOf(form)).publicKey);
  if (form.dataset.passkey === "get") return navigator.credentials.get({ publicKey: asked });
  const alone = form.elements.passwordless?.checked ?? false;
  asked.authenticatorSelection = {
    ...asked.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone ? { userVerification: "required" } : {}),
  };
  return navigator.credentials.create({ publicKey: asked });
}

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
  const go = form.querySelector("[data-passkey-go]");
  const said = form.querySelector("[data-passkey-said]");
  const none = form.querySelector("[data-passkey-none]");
  go.hidden = false;
  if (none) none.hidden = true;
  const block = form.closest("[data-passkey-block]");
  if (block) block.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation(); // the frame's script would take the button for a sent one
    said.hidden = true;
    go.setAttribute("aria-busy", "true");
    try {
      form.elements.credential.value = written(await answered(form));
      HTMLFormElement.prototype.submit.call(form);
    } catch {
      said.textContent = said.dataset.failed;
      said.hidden = false;
      go.removeAttribute("aria-busy");
    }
  }, true);
}
