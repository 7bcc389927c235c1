// What every page has: toasts, relative times, menus, sent-once forms, own things marked.
// Everything here makes a working page nicer; nothing here is needed for it to work.
// Page modules import from this one: say, toast, keepTimesFresh, markOwn, enliven.

const root = document.documentElement;
const { body } = document;
const language = root.lang || "pl";
const phrases = document.getElementById("words")?.dataset ?? {};

/** A phrase by its key; `value` goes in place of %s. */
export const say = (key, value = "") => (phrases[key] ?? "").replace("%s", value);

/**
 * Say something that needs no answer. It stays eight seconds, longer while it has the focus or the
 * pointer; `stays` keeps it until it is closed; one with the same `name` is replaced.
 * @param {string} text
 * @param {{stays?: boolean, name?: string, action?: {label: string, act: () => void}}} [options]
 */
export function toast(text, { stays = false, name = "", action } = {}) {
  const place = document.getElementById("toasts");
  if (!place || !text) return;
  if (name) place.querySelector(`[data-name="${CSS.escape(name)}"]`)?.remove();
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset.name = name;
  const sentence = document.createElement("p");
  sentence.textContent = text;
  box.append(sentence);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action.label;
    button.addEventListener("click", () => { box.remove(); action.act(); });
    box.append(button);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "end";
  close.setAttribute("aria-label", say("close"));
  close.textContent = "×";
  close.addEventListener("click", () => box.remove());
  box.append(close);
  place.append(box);
  if (stays) return;
  const leave = () => (box.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : box.remove());
  setTimeout(leave, 8000);
}

// Absolute times in the markup become relative ones for a week; the exact time stays in the title.
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
// The site's hours, as the server writes them: the browser may be in another zone.
const timeZone = document.documentElement.dataset.zone || undefined;
const clock = new Intl.DateTimeFormat(language, { timeZone, hour: "numeric", minute: "2-digit", hourCycle: "h23" });
const MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

const calendar = new Intl.DateTimeFormat("en-CA", { timeZone });
/** The day on the site's calendar, as a moment that can be counted with. */
const dayOn = (when) => Date.parse(calendar.format(when));

/**
 * Words for a moment, or nothing when the absolute words say it better.
 * @param {Date} when
 * @param {Date} now
 */
export function ago(when, now = new Date()) {
  const seconds = Math.round((now.getTime() - when.getTime()) / 1000);
  if (seconds < -MINUTE) return "";
  if (seconds < MINUTE) return say("now");
  if (seconds < HOUR) return relative.format(-Math.round(seconds / MINUTE), "minute");
  const days = Math.round((dayOn(now) - dayOn(when)) / 1000 / DAY);
  if (days === 0) return relative.format(-Math.round(seconds / HOUR), "hour");
  if (days === 1) return `${relative.format(-1, "day")}, ${clock.format(when)}`;
  if (days < 7) return relative.format(-days, "day");
  return "";
}

function refresh(scope) {
  scope.querySelectorAll("[data-hours]").forEach(tellOpen);
  scope.querySelectorAll("time[data-ago]").forEach((element) => {
    const when = new Date(element.dateTime);
    if (Number.isNaN(when.getTime())) return;
    element.dataset.exact ??= element.textContent;
    element.title = element.dataset.exact;
    element.textContent = ago(when) || element.dataset.exact;
  });
}

/** Whether a place is open now: the page is kept for a day and tells only its hours. */
function tellOpen(element) {
  const { hours, zone, until, today, tomorrow, later, always } = element.dataset;
  const dayOf = (moment) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(moment);
  const now = Date.now();
  const spans = hours.split(" ").map((pair) => pair.split("/"));
  // Moments carry the offset of the place: what stands in them is the clock on its wall.
  const [begin, end] = spans.find((span) => Date.parse(span[1]) > now) ?? [];
  element.hidden = !begin;
  if (!begin) return;
  const time = (moment) => moment.slice(11, 16).replace(/^0/, "");
  let words = always;
  if (Date.parse(begin) > now) {
    const day = begin.slice(0, 10);
    const weekday = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(new Date(day));
    if (day === dayOf(now)) words = today.replace("%s", time(begin));
    else if (day === dayOf(now + DAY * 1000)) words = tomorrow.replace("%s", time(begin));
    else words = later.replace("%s", `${weekday}, ${time(begin)}`);
  } else if (Date.parse(end) - now < DAY * 1000) words = until.replace("%s", time(end));
  element.textContent = ` · ${words}`;
}

let ticking = false;

/** Show relative times inside `scope`, and keep those of the page fresh once a minute. */
export function keepTimesFresh(scope = document) {
  refresh(scope);
  if (ticking) return;
  ticking = true;
  setInterval(() => { if (!document.hidden) refresh(document); }, MINUTE * 1000);
}

/** Run `act` on what matches `selector` inside `scope`. */
const each = (selector, act, scope = document) => scope.querySelectorAll(selector).forEach(act);

/** Fold what somebody wrote whom the viewer has muted; a button shows it, as long as the page stays. */
function fold(piece) {
  if (piece.dataset.folded) return;
  piece.dataset.folded = "yes";
  const show = document.createElement("button");
  show.type = "button";
  show.className = "btn btn-3 btn-s";
  show.textContent = say("hushed");
  show.addEventListener("click", () => { piece.dataset.folded = "shown"; show.remove(); });
  piece.prepend(show);
}

/** Mark what is the viewer's own and reveal what this viewer can do; also for pieces that arrive later. */
export function markOwn(scope = document) {
  const { me, can = "", voices = "" } = body.dataset;
  if (me) {
    const own = `[data-author="${CSS.escape(me)}"]`;
    each(own, (piece) => {
      piece.classList.toggle("post-mine", piece.classList.contains("post"));
      piece.classList.toggle("msg-mine", piece.classList.contains("msg"));
      piece.querySelector(".post-head")?.setAttribute("data-mine", say("mine"));
      each("[data-own]", (part) => { part.hidden = false; }, piece);
      each("[data-others]", (part) => { part.hidden = true; }, piece);
    }, scope);
  }
  (body.dataset.hushed ?? "").split(" ").filter(Boolean).forEach((handle) => {
    const wrote = `[data-author="${CSS.escape(handle)}"]`;
    each(`.post${wrote}, .msg${wrote}, .ran${wrote}`, fold, scope);
  });
  // What an organisation said is for its editors to change, whoever of them wrote it.
  voices.split(" ").filter(Boolean).forEach((slug) => {
    each(`[data-voice="${CSS.escape(slug)}"] [data-own]`, (part) => { part.hidden = false; }, scope);
  });
  // What has helped this person: pressed once more, it is taken back.
  (body.dataset.helped ?? "").split(" ").filter(Boolean).forEach((number) => {
    each(`[data-number="${CSS.escape(number)}"] [data-can="help"]`, (button) => {
      button.setAttribute("aria-pressed", "true");
      button.value = "0";
    }, scope);
  });
  if (body.dataset.same) {
    each('[data-can="same"]', (button) => {
      button.setAttribute("aria-pressed", "true");
      button.value = "0";
    }, scope);
  }
  // What they have said of posts: "2:agree,try 5:smile". For who may react, the words are switches.
  const said = Object.fromEntries((body.dataset.reacted ?? "").split(" ").filter(Boolean)
    .map((pair) => pair.split(":")).map(([number, kinds]) => [number, kinds.split(",")]));
  each("[data-reacts] a[data-kind]", (link) => {
    const post = link.closest("[data-number]");
    const own = (said[post.dataset.number] ?? []).includes(link.dataset.kind);
    const mine = post.dataset.author === me || voices.split(" ").includes(post.dataset.voice || "-");
    if (!own && (mine || !can.split(" ").includes("react"))) return;
    link.setAttribute("role", "button");
    link.setAttribute("aria-pressed", String(own));
  }, scope);
  // How they have voted.
  (body.dataset.votes ?? "").split(" ").filter(Boolean).forEach((choice) => {
    each(`[data-choice="${CSS.escape(choice)}"]`, (line) => {
      line.classList.add("poll-own");
      each(".poll-mine", (chip) => { chip.hidden = false; }, line);
    }, scope);
  });
  const abilities = can.split(" ").filter(Boolean);
  each("[data-can]", (part) => {
    if (part !== body && abilities.includes(part.dataset.can)) part.hidden = false;
  }, scope);
}

/** Make a piece of page that has just arrived behave like the rest. */
export function enliven(scope) {
  markOwn(scope);
  keepTimesFresh(scope);
}
