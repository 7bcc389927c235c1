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
