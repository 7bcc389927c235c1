// The live side of a page: one socket, the bell, and new replies in a topic. chat.js builds on it.
// Nothing here is needed to read or write: a page without a socket asks now and then, or stands still.
import { enliven } from "./main.js";

const { body } = document;
const language = document.documentElement.lang || "pl";
const plural = new Intl.PluralRules(language);

/** A phrase for a number: `words` is a dataset with keyOne, keyFew and keyMany, %n in each. */
export const counted = (words, key, n) => {
  const form = { one: "One", few: "Few" }[plural.select(n)] ?? "Many";
  return (words[key + form] ?? "").replace("%n", String(n));
};

const FIRST_WAIT = 500, LONGEST_WAIT = 30_000, PING_EVERY = 25_000, SILENCE = 70_000;

/** One socket for the page. It comes back by itself and asks for what it has missed. */
export class Wire {
  #socket = null;
  #watches = new Map();
  #tries = 0;
  #timer = 0;
  #heard = 0;
  #states = [];
  #answers = [];

  constructor() {
    addEventListener("online", () => this.#again(0));
    // A page in the back-forward cache must not keep a socket.
    addEventListener("pagehide", () => { clearTimeout(this.#timer); this.#socket?.close(); });
    addEventListener("pageshow", (event) => { if (event.persisted) this.#again(0); });
    setInterval(() => this.#beat(), PING_EVERY);
  }

  get open() { return this.#socket?.readyState === WebSocket.OPEN; }

  /** `tell(up)` whenever the socket comes or goes. */
  onState(tell) { this.#states.push(tell); }

  /** `tell(frame)` for the answers to what was sent under a client_id. */
  onAnswer(tell) { this.#answers.push(tell); }

  /**
   * Follow a channel from the event after `after` on (from now on without it). `handle` gets every
   * frame of the channel; `after` of the returned watch is the last number that was handled.
   */
  watch(channel, { after = null, handle }) {
    const watch = { after, handle };
    this.#watches.set(channel, watch);
    if (this.open) this.#subscribe(channel, watch);
    else if (!this.#socket) this.#connect();
    return watch;
  }

  drop(channel) { this.#watches.delete(channel); }

  /** Send a frame; false when there is nobody to send it to. */
  send(frame) {
    if (!this.open) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #subscribe(channel, { after }) {
    this.send(after === null ? { type: "subscribe", channel } : { type: "subscribe", channel, after });
  }

  #connect() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws/`);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#tries = 0;
      this.#heard = Date.now();
      for (const [channel, watch] of this.#watches) this.#subscribe(channel, watch);
      this.#states.forEach((tell) => tell(true));
    });
    socket.addEventListener("message", ({ data }) => {
      this.#heard = Date.now();
      this.#take(JSON.parse(data));
    });
    socket.addEventListener("close", ({ code }) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#states.forEach((tell) => tell(false));
      // Each page waits a little differently, so that a restart does not bring all of them at once.
      const wait = code === 4429 ? LONGEST_WAIT : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#tries);
      this.#tries += 1;
      this.#again(wait * (0.5 + Math.random()));
    });
  }

  #again(wait) {
    clearTimeout(this.#timer);
    if (this.#socket || !this.#watches.size) return;
    this.#timer = setTimeout(() => { if (!this.#socket) this.#connect(); }, wait);
  }

  #beat() {
    if (!this.open) return;
    if (Date.now() - this.#heard > SILENCE) this.#socket.close();
    else this.send({ type: "ping" });
  }

  #take(frame) {
    if (frame.client_id) return void this.#answers.forEach((tell) => tell(frame));
    const watch = this.#watches.get(frame.channel);
    if (!watch) return undefined;
    if (frame.type === "subscribed" && watch.after === null) watch.after = frame.seq;
    if (frame.data && frame.seq) {
      if (watch.after !== null && frame.seq <= watch.after) return undefined;
      watch.after = frame.seq;
    }
    return watch.handle(frame);
  }
}

/** The one of this page. */
export const wire = new Wire();

// The bell. Its number comes with the page; the socket keeps it true.
function ring(count) {
  const bell = document.querySelector("[data-bell]");
  if (!bell) return;
  bell.querySelector("[data-bell-count]").textContent = String(count);
  const badge = bell.querySelector(".badge");
  badge.textContent = String(count);
  badge.dataset.count = String(count);
}

function followMyself() {
  wire.watch("me", {
    handle(frame) {
      const unread = frame.unread ?? frame.data?.unread;
      if (unread) ring(unread.lines);
      if (frame.type === "error") wire.drop("me");
    },
  });
}

/** What a post says, without times (they are told anew each minute) and without reactions. */
const says = (post) => JSON.stringify([
  post.classList.contains("post-accepted"), post.querySelectorAll(".post-head a").length,
  ...[".post-body", ".helped", ".quote-to", ".post-head b"].map((part) => post.querySelector(part)?.innerHTML),
]);

// A topic: new replies wait behind a bar until the reader asks; what has changed is marked.
const POLL_EVERY = 30_000, FIRST_LOOK = 2_000, TOGETHER = 400, TELL_EVERY = 3_000, WRITES_FOR = 6_000;

class Topic {
  constructor(id, place) {
    this.path = `/forums/t/${id}/posts`;
    this.place = place;
    this.words = document.getElementById("topic-words")?.dataset ?? {};
    this.last = Number(body.dataset.last ?? place.dataset.last);
    this.waiting = new Set();
    this.newest = this.last;
    this.tail = "tail" in place.dataset;
    this.follow(`topic:${id}`);
    wire.watch(`topic:${id}`, { handle: (frame) => this.take(frame) });
    // What was written while the page was on its way, and what is written while there is no socket.
    // The first look waits until the page is there: it must not take a place in its loading.
    let wait = FIRST_LOOK;
    wire.onState((up) => {
      if (!up) return;
      setTimeout(() => this.look(), wait);
      wait = 0;
    });
    setInterval(() => { if (!wire.open && !document.hidden) this.look(); }, POLL_EVERY);
  }

  /** Others see that one writes a reply, and the other way round: told in passing, said to nobody aloud. */
  follow(channel) {
    const form = document.querySelector("#reply form"), text = form?.querySelector("textarea");
    this.writers = new Map();
    this.writing = document.createElement("p");
    this.writing.className = "typing";
    (document.getElementById("reply") ?? this.place).before(this.writing);
    let told = 0;
    text?.addEventListener("input", () => {
      // Who writes in an organisation's name is nobody's business.
      if (!text.value || form.elements.organisation?.value || Date.now() - told < TELL_EVERY) return;
      if (wire.send({ type: "typing", channel })) told = Date.now();
    });
  }

  writes({ handle, name }, on = true) {
    clearTimeout(this.writers.get(handle)?.timer);
    if (on) this.writers.set(handle, { name, timer: setTimeout(() => this.writes({ handle }, false), WRITES_FOR) });
    else this.writers.delete(handle);
    const names = [...this.writers.values()];
    this.writing.textContent = !names.length ? "" : names.length > 1 ? this.words.write : (this.words.writes ?? "").replace("%s", names[0].name);
  }

  take({ type, data }) {
    if (type === "typing") return void this.writes(data);
    if (type === "post.created" && data.author) this.writes(data.author, false);
    if (type === "post.created" && data.number > this.newest) {
      this.newest = data.number;
      this.offer();
    } else if (type === "post.changed") {
      this.renew(data);
    }
    return undefined;
  }

  async ask(query) {
    const answer = await fetch(`${this.path}?${query}`, { headers: { accept: "application/json" } });
    return answer.ok ? answer.json() : null;
  }

  async look() {
    const found = await this.ask(`after=${this.newest}`).catch(() => null);
    if (!found) return;
    // A poll that began while the page was on its way; without a socket, whatever has become of one.
    if (found.polled && (!wire.open || !document.querySelector("[data-poll]"))) this.renewPolls();
    if (found.last_number <= this.newest) return;
    this.newest = found.last_number;
    this.offer();
  }

  offer() {
    const count = this.newest - this.last;
    if (!this.bar) {
      this.bar = document.createElement("div");
      this.bar.className = "livebar";
      this.bar.setAttribute("role", "status");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.addEventListener("click", () => this.show());
      this.bar.append(button);
      this.place.querySelector(".sec-head")?.after(this.bar);
    }
    this.bar.hidden = false;
    this.bar.firstChild.textContent = counted(this.words, "new", count) || `+${count}`;
  }

  /** The new replies take their place at the end, and the reader is led to the first of them. */
  async show() {
    const [here] = location.pathname.match(/^\/forums\/t\/\d+\/[^/]+\//) ?? [];
    if (!this.tail && here) return location.assign(`${here}${this.last + 1}/`);
    let first = null;
    for (let more = true; more;) {
      const found = await this.ask(`after=${this.last}`).catch(() => null);
      if (!found) return undefined;
      const box = document.createElement("template");
      box.innerHTML = found.html;
      const pieces = [...box.content.children];
      enliven(box.content);
      this.place.querySelector("[data-quiet]")?.remove();
      this.place.append(box.content);
      first ??= pieces[0];
      this.last = found.last_number;
      more = found.more;
    }
    this.newest = Math.max(this.newest, this.last);
    this.bar.hidden = true;
    if (first) {
      first.tabIndex = -1;
      first.focus();
    }
    return undefined;
  }

  /** Several changes of a post within a moment (a poll, reactions) are looked at once. */
  renew({ number }) {
    if (!document.getElementById(`p${number}`) || this.waiting.has(number)) return;
    this.waiting.add(number);
    setTimeout(() => {
      this.waiting.delete(number);
      this.renewPost(number);
      if (number === 1) this.renewPolls();
    }, TOGETHER);
  }

  async renewPolls() {
    const polls = document.querySelector("[data-polls]");
    const found = polls && await fetch(this.path.replace(/posts$/, "polls")).catch(() => null);
    if (!found?.ok) return;
    const [{ html }, { renewPolls }] = await Promise.all([found.json(), import("./polls.js")]);
    renewPolls(polls, html);
  }

  async renewPost(number) {
    const old = document.getElementById(`p${number}`);
    const found = await this.ask(`number=${number}`).catch(() => null);
    if (!found || !old) return;
    const box = document.createElement("template");
    box.innerHTML = found.html;
    const piece = box.content.firstElementChild;
    const figures = old.querySelector("[data-reacts]"), fresh = piece?.querySelector("[data-reacts]");
    // Where the words are the same, only what people say of them is put in its place.
    if (figures && fresh && (number === 1 || says(old) === says(piece))) {
      const { showReactions } = await import("./marks.js");
      return void showReactions(figures, fresh);
    }
    // Never under the reader's hands: what has the focus stays, and is renewed with the page.
    if (!piece || number === 1 || old.contains(document.activeElement)) return;
    piece.classList.add("post-changed");
    enliven(box.content);
    old.replaceWith(piece);
  }
}

if (document.querySelector("[data-bell]")) followMyself();
const place = document.querySelector(".posts[data-topic]");
if (place) new Topic(place.dataset.topic, place);

// "Quote" puts the words into the form that is open under the topic, those that are marked or all of them.
// The module comes only when somebody wants it; without it the link leads to a form that has them.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-quote]");
  const text = document.querySelector("#reply textarea");
  if (!link || !text || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { quote } = await import("./quote.js");
  if (!await quote(link, text)) location.assign(link.href);
});

// Reactions and votes in their place. The module comes with the first press; without it links and forms do the same.
document.addEventListener("click", async (event) => {
  const { target } = event;
  const pressed = target.closest?.("a[data-react], a[data-kind][role=button], button[data-vote]");
  if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey || pressed.dataset.native) return;
  event.preventDefault();
  const { press } = await import("./marks.js");
  await press(pressed);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.("a[role=button]")) return;
  event.preventDefault();
  event.target.click();
});
