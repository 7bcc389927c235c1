// --- Sending -------------------------------------------------------------------------------------

/** Own messages that have no number yet: {key, text, voice, reply, failed, why}, the oldest first. */
const pending = new Map();
const keep = () => store.set(storeName, pending.size ? [...pending.values()].map(({ key, text, voice, reply, failed, why }) => ({ key, text, voice, reply, failed, why })) : null);

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** In whose name: the slug of an organisation; empty for one's own. */
const voice = () => form.elements.organisation?.value ?? "";

function nameOf(slug) {
  const names = [...(form.elements.organisation?.options ?? [])];
  return (slug && names.find(({ value }) => value === slug)?.textContent) || (body.dataset.myName ?? "");
}

function show(item) {
  const piece = blank("blank-pending");
  const author = { handle: item.voice ? "" : me, name: nameOf(item.voice), organisation: item.voice };
  part(piece, "name").textContent = author.name;
  part(piece, "text").textContent = withoutReferences(item.text);
  draw(piece.querySelector(".avatar"), author);
  part(piece, "retry").addEventListener("click", () => { item.failed = false; mark(item); transmit(item); box.focus(); });
  part(piece, "change").addEventListener("click", () => {
    box.value = [item.text, box.value].filter(Boolean).join("\n\n");
    forget(item);
    typed();
    box.focus();
  });
  part(piece, "drop").addEventListener("click", () => { forget(item); box.focus(); });
  item.piece = piece;
  log.append(piece);
  mark(item);
}

function mark(item) {
  const { piece, failed, why } = item;
  piece.classList.toggle("msg-sending", !failed);
  piece.classList.toggle("msg-failed", Boolean(failed));
  part(piece, "sending").hidden = Boolean(failed);
  piece.querySelectorAll("[data-failed]").forEach((element) => { element.hidden = !failed; });
  const reason = part(piece, "why");
  reason.hidden = !failed || !why;
  reason.textContent = why ?? "";
  keep();
}

function forget(item) {
  clearTimeout(item.timer);
  pending.delete(item.key);
  item.piece?.remove();
  keep();
}

function fail(item, why = "") {
  clearTimeout(item.timer);
  Object.assign(item, { failed: true, why });
  mark(item);
}

async function transmit(item) {
  clearTimeout(item.timer);
  if (wire.send({ type: "message.send", channel, client_id: item.key, body: item.text, ...(item.voice ? { organisation: item.voice } : {}), ...(item.reply ? { reply_to: item.reply } : {}) })) {
    item.timer = setTimeout(() => fail(item), ACK_WITHIN);
    return;
  }
  // Without a socket the plain form's address takes it, once, by the same key.
  const sent = new FormData(form);
  sent.set("key", item.key);
  sent.set("body", item.text);
  sent.set("reply_to", item.reply || "");
  if (form.elements.organisation) sent.set("organisation", item.voice ?? "");
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.ok) poll();
    else if (answer.status < 500) fail(item);
  } catch { /* the network is away: it is sent again when the socket is back */ }
}

/** The answer of the server to one's own message. */
function answered(frame) {
  const item = pending.get(frame.client_id);
  if (!item) return;
  if (frame.type === "error") {
    fail(item, frame.detail);
    return;
  }
  clearTimeout(item.timer);
  item.seq = frame.seq;
  if (document.getElementById(`m${frame.seq}`)) forget(item);
}

/** Whether it is a message that one has just sent, come back as everybody sees it: what stood for it goes. */
function settle(data) {
  const same = (text) => text.normalize("NFC").trim();
  const items = [...pending.values()];
  const item = items.find(({ seq }) => seq === data.seq)
    ?? items.find((one) => !one.seq && !one.failed && saidAs(one, data.author) && same(one.text) === same(data.body));
  if (!item) return false;
  if (item.seq) forget(item);
  else item.piece.hidden = true; // its number is on the way
  return true;
}

const saidAs = (item, author) => (item.voice ? author.organisation === item.voice : author.handle === me);

function fit() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 4, 192)}px`;
}

function submit(event) {
  // A file goes with the form itself; its description is asked for there.
  if (form.elements.file.files.length) {
    store.set(`${storeName}.draft`, null);
    if (event.type !== "submit") { event.preventDefault(); form.requestSubmit(); }
    return;
  }
  event.preventDefault();
  if (files && !files.ready()) return;
  const said = box.value.replace(/\s+$/, ""), text = [said, files?.taken()].filter((one) => one?.trim()).join("\n\n");
  if (!text) return;
  const item = { key: newKey(), text, voice: voice(), reply: Number(form.elements.reply_to.value) || 0, failed: false };
  answer(null);
  pending.set(item.key, item);
  show(item);
  box.value = "";
  store.set(`${storeName}.draft`, null);
  fit();
  toEnd();
  transmit(item);
  box.focus();
}

// --- Answering a message ---------------------------------------------------------------------------

/** The form answers this message from now on; none: nothing in particular. */
function answer(piece) {
  const bar = form.querySelector("[data-answering]"), place = part(bar, "answering-words");
  form.elements.reply_to.value = piece?.dataset.seq ?? "";
  bar.hidden = !piece;
  place.textContent = piece ? words.answers.replace("%s", nameIn(piece)) : "";
}

function answering(event) {
  const link = event.target.closest?.("a[data-answer], a[data-answer-drop]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  answer(link.closest("article[data-seq]"));
  box.focus();
}

let typingSaid = 0;

function typed() {
  typedAt = Date.now();
  fit();
  store.set(`${storeName}.draft`, box.value || null);
  // Who writes in an organisation's name is nobody's business: they are not shown writing.
  if (box.value && !voice() && typedAt - typingSaid > 3_000 && wire.send({ type: "typing", channel })) typingSaid = typedAt;
}

// --- Without a socket ----------------------------------------------------------------------------

async function poll() {
  try {
    for (let more = true; more;) {
      const answer = await fetch(`${base}events?after=${watch.after}`, { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      const found = await answer.json();
      for (const frame of found.results) {
        if (frame.seq > watch.after) {
          watch.after = frame.seq;
          take(frame);
        }
      }
      more = found.more;
    }
    // What has its number by now is no longer pending; the same key only says so again.
    if (!wire.open) [...pending.values()].filter((item) => item.piece?.hidden).forEach(forget);
  } catch { /* the next round will do */ }
}

// --- Choosing messages for a topic ---------------------------------------------------------------

const pick = document.querySelector("[data-pick]");

function chosen() {
  const count = log.querySelectorAll(".msg-pick input:checked").length;
  pick.hidden = !count;
  part(pick, "pick-words").textContent = counted(words, "chosen", count);
}

// --- Beginning -----------------------------------------------------------------------------------

function startWriting() {
  form.addEventListener("submit", submit);
  startFiles();
  document.addEventListener("click", answering);
  box.addEventListener("input", typed);
  box.addEventListener("keydown", (event) => {
    const touch = matchMedia("(pointer: coarse)").matches;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && (!touch || event.ctrlKey)) submit(event);
  });
  if (!box.value) box.value = store.get(`${storeName}.draft`) ?? "";
  fit();
  for (const kept of store.get(storeName) ?? []) {
    const item = { ...kept };
    pending.set(item.key, item);
    show(item);
  }
}

function start() {
  aloud.hidden = false;
  if (store.get("rynek.aloud") === false) aloud.setAttribute("aria-pressed", "false");
  aloud.addEventListener("click", () => {
    const on = aloud.getAttribute("aria-pressed") !== "true";
    aloud.setAttribute("aria-pressed", String(on));
    store.set("rynek.aloud", on);
  });
  if (pick) {
    log.addEventListener("change", chosen);
    pick.addEventListener("reset", () => setTimeout(chosen));
  }
  // A page of older messages shows what was, and stands still.
  if (!("seq" in body.dataset)) return;
  if (form) startWriting();
  const fresh = document.getElementById("new");
  if (!location.hash || location.hash === "#say") {
    if (fresh) toMiddle(fresh);
    else toEnd();
  }
  livebar.querySelector("button").addEventListener("click", () => {
    const first = [...log.querySelectorAll("article[data-seq]")].at(-waiting);
    wait(0);
    toEnd();
    if (first) { first.tabIndex = -1; first.focus({ preventScroll: true }); }
    read();
  });
  const seen = () => { if (atEnd()) { if (waiting) wait(0); read(); } };
  log.addEventListener("scroll", seen, { passive: true });
  addEventListener("scroll", seen, { passive: true });
  document.addEventListener("visibilitychange", read);
  watch = wire.watch(channel, { after: Number(body.dataset.seq), handle: take });
  wire.onAnswer(answered);
  wire.onState((up) => {
    if (up) [...pending.values()].filter(({ failed }) => !failed).forEach(transmit);
    connected(up);
  });
  setInterval(async () => {
    if (wire.open || document.hidden) return;
    await poll();
    [...pending.values()].filter(({ failed }) => !failed).forEach(transmit);
  }, POLL_EVERY);
}

start();
