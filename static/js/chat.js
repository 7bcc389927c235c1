// A room, live. The page is whole without it: messages are read and sent by plain forms.
// Every message of one's own lives in the browser's store until the server has said its number.
// static/js/chat.js is joined from assets/chat/.
import { enliven, markOwn } from "./main.js";
import { counted, wire } from "./live.js";

const { body } = document;
const language = document.documentElement.lang || "pl";
const words = document.getElementById("chat-words").dataset;
const log = document.querySelector("[data-log]");
const form = document.querySelector("[data-send]");
const box = form?.elements.body;
const channel = body.dataset.channel;
const base = location.pathname;
const me = body.dataset.me ?? "";
const storeName = `rynek.${channel}.${me}`;

const HERE = 90, TOGETHER = 5 * 60_000, POLL_EVERY = 10_000, ACK_WITHIN = 15_000;
// The site's hours, as the rest of the page has them.
const timeZone = document.documentElement.dataset.zone || undefined;
const clock = new Intl.DateTimeFormat(language, { timeZone, hour: "numeric", minute: "2-digit", hourCycle: "h23" });
const longDay = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
  timeZone, weekday: "long", day: "numeric", month: "long", year: "numeric",
});

const blank = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const part = (piece, name) => piece.querySelector(`[data-${name}]`);
const store = {
  get(name) { try { return JSON.parse(localStorage.getItem(name)) ?? null; } catch { return null; } },
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify(value));
    } catch { /* a full or forbidden store: the page still works until it is closed */ }
  },
};

// --- Where the reader is -------------------------------------------------------------------------

const scrolls = () => log.scrollHeight > log.clientHeight + 1 && getComputedStyle(log).overflowY !== "visible";
const atEnd = () => (scrolls()
  ? log.scrollHeight - log.scrollTop - log.clientHeight < HERE
  : log.getBoundingClientRect().bottom < innerHeight + HERE);

function toEnd() {
  if (scrolls()) log.scrollTop = log.scrollHeight;
  else log.lastElementChild?.scrollIntoView({ block: "end" });
}

/** Brings a piece of the log to its middle; the page around the log stays where it is. */
function toMiddle(piece) {
  if (!scrolls()) return piece.scrollIntoView({ block: "center" });
  const [inner, outer] = [piece.getBoundingClientRect(), log.getBoundingClientRect()];
  log.scrollTop += inner.top - outer.top - log.clientHeight / 2;
  return undefined;
}

const livebar = document.querySelector("[data-livebar]");
let waiting = 0;

function wait(count) {
  waiting = count;
  livebar.hidden = !count;
  livebar.querySelector("span").textContent = counted(words, "new", count);
}

// --- Putting messages in their places ------------------------------------------------------------

const avatars = new Map();
/** Houses of those organisations that may speak here: slug → the picture as the page has it. */
const houses = new Map();
document.querySelectorAll("template[data-house]").forEach((template) => houses.set(template.dataset.house, template.content.firstElementChild));
log.querySelectorAll("[data-voice]").forEach((piece) => {
  const picture = piece.querySelector(".avatar");
  if (picture) houses.set(piece.dataset.voice, picture);
});
log.querySelectorAll("[data-author]").forEach((piece) => {
  const avatar = piece.querySelector(".avatar");
  if (avatar) avatars.set(piece.dataset.author, avatar.className);
});

async function paint(avatar, handle, name) {
  const letters = name.replace("-", " ").split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const ends = letters.length > 1 ? [letters[0], letters.at(-1)] : letters;
  avatar.textContent = ends.map((word) => [...word][0]).join("").toUpperCase().slice(0, 2) || "·";
  if (!avatars.has(handle) && crypto.subtle) {
    // The same ink as on the server: the first byte of the handle's SHA-256.
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(handle)));
    avatars.set(handle, `avatar avatar-${(digest[0] % 5) + 1}`);
  }
  const small = avatar.classList.contains("avatar-s");
  avatar.className = `${avatars.get(handle) ?? "avatar avatar-1"}${small ? " avatar-s" : ""}`;
}

/** The mark of an author: a person's initials, or an organisation's house. */
function draw(avatar, { handle, name, organisation }) {
  const house = houses.get(organisation);
  if (house) avatar.replaceChildren(...house.cloneNode(true).childNodes);
  else paint(avatar, handle || organisation || name, name);
}

const sameDay = (one, other) => longDay.format(one) === longDay.format(other);

function gone(data) {
  const piece = blank("blank-gone");
  Object.assign(piece.dataset, { seq: data.seq, id: data.id });
  piece.id = `m${data.seq}`;
  return piece;
}

/** A line that tells who came into a conversation, or went. */
function line(data) {
  const piece = blank("blank-line"), when = new Date(data.created_at);
  Object.assign(piece.dataset, { seq: data.seq, id: data.id, at: when.getTime() });
  piece.id = `m${data.seq}`;
  part(piece, "text").textContent = toldBy(data);
  part(piece, "clock").textContent = clock.format(when);
  return piece;
}

const toldBy = ({ kind, author, about }) => (words[kind] ?? "%s").replace("%s", author.name).replace("%w", about?.name ?? "");

/** The message as an element; `last` is the one it will stand after. */
function made(data, last) {
  if (data.removed) return gone(data);
  if (data.kind) return line(data);
  const piece = blank("blank-message");
  const { handle, name, url, organisation = "" } = data.author;
  const when = new Date(data.created_at), time = clock.format(when);
  piece.id = `m${data.seq}`;
  Object.assign(piece.dataset, { seq: data.seq, id: data.id, number: data.seq, author: handle, at: when.getTime() });
  if (organisation) piece.dataset.voice = organisation;
  piece.setAttribute("aria-label", `${name}, ${time}`);
  const person = part(piece, "name");
  person.textContent = name;
  if (url) person.href = url;
  const link = part(piece, "link");
  link.href = `?at=${data.seq}#m${data.seq}`;
  const stamp = part(piece, "clock");
  stamp.textContent = time;
  stamp.dateTime = data.created_at;
  const acts = piece.querySelector(".msg-acts");
  acts.setAttribute("aria-label", words.actions.replace("%s", `${name}, ${time}`));
  acts.querySelector("input").value = data.id;
  acts.querySelectorAll("[data-verb]").forEach((verb) => { verb.href = `messages/${data.seq}/${verb.dataset.verb}`; });
  part(piece, "answer").href = `?reply=${data.seq}#say`;
  if (data.reply_to) quoteIn(part(piece, "quote-of"), data.reply_to);
  else part(piece, "quote-of").remove();
  fill(piece, data);
  const avatar = piece.querySelector(".avatar");
  if (last && !data.reply_to && last.dataset.author === handle && (last.dataset.voice ?? "") === organisation && when.getTime() - Number(last.dataset.at ?? 0) < TOGETHER) {
    piece.classList.add("msg-more");
    const at = document.createElement("span");
    at.className = "at";
    at.textContent = time;
    avatar.replaceWith(at);
    piece.querySelector(".who").remove();
  } else {
    draw(avatar, data.author);
  }
  return piece;
}

/** Words that may change later. The HTML was made and cleaned by the server. */
function fill(piece, data) {
  part(piece, "text").innerHTML = data.html;
  part(piece, "edited").hidden = !data.edited_at;
  showFigures(piece, data);
}

/** What people have said with one press; the words are those of the menu. */
function showFigures(piece, { seq, reactions = {} }) {
  const row = part(piece, "reacts"), path = `${base}messages/${seq}/reactions/`;
  const focused = row.contains(document.activeElement) ? document.activeElement.dataset.kind : "";
  row.dataset.reacts = path;
  row.replaceChildren(...[...document.getElementById("react-menu").content.querySelectorAll("button")]
    .filter(({ dataset }) => reactions[dataset.kind])
    .map((button) => {
      const link = document.createElement("a"), count = document.createElement("b");
      Object.assign(link, { className: "react", href: path, rel: "nofollow" });
      link.dataset.kind = button.dataset.kind;
      count.textContent = String(reactions[button.dataset.kind]);
      link.append(...button.cloneNode(true).childNodes, " ", count);
      return link;
    }));
  markOwn(row);
  if (focused) row.querySelector(`[data-kind="${focused}"]`)?.focus();
}

/** The line of a reply that leads to what it answers, and says how that begins as far as it is known. */
function quoteIn(line, { seq, author, excerpt, removed = false }) {
  const source = document.getElementById(`m${seq}`), link = line.querySelector("a");
  const [name, text] = link.querySelectorAll("b, [dir]");
  const gone = removed || source?.classList.contains("msg-gone");
  line.hidden = false;
  line.dataset.quoteOf = seq;
  link.href = `?at=${seq}#m${seq}`;
  link.querySelector(".vh").hidden = gone;
  name.textContent = gone ? "" : author?.name ?? nameIn(source);
  const said = excerpt ?? (source ? part(source, "text")?.textContent.trim().replace(/\s+/g, " ") : "") ?? "";
  text.textContent = gone ? words.answerGone : said ? short(said) : words.answerEarly;
}

const short = (text, most = 120) => (text.length > most ? `${text.slice(0, most).replace(/\s+\S*$/, "")}…` : text);

/** Whose message this is: grouped ones say it above them. */
function nameIn(piece) {
  for (let above = piece; above; above = above.previousElementSibling) {
    const name = above.matches("article") && above.querySelector(".who b");
    if (name) return name.textContent;
  }
  return "";
}

/** Replies say of what has changed what it says now. */
function requote(seq) {
  log.querySelectorAll(`[data-quote-of="${Number(seq)}"]`).forEach((line) => {
    if (line.querySelector("a .vh")) quoteIn(line, { seq });
  });
}

/** The message before which, in the order of numbers, this one comes last. */
function before(seq) {
  const all = log.querySelectorAll("article[data-seq]");
  for (let index = all.length - 1; index >= 0; index -= 1) {
    if (Number(all[index].dataset.seq) < seq) return all[index];
  }
  return null;
}

function created(data) {
  if (document.getElementById(`m${data.seq}`)) return false;
  const last = before(data.seq);
  const piece = made(data, last);
  const when = new Date(data.created_at ?? Date.now());
  const pieces = [piece];
  const dayBefore = last?.dataset.at ? new Date(Number(last.dataset.at)) : null;
  if (!data.removed && (!last || (dayBefore && !sameDay(dayBefore, when)))) {
    const day = document.createElement("p");
    day.className = "day";
    day.textContent = longDay.format(when);
    pieces.unshift(day);
  }
  part(log, "quiet")?.remove();
  const next = log.querySelector("article");
  if (last) last.after(...pieces);
  else if (next) next.before(...pieces);
  else log.append(...pieces);
  enliven(log);
  return true;
}

function changed(data) {
  const piece = log.querySelector(`article[data-id="${Number(data.id)}"]`);
  if (!piece) return;
  const { seq } = piece.dataset;
  if (data.removed) piece.replaceWith(gone({ ...data, seq }));
  else if (piece.classList.contains("msg-gone")) { piece.remove(); created(data); }
  else fill(piece, data);
  requote(seq);
}

// --- What arrives --------------------------------------------------------------------------------

function take(frame) {
  const { type, data } = frame;
  if (type === "message.created") {
    const near = atEnd();
    const mine = !data.removed && !data.kind && (settle(data) || data.author.handle === me);
    if (!created(data)) return;
    if (data.kind) tellRoom(data.kind);
    if (near || mine) toEnd();
    else wait(waiting + 1);
    if (!mine && !data.removed) announce(data);
    stopped(data.author?.handle);
    read();
  } else if (type === "message.changed") {
    changed(data);
  } else if (type === "presence") {
    showHere(data);
  } else if (type === "typing") {
    writes(data);
  } else if (type === "error" && !frame.client_id) {
    wire.drop(channel);
    if (frame.code === "forbidden" || frame.code === "not_found") leave(frame.detail);
  }
}

/** Who is in a conversation, or whether one can still speak, is another matter now. */
function tellRoom(kind) {
  if (kind === "shut") leave(words.archived);
  else if (kind !== "open") regroup();
  else if (form && !form.isConnected) location.reload();
}

function leave(detail) {
  const notice = document.createElement("p");
  notice.className = "inset";
  notice.setAttribute("role", "status");
  notice.textContent = detail || words.lost;
  form?.replaceWith(notice);
}

let watch = null, readTimer = 0, lastRead = Number(body.dataset.seq ?? 0);

/** Tells how far one has read, once a pause, and only what was on the screen. */
function read() {
  clearTimeout(readTimer);
  if (!me) return;
  readTimer = setTimeout(() => {
    if (document.hidden || !atEnd() || !watch || watch.after <= lastRead) return;
    lastRead = watch.after;
    wire.send({ type: "read", channel, seq: lastRead });
  }, 1_000);
}

// --- For those who listen ------------------------------------------------------------------------

const region = document.querySelector("[data-announce]");
const aloud = document.querySelector("[data-aloud]");
let heard = [], announceTimer = 0, typedAt = 0;

function announce(data) {
  if (aloud.getAttribute("aria-pressed") !== "true" || document.hidden) return;
  const text = document.createElement("div");
  text.innerHTML = data.html;
  heard.push(data.kind ? toldBy(data) : `${words.said.replace("%s", data.author.name)} ${text.textContent.trim()}`);
  if (!announceTimer) announceTimer = setTimeout(speak, 1_500);
}

function speak() {
  announceTimer = 0;
  if (!heard.length) return;
  if (Date.now() - typedAt < 2_000) { // not into the words of somebody who writes
    announceTimer = setTimeout(speak, 2_000);
    return;
  }
  region.textContent = heard.length < 3 ? heard.join(" ") : counted(words, "new", heard.length);
  heard = [];
}

// --- Who is here, who writes ---------------------------------------------------------------------

function showHere({ count, people }) {
  document.querySelectorAll("[data-here]").forEach((here) => {
    here.hidden = !count;
    part(here, "here-words").textContent = counted(words, "here", count);
  });
  const list = document.querySelector("[data-people]");
  list.hidden = !count;
  list.querySelector("ul").replaceChildren(...people.map(({ handle, name, url }) => {
    const row = document.createElement("li");
    row.className = "person";
    const avatar = document.createElement("span");
    avatar.className = "avatar avatar-s";
    avatar.setAttribute("aria-hidden", "true");
    paint(avatar, handle, name);
    const link = document.createElement("a");
    link.className = "fw6";
    link.href = url;
    link.textContent = name;
    const who = document.createElement("div");
    who.append(link);
    row.append(avatar, who);
    return row;
  }));
}

/** Somebody came into the conversation, or went: who is in it, how many, and what it is called now. */
async function regroup() {
  const old = document.querySelector("[data-company]");
  try {
    const answer = await fetch(`${base}company`);
    if (!old || !answer.ok) return;
    old.outerHTML = await answer.text();
    const { name, words: number } = document.querySelector("[data-company]").dataset;
    document.querySelector("[data-called]").textContent = name;
    document.querySelector("[data-number]").textContent = number;
  } catch { /* the next page has it */ }
}

const typing = document.querySelector("[data-typing]");
const writers = new Map();

function writes({ handle, name }) {
  clearTimeout(writers.get(handle)?.timer);
  writers.set(handle, { name, timer: setTimeout(() => stopped(handle), 5_000) });
  showWriters();
}

function stopped(handle) {
  clearTimeout(writers.get(handle)?.timer);
  if (writers.delete(handle)) showWriters();
}

function showWriters() {
  const names = [...writers.values()].map(({ name }) => name);
  if (away) typing.textContent = words.away;
  else typing.textContent = names.length > 1 ? words.write : names.length ? words.writes.replace("%s", names[0]) : "";
}

let away = false, awayTimer = 0;

/** Says that there is no connection, but not for a blink. */
function connected(up) {
  clearTimeout(awayTimer);
  writers.clear();
  if (!up) awayTimer = setTimeout(() => { away = true; showWriters(); }, 3_000);
  away = false;
  showWriters();
}

// --- Files: pasted, dropped or chosen, they go with the next message ------------------------------

const attach = document.querySelector("[data-attach]");
let files = null;

/** The files are sent at once, and described under the box. Their script comes with the first of them. */
async function addFiles(list) {
  const chosen = [...list];
  try {
    const { Attached } = await import("./chat_files.js");
    files ??= new Attached(attach, box);
  } catch {
    return false;
  }
  files.add(chosen);
  return true;
}

function startFiles() {
  const plain = form.elements.file, fold = form.querySelector(".send-file"), main = document.querySelector(".chat-main");
  plain.multiple = true;
  plain.addEventListener("change", async () => {
    if (await addFiles(plain.files)) plain.value = "";
    else { // its script did not come: the field sends one file, with the form itself
      if (plain.files.length > 1) plain.value = "";
      plain.multiple = false;
      fold.open = true;
    }
  });
  fold.querySelector("summary").addEventListener("click", (event) => {
    if (fold.open) return;
    event.preventDefault();
    plain.click();
  });
  box.addEventListener("paste", (event) => {
    const { files: pasted } = event.clipboardData;
    if (!pasted.length || event.clipboardData.getData("text/plain").trim()) return;
    event.preventDefault();
    addFiles(pasted);
  });
  main.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    main.classList.add("editor-over");
  });
  main.addEventListener("dragleave", () => main.classList.remove("editor-over"));
  main.addEventListener("drop", (event) => {
    main.classList.remove("editor-over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    addFiles(event.dataTransfer.files);
  });
}

/** A message that waits shows the words of its files instead of what refers to them. */
const withoutReferences = (text) => text.replace(/!\[((?:[^[\]\\]|\\.)*)\]\(file:\d+\)/g, (_, said) => (said === "-" ? "" : said.replace(/\\(.)/g, "$1")));

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
