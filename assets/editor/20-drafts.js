
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
