// A plain textarea becomes a place to write. This file is joined from assets/editor/.
import { say } from "./main.js";

// The site's hours, as the rest of the page has them.
const timeZone = document.documentElement.dataset.zone || undefined;
const clock = new Intl.DateTimeFormat(document.documentElement.lang || "pl", { timeZone, hour: "numeric", minute: "2-digit", hourCycle: "h23" });
const dayAndClock = new Intl.DateTimeFormat(document.documentElement.lang || "pl", { timeZone, day: "numeric", month: "long", hour: "numeric", minute: "2-digit", hourCycle: "h23" });

/** A moment in words: the time, with the day when it was not today. */
function at(moment) {
  const calendar = new Intl.DateTimeFormat("en-CA", { timeZone });
  const when = new Date(moment);
  return (calendar.format(new Date()) === calendar.format(when) ? clock : dayAndClock).format(when);
}

/** A phrase of an editor's own (a template with data-… in it). */
const phrase = (editor, box, key, value = "") => (editor.querySelector(`[data-${box}]`)?.dataset[key] ?? "").replace("%s", value);

const tokenOf = (form) => form?.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

/** An element with properties and children. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** What each button does: words put around the selection, or a mark before each of its lines. */
const MARKS = {
  bold: { around: "**" },
  italic: { around: "*" },
  heading: { before: () => "### " },
  list: { before: () => "- " },
  steps: { before: (index) => `${index + 1}. ` },
  quote: { before: () => "> " },
};

function replace(area, start, end, text, from = start + text.length, to = from) {
  area.focus();
  area.setSelectionRange(start, end);
  // execCommand keeps the browser's own undo; where it is gone, the value is set.
  if (!document.execCommand?.(text ? "insertText" : "delete", false, text)) area.setRangeText(text, start, end, "end");
  area.setSelectionRange(from, to);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function put(area, kind) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  if (kind === "link") {
    const text = `[${chosen}](https://)`;
    const point = start + (chosen ? text.length - 1 : 1);
    replace(area, start, end, text, point);
    return;
  }
  if (kind === "name") {
    replace(area, start, end, /(^|\s)$/.test(value.slice(0, start)) ? "@" : " @");
    return;
  }
  const { around, before } = MARKS[kind];
  if (around) {
    replace(area, start, end, around + chosen + around, start + around.length, end + around.length);
    return;
  }
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const lines = value.slice(from, end).split("\n");
  replace(area, from, end, lines.map((line, index) => before(index) + line).join("\n"));
}

/** Arrow keys move within a toolbar, which is one stop of the Tab key. */
function roving(bar) {
  const buttons = [...bar.querySelectorAll("button")];
  buttons.forEach((button, index) => { button.tabIndex = index ? -1 : 0; });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    const place = buttons.indexOf(document.activeElement);
    if (step === undefined || place < 0) return;
    event.preventDefault();
    const next = Math.abs(step) === 1 ? (place + step + buttons.length) % buttons.length : step < 0 ? 0 : buttons.length - 1;
    buttons[place].tabIndex = -1;
    buttons[next].tabIndex = 0;
    buttons[next].focus();
  });
}

/** The box is as tall as its text, up to most of the window. */
function grow(area) {
  const fit = () => {
    const scrolled = window.scrollY;
    area.style.blockSize = "auto";
    area.style.blockSize = `${Math.min(area.scrollHeight + 2, innerHeight * 0.7)}px`;
    if (window.scrollY !== scrolled) window.scrollTo(window.scrollX, scrolled);
  };
  const least = area.offsetHeight;
  const wanted = () => { if (area.scrollHeight > area.clientHeight || area.offsetHeight > least) fit(); };
  area.style.minBlockSize = `${least}px`;
  area.addEventListener("input", wanted);
  wanted();
}


// Drafts: in this browser two seconds after a key, on the server every ten and when the page goes away.
const PREFIX = "rynek:draft:";
const AGE = 180 * 24 * 3600 * 1000;

const store = {
  read(key) {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "null");
      return kept && Date.now() - kept.at < AGE ? kept : null;
    } catch { return null; }
  },
  write(key, draft) {
    try {
      if (draft?.text.trim()) localStorage.setItem(key, JSON.stringify(draft));
      else localStorage.removeItem(key);
      return true;
    } catch { return false; } // private windows and full disks: writing goes on without drafts
  },
};

/** A random word by which the server tells this browser from another. */
function device() {
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  try {
    const kept = localStorage.getItem("rynek:device") ?? fresh();
    localStorage.setItem("rynek:device", kept);
    return kept;
  } catch { return fresh(); }
}

const writerOf = (editor) => document.body.dataset.me || editor.dataset.me || "";
const ownKey = (editor, place) => `${PREFIX}${writerOf(editor)}:${place}`;

/** What has been received is no draft any more: the server says so once, in a cookie. */
function forgetSent(editor) {
  const place = document.cookie.match(/(?:^|; )sent=([a-z0-9-]+)/)?.[1];
  if (!place) return;
  document.cookie = "sent=; path=/; max-age=0";
  const key = ownKey(editor, place);
  store.write(key, null);
  if (!/^note-(new|[0-9]+)$/.test(place)) return;
  try { // the other boxes of the same form
    for (const box of Object.keys(localStorage)) if (box.startsWith(`${key}-`)) localStorage.removeItem(box);
  } catch { /* nothing is kept here */ }
}

/** One place's draft: what this browser has, what the server has, and who wins. */
class Draft {
  constructor(editor, area, said) {
    Object.assign(this, { editor, area, said, place: editor.dataset.draft, sending: false, paused: false, dirty: false });
    this.known = Boolean(writerOf(editor)); // the server keeps drafts of people, not of visitors
    this.key = ownKey(editor, this.place);
    this.title = area.form?.elements.namedItem("title");
    this.state = area.form?.querySelector("[data-state]"); // from which state of the text the form goes on
    this.keeps = editor.dataset.keeps?.split(" ") ?? [];
    this.version = Number(editor.dataset.version ?? 0);
    this.banner = editor.parentElement.querySelector("[data-banner]");
    this.begin();
    area.form.addEventListener("input", () => this.typed());
    area.form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", () => { this.sending = false; });
    this.banner?.querySelector("[data-discard]")?.addEventListener("click", (event) => { event.preventDefault(); this.discard(); });
  }

  get now() { return { text: this.area.value, title: this.title?.value ?? "", more: this.more, at: Date.now(), version: this.version, seen: this.state?.value }; }

  /** What is chosen in the other fields of the form that go with the words. */
  get more() {
    const found = this.keeps.map((name) => [name, this.area.form.elements.namedItem(name)]);
    return Object.fromEntries(found.filter(([, field]) => field).map(([name, field]) => [name, field.value]));
  }

  /** Puts a draft into the form. What an older one does not say stays as it is. */
  fill(draft) {
    this.area.value = draft.text;
    if (this.title && draft.title) this.title.value = draft.title;
    for (const name of this.keeps) {
      const field = this.area.form.elements.namedItem(name);
      if (field && draft.more?.[name] !== undefined) field.value = draft.more[name];
    }
  }

  begin() {
    const { dataset } = this.editor;
    const local = store.read(this.key);
    if ("sent" in dataset) { // the server has sent it back with an error: this is the newest there is
      this.typed();
      return;
    }
    const server = dataset.at ? { ...this.now, at: Date.parse(dataset.at) } : null;
    if (server) this.settle(local, server);
    else {
      if (local && local.text !== this.area.value) this.show(local);
      this.area.addEventListener("focus", () => this.ask(), { once: true });
    }
  }

  /** The newer of the two is in the box, the other one is offered. */
  settle(local, server) {
    if (!local || (local.text === server.text && this.sameChoice(local, server))) return;
    if (local.at > server.at) {
      this.show(local);
      if (local.version !== server.version) this.offer(server);
      else this.dirty = true;
    } else {
      if (this.area.value !== server.text) this.show(server);
      if (local.version !== server.version) this.offer(local);
    }
  }

  sameChoice(one, other) {
    return this.keeps.every((name) => (one.more?.[name] ?? "") === (other.more?.[name] ?? "")) || !one.more;
  }

  /** What the server has, where the page did not bring it: asked when somebody begins to write. */
  async ask() {
    if (!this.known || "base" in this.editor.dataset) return;
    const answer = await fetch(`/drafts/at/?place=${this.place}`).catch(() => null);
    if (!answer?.ok) return;
    const { draft } = await answer.json();
    if (!draft) return;
    const server = { ...draft, at: Date.parse(draft.at) };
    this.version = server.version;
    if (!this.area.value.trim()) this.show(server);
    else if (this.area.value !== server.text) this.settle({ ...this.now, version: store.read(this.key)?.version ?? 0, at: store.read(this.key)?.at ?? Date.now() }, server);
  }

  /** A draft goes on from the state at which it was begun: nothing that others have saved since is written over. */
  goOn(draft) {
    if (this.state && draft.seen && Number(draft.seen) < Number(this.state.value)) this.state.value = draft.seen;
  }

  show(draft) {
    this.goOn(draft);
    this.fill(draft);
    this.version = draft.version ?? 0;
    this.area.dispatchEvent(new Event("input"));
    const button = make("button", { type: "button", className: "link", textContent: say("discard") });
    button.addEventListener("click", () => this.discard());
    this.tell(say("restored", at(draft.at)), button);
  }

  /** Something to say above the box, with buttons. */
  tell(words, ...buttons) {
    this.banner?.remove();
    this.banner = make("div", { className: "inset" }, make("p", {}, words, ...buttons.flatMap((button) => [" ", button])));
    this.banner.setAttribute("role", "status");
    this.editor.before(this.banner);
  }

  quiet() {
    this.banner?.remove();
    this.banner = null;
  }

  offer(other) {
    const mine = this.now;
    this.paused = true;
    const take = make("button", { type: "button", className: "link", textContent: phrase(this.editor, "drafts", "take") });
    const keep = make("button", { type: "button", className: "link", textContent: phrase(this.editor, "drafts", "mine") });
    take.addEventListener("click", () => {
        this.goOn(other);
      this.fill(other);
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
      this.offer({ ...mine, version: other.version });
      this.area.focus();
    });
    keep.addEventListener("click", () => {
      this.paused = false;
      this.version = Math.max(other.version ?? 0, this.version);
      this.dirty = true;
      this.quiet();
      this.keep();
      this.area.focus();
    });
    this.tell(phrase(this.editor, "drafts", "other", at(other.at)), take, keep);
  }

  typed() {
    this.dirty = true;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.keepHere(), 2000);
    this.later ??= setTimeout(() => { this.later = null; this.keep(); }, 10_000);
  }

  keepHere(words = "local") {
    if (this.sending || !store.write(this.key, this.now) || !this.area.value.trim()) return;
    this.said.textContent = words === "local" ? phrase(this.editor, "drafts", "local", clock.format(new Date())) : say("saved", clock.format(new Date()));
  }

  data() {
    const { text, title, more, version, seen } = this.now;
    const body = new FormData();
    Object.entries({ place: this.place, body: text, title, version, seen: seen ?? "", device: device(), csrfmiddlewaretoken: tokenOf(this.area.form) })
      .forEach(([name, value]) => body.append(name, value));
    if (this.keeps.length) body.append("more", JSON.stringify(more));
    return body;
  }

  async keep() {
    if (!this.known || !this.dirty || this.sending || this.paused) return;
    this.dirty = false;
    const answer = await fetch("/drafts/keep/", { method: "POST", body: this.data(), headers: { Accept: "application/json" } }).catch(() => null);
    if (this.sending) return;
    if (answer?.ok) {
      this.version = (await answer.json()).version;
      this.keepHere("saved");
    } else {
      this.dirty = true;
      if (answer?.status === 409) {
        const { draft } = await answer.json();
        this.offer({ ...draft, at: Date.parse(draft.at) });
      } else if (answer?.status === 410) this.version = 0;
      else if (answer?.status === 401) this.away();
    }
  }

  away() {
    this.keepHere();
    if (this.banner?.querySelector("a")) return;
    this.tell(phrase(this.editor, "drafts", "away"), make("a", { href: "/accounts/login/", target: "_blank", rel: "noopener", textContent: phrase(this.editor, "drafts", "enter") }));
  }

  leave() {
    if (!this.dirty || this.sending) return;
    store.write(this.key, this.now);
    if (this.known && !this.paused) navigator.sendBeacon?.("/drafts/keep/", this.data());
  }

  discard() {
    clearTimeout(this.soon);
    clearTimeout(this.later);
    this.later = null;
    this.dirty = false;
    store.write(this.key, null);
    const body = new URLSearchParams({ place: this.place, csrfmiddlewaretoken: tokenOf(this.area.form) });
    const gone = this.known ? fetch("/drafts/discard/", { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null) : Promise.resolve(null);
    if ("base" in this.editor.dataset) { // what was there before the draft comes back with the page
      gone.then(() => location.replace(location.href));
      return;
    }
    this.version = 0;
    this.area.value = "";
    this.area.dispatchEvent(new Event("input"));
    this.said.textContent = "";
    this.quiet();
    this.area.focus();
  }

  /** Sent is not yet received: the draft stays until the server says so. Without a network it waits. */
  submit(event) {
    if (event.defaultPrevented) return;
    store.write(this.key, this.now);
    if (!navigator.onLine) {
      event.preventDefault();
      const { submitter } = event;
      this.said.textContent = phrase(this.editor, "drafts", "queued");
      if (this.queued) return;
      this.queued = true;
      addEventListener("online", () => { this.queued = false; this.area.form.requestSubmit(submitter); }, { once: true });
      return;
    }
    this.sending = true;
    setTimeout(() => { this.sending = false; }, 15_000); // as main.js lets a form be sent again
  }
}


// People, organisations and tags by keyboard: a listbox that the textarea steers.
const TYPED = /(^|[\s([„"'>*_])([@#][^\s@#]{1,40}|@[^\s@#]+ ?[^\s@#]*)$/u;

class Names {
  constructor(editor, area, said) {
    Object.assign(this, { editor, area, said, rows: [], chosen: -1, asked: "" });
    this.list = editor.querySelector("[role=listbox]");
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    area.setAttribute("aria-controls", this.list.id);
    // Only what is typed asks: not what a button, a draft or a choice has put in.
    area.addEventListener("input", (event) => { if (event.isTrusted) this.typed(); else this.close(); });
    area.addEventListener("keydown", (event) => this.key(event));
    area.addEventListener("blur", () => this.close());
    area.addEventListener("click", () => this.close());
    // Before the textarea loses the focus.
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const row = event.target.closest("[role=option]");
      if (row) this.take(Number(row.dataset.at));
    });
  }

  /** What stands before the caret from its sign on; "" where it is no name. */
  get typedNow() {
    const { selectionStart: start, selectionEnd: end, value } = this.area;
    return start === end ? TYPED.exec(value.slice(Math.max(0, start - 60), start))?.[2] ?? "" : "";
  }

  typed() {
    clearTimeout(this.wait);
    const typed = this.typedNow;
    if (!typed) { this.close(); return; }
    this.wait = setTimeout(() => this.ask(typed), 150);
  }

  async ask(typed) {
    this.asked = typed;
    const query = new URLSearchParams({ q: typed, place: this.editor.dataset.draft ?? "" });
    const answer = await fetch(`/suggest/?${query}`).catch(() => null);
    if (!answer?.ok || this.asked !== typed || this.typedNow !== typed) return;
    const { results } = await answer.json();
    if (!results.length) {
      this.close();
      return;
    }
    this.show(results);
  }

  show(results) {
    this.rows = results;
    this.list.replaceChildren(...results.map((row, index) => {
      const option = make("li", { id: `${this.list.id}-${index}` }, make("b", { textContent: row.name }), " ", make("span", { className: "meta", textContent: row.note ? `${row.insert} · ${row.note}` : row.insert }));
      option.setAttribute("role", "option");
      option.dataset.at = index;
      return option;
    }));
    this.list.hidden = false;
    this.choose(0);
    this.said.textContent = phrase(this.editor, "words", "found", results.length);
  }

  choose(index) {
    this.chosen = index;
    [...this.list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === index)));
    this.area.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
    this.list.children[index].scrollIntoView({ block: "nearest" });
  }

  close() {
    clearTimeout(this.wait);
    this.asked = "";
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
    this.said.textContent = "";
  }

  take(index) {
    const typed = this.asked || this.typedNow;
    const end = this.area.selectionStart;
    const text = `${this.rows[index].insert} `;
    this.close();
    replace(this.area, end - typed.length, end, text);
    this.close();
  }

  key(event) {
    if (this.list.hidden || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const count = this.rows.length;
    const act = {
      ArrowDown: () => this.choose((this.chosen + 1) % count),
      ArrowUp: () => this.choose((this.chosen + count - 1) % count),
      Enter: () => this.take(this.chosen),
      Tab: () => this.take(this.chosen),
      Escape: () => this.close(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}


// Files: pasted, dropped or chosen; sent at once, with progress; pictures ask for their description.
const LARGEST = 10_000_000;
const escaped = (words) => words.replace(/\s+/g, " ").trim().replace(/[[\]\\]/g, "\\$&");

/** The files of a text, which refers to them where they stand: `insert`, `write`, `words` and `forget` say how. */
export class Files {
  constructor(editor, area, said) {
    Object.assign(this, { editor, area, said, running: 0 });
    this.list = editor.querySelector(".editor-files");
    this.input = make("input", { type: "file", multiple: true, hidden: true, accept: editor.parentElement.querySelector(".editor-plain [type=file]")?.accept ?? "" });
    editor.append(this.input);
    this.input.addEventListener("change", () => { this.add(this.input.files); this.input.value = ""; });
  }

  /** By its own button, by dropping on the editor, and before the form is sent. */
  listen() {
    const { editor, area } = this;
    editor.querySelector("[data-add]").addEventListener("click", () => this.input.click());
    editor.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      editor.classList.add("editor-over");
    });
    editor.addEventListener("dragleave", () => editor.classList.remove("editor-over"));
    editor.addEventListener("drop", (event) => {
      editor.classList.remove("editor-over");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.add(event.dataTransfer.files);
    });
    area.form?.addEventListener("submit", (event) => this.judge(event), true);
    return this;
  }

  say(key, value) { return phrase(this.editor, "words", key, value); }

  add(files) { [...files].forEach((file) => this.one(file)); }

  one(file) {
    const row = make("li", {}, make("p", { className: "editor-file-name", textContent: file.name || "obraz.png" }));
    this.list.hidden = false;
    this.list.append(row);
    if (file.size > LARGEST) {
      this.fail(row, file, this.say("large", file.name), false);
      return;
    }
    const bar = make("progress", { max: 1, value: 0 });
    bar.setAttribute("aria-label", this.say("sending", file.name));
    row.append(bar);
    this.said.textContent = this.say("sending", file.name);
    this.send(row, file, bar);
  }

  /** By XMLHttpRequest, since fetch does not tell how far an upload has come. */
  send(row, file, bar) {
    row.dataset.key ??= device().slice(0, 8) + Date.now() + Math.random().toString(16).slice(2, 8);
    const body = new FormData();
    body.append("csrfmiddlewaretoken", tokenOf(this.area.form));
    body.append("key", row.dataset.key);
    body.append("file", file, file.name || "obraz.png");
    const request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => { bar.value = event.total ? event.loaded / event.total : 0; });
    request.addEventListener("loadend", () => {
      this.running -= 1;
      bar.remove();
      if (request.status === 201) this.arrived(row, file, request.response);
      else this.fail(row, file, request.response?.detail || this.say("failed", file.name), ![413, 422].includes(request.status));
    });
    request.open("POST", "/files/send/");
    this.running += 1;
    request.send(body);
  }

  fail(row, file, words, again = true) {
    const error = make("p", { className: "error", textContent: words });
    row.append(error);
    this.said.textContent = words;
    const remove = this.remover(row, file.name);
    if (again) {
      const button = make("button", { type: "button", className: "link", textContent: this.say("again") });
      button.addEventListener("click", () => { row.remove(); this.one(file); });
      row.append(button, " ");
    }
    row.append(remove);
  }

  remover(row, name, forget = () => {}) {
    const button = make("button", { type: "button", className: "link", textContent: this.say("remove", name) });
    button.addEventListener("click", () => {
      forget();
      row.remove();
      this.list.hidden = !this.list.children.length;
      this.area.focus();
    });
    return button;
  }

  /** The reference in the text: "![words](file:12)". */
  pattern(id) { return new RegExp(`!\\[((?:[^\\[\\]\\\\\\n]|\\\\.)*)\\]\\(file:${id}\\)`); }

  write(id, words) {
    const match = this.pattern(id).exec(this.area.value);
    if (!match) return;
    const focus = document.activeElement;
    this.area.setRangeText(`![${words}](file:${id})`, match.index, match.index + match[0].length, "preserve");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    focus?.focus();
  }

  /** The words of a file in the text; undefined where it is not in it. */
  words(id) { return this.pattern(id).exec(this.area.value)?.[1]; }

  insert(id, words) {
    const { selectionEnd: end, value } = this.area;
    const before = end ? "\n".repeat(2 - Math.min(2, /\n*$/.exec(value.slice(0, end))[0].length)) : "";
    this.area.setRangeText(`${before}![${words}](file:${id})\n`, end, end, "end");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  forget(id) {
    const match = this.pattern(id).exec(this.area.value);
    if (match) replace(this.area, match.index, match.index + match[0].length, "");
  }

  arrived(row, file, facts) {
    const picture = facts.kind === "picture";
    const inside = document.activeElement === this.area || this.editor.contains(document.activeElement);
    this.insert(facts.id, picture ? "" : escaped(file.name));
    row.dataset.id = facts.id;
    if (picture) this.describe(row, file, facts, inside);
    row.append(this.remover(row, file.name, () => this.forget(facts.id)));
    this.said.textContent = this.say(picture ? "arrived" : "stored", file.name);
  }

  describe(row, file, facts, focus) {
    const id = `words-${facts.id}`;
    const input = make("input", { className: "input", type: "text", id, maxLength: 300, autocomplete: "off" });
    const tick = make("input", { type: "checkbox", id: `${id}-none` });
    const error = make("p", { className: "error", id: `${id}-error`, hidden: true, textContent: this.say("needed") });
    const hint = make("span", { className: "hint", id: `${id}-hint`, textContent: this.say("hint") });
    input.setAttribute("aria-describedby", `${hint.id} ${error.id}`);
    const write = () => {
      error.hidden = true;
      input.removeAttribute("aria-invalid");
      this.write(facts.id, tick.checked ? "-" : escaped(input.value));
    };
    input.addEventListener("input", () => { tick.checked = false; write(); });
    tick.addEventListener("change", write);
    // Enter in a field of one line would send the whole text.
    input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); this.area.focus(); } });
    row.prepend(make("img", { src: facts.shown, alt: "", className: "editor-thumb" }));
    row.append(make("label", { htmlFor: id, className: "label", textContent: this.say("describe") }), hint, error, input,
      make("label", { className: "choice", htmlFor: tick.id }, tick, make("span", { textContent: this.say("decoration") })));
    if (focus) input.focus();
  }

  /** A picture without words is not sent, nor a text whose files are still on their way. */
  judge(event) {
    if (this.running > 0) {
      event.preventDefault();
      this.said.textContent = this.say("waiting");
      return;
    }
    for (const row of this.list.querySelectorAll("[data-id]")) {
      const input = row.querySelector("[type=text]");
      const silent = input && this.words(row.dataset.id) === "";
      if (silent) {
        event.preventDefault();
        row.querySelector(".error").hidden = false;
        input.setAttribute("aria-invalid", "true");
        input.focus();
        return;
      }
    }
  }
}


// What is copied from a word processor or a page becomes Markdown: headings, lists, bold, italic, links, tables.
const SKIPPED = new Set(["STYLE", "SCRIPT", "META", "TITLE", "LINK", "HEAD", "IMG", "SVG", "NOSCRIPT"]);
const BLOCKS = new Set(["P", "DIV", "SECTION", "ARTICLE", "MAIN", "BODY", "H1", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "LI", "TABLE", "BLOCKQUOTE", "PRE", "HR", "CENTER", "HEADER", "FOOTER", "DL", "DT", "DD", "FIGURE"]);

const styleOf = (node) => node.dataset?.style ?? "";
const isBold = (node) => (/^(B|STRONG)$/.test(node.tagName) ? !/font-weight:\s*(normal|400)/.test(styleOf(node)) : /font-weight:\s*(bold|[6-9]00)/.test(styleOf(node)));
const isItalic = (node) => (/^(I|EM)$/.test(node.tagName) ? !/font-style:\s*normal/.test(styleOf(node)) : /font-style:\s*italic/.test(styleOf(node)));
const isMarker = (node) => /mso-list:\s*ignore/i.test(styleOf(node));

/** The words with a mark around them, spaces left outside: "**a** ". */
function around(mark, words) {
  const [, before, core, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(words);
  return core ? `${before}${mark}${core}${mark}${after}` : words;
}

function inline(node, { bold = false, italic = false } = {}) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/[ \t\r\n\u00a0]+/g, " ").replace(/[\\`*_[\]]/g, "\\$&");
  if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(node.tagName) || isMarker(node)) return "";
  if (node.tagName === "BR") return "\n";
  const makesBold = !bold && isBold(node), makesItalic = !italic && isItalic(node);
  let words = [...node.childNodes].map((child) => inline(child, { bold: bold || makesBold, italic: italic || makesItalic })).join("");
  if (node.tagName === "CODE") words = around("`", words.replace(/\\([\\*_[\]])/g, "$1"));
  if (node.tagName === "A" && /^(https?:|mailto:)/.test(node.getAttribute("href") ?? "") && words.trim()) {
    words = `[${words.trim()}](${node.getAttribute("href").replace(/[()\s]/g, encodeURIComponent)})`;
  }
  if (makesItalic) words = around("*", words);
  if (makesBold) words = around("**", words);
  return words;
}

const tidy = (words) => words.replace(/\*\*(\s*)\*\*/g, "$1").split("\n").map((line) => line.trim().replace(/ {2,}/g, " ")).join("\n").trim();

function table(node) {
  const rows = [...node.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => tidy(inline(cell)).replace(/\n+/g, " ").replace(/\|/g, "\\|")));
  const columns = Math.max(0, ...rows.map((row) => row.length));
  if (columns < 2) return rows.map((row) => row.join("")).filter(Boolean).join("\n\n");
  const line = (row) => `| ${Array.from({ length: columns }, (_, index) => row[index] ?? "").join(" | ")} |`;
  return [line(rows[0]), line(Array(columns).fill("---")), ...rows.slice(1).map(line)].join("\n");
}

function list(node, depth) {
  let number = Number(node.getAttribute("start") ?? 1);
  return [...node.children].map((item) => {
    if (/^[UO]L$/.test(item.tagName)) return list(item, depth + 1); // as Google writes nested lists
    const mark = node.tagName === "OL" ? `${number++}. ` : "- ";
    const own = [...item.childNodes].filter((child) => !/^[UO]L$/.test(child.tagName ?? ""));
    const inner = [...item.children].filter((child) => /^[UO]L$/.test(child.tagName)).map((child) => list(child, depth + 1));
    return [`${"   ".repeat(depth)}${mark}${tidy(own.map((child) => inline(child)).join("")).replace(/\n+/g, " ")}`, ...inner].join("\n");
  }).join("\n");
}

/** A paragraph that Word means as an item of a list. */
function wordItem(node) {
  const found = /mso-list:[^;]*level(\d)/i.exec(styleOf(node));
  if (!found) return "";
  const marker = [...node.querySelectorAll("[data-style]")].find(isMarker)?.textContent.trim() ?? "";
  return `${"   ".repeat(found[1] - 1)}${/^[0-9a-z]{1,3}[.)]/i.test(marker) ? "1. " : "- "}${tidy(inline(node)).replace(/\n+/g, " ")}`;
}

function blocks(node) {
  const pieces = [];
  let run = "";
  const flush = () => { if (tidy(run)) pieces.push(tidy(run)); run = ""; };
  for (const child of node.childNodes) {
    const tag = child.tagName;
    if (SKIPPED.has(tag)) continue;
    if (!BLOCKS.has(tag) && !child.querySelector?.("p,div,ul,ol,table,h1,h2,h3,h4,h5,h6")) { run += inline(child); continue; }
    flush();
    const item = tag === "P" && wordItem(child);
    if (item) pieces.push(item);
    else if (/^H[1-6]$/.test(tag)) pieces.push(`${"#".repeat(tag[1])} ${tidy(inline(child)).replace(/\n+/g, " ").replace(/\*\*/g, "")}`);
    else if (/^[UO]L$/.test(tag)) pieces.push(list(child, 0));
    else if (tag === "TABLE") pieces.push(table(child));
    else if (tag === "HR") pieces.push("---");
    else if (tag === "PRE") pieces.push(`\`\`\`\n${child.textContent.replace(/\s+$/, "")}\n\`\`\``);
    else if (tag === "BLOCKQUOTE") pieces.push(blocks(child).join("\n\n").replace(/^/gm, "> "));
    else pieces.push(...blocks(child));
  }
  flush();
  return pieces.filter((piece) => piece.replace(/[#>\-\s]/g, ""));
}

/** Markdown of a piece of HTML. Nothing of it is ever put into the page. */
export function markdownOf(html) {
  // An inert document, without style sheets, styles and handlers as data: the page's policy would refuse them aloud.
  const quiet = html.replace(/<(style|script)\b[\s\S]*?(<\/\1\s*>|$)/gi, "").replace(/\son[a-z]+\s*=/gi, " data-on=").replace(/\sstyle\s*=/gi, " data-style=");
  const parsed = new DOMParser().parseFromString(quiet, "text/html");
  const pieces = blocks(parsed.body);
  const isItem = (piece) => /^\s*(-|\d+\.) /.test(piece);
  return pieces.map((piece, index) => (index ? (isItem(piece) && isItem(pieces[index - 1]) ? "\n" : "\n\n") : "") + piece).join("");
}

function paste(event, area, files) {
  const { clipboardData: clip } = event;
  const html = clip.getData("text/html");
  const plain = clip.getData("text/plain");
  if (files && clip.files.length && !plain.trim()) {
    event.preventDefault();
    files.add(clip.files);
    return;
  }
  if (!html) return;
  const text = markdownOf(html);
  const bare = (words) => words.replace(/[\\\s\u00a0]/g, "");
  if (!text || bare(text) === bare(plain)) return; // nothing but words: as the browser pastes them
  event.preventDefault();
  replace(area, area.selectionStart, area.selectionEnd, text);
}


async function look(editor, area, button, pane) {
  const shown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(shown));
  if (shown) {
    const answer = await fetch(editor.dataset.preview, {
      method: "POST",
      headers: { "X-CSRFToken": tokenOf(area.form) },
      body: new URLSearchParams({ body: area.value, place: editor.dataset.draft ?? "" }),
    }).catch(() => null);
    if (!answer?.ok) {
      button.setAttribute("aria-pressed", "false");
      return;
    }
    // Our own server's answer, sanitised there by the same code that renders what is published.
    pane.innerHTML = await answer.text();
  }
  pane.hidden = !shown;
  area.hidden = shown;
  (shown ? pane : area).focus();
}

/** Give one `[data-editor]` its tools. */
export function equip(editor) {
  const area = editor.querySelector("textarea");
  const bar = editor.querySelector(".editor-bar");
  const said = editor.querySelector("[data-said]");
  if (!area || editor.dataset.ready) return;
  editor.dataset.ready = "yes";
  const refers = "refers" in editor.dataset;
  // Before the shortcuts and the draft: Enter takes a name, and what may not be sent is not marked as sent.
  if (refers) new Names(editor, area, said);
  const files = refers && area.form ? new Files(editor, area, said).listen() : null;
  if (bar) {
    bar.hidden = false;
    roving(bar);
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.mark) put(area, button.dataset.mark);
      else if (button?.hasAttribute("data-look")) look(editor, area, button, editor.querySelector(".editor-look"));
    });
  }
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      area.form?.requestSubmit();
    } else if ((event.ctrlKey || event.metaKey) && !event.altKey && { b: 1, i: 1, k: 1 }[event.key]) {
      event.preventDefault();
      put(area, { b: "bold", i: "italic", k: "link" }[event.key]);
    }
  });
  area.addEventListener("paste", (event) => paste(event, area, files));
  grow(area);
  forgetSent(editor);
  if (editor.dataset.draft && area.form) new Draft(editor, area, said);
}

document.querySelectorAll("[data-editor]").forEach(equip);
