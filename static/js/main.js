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

// A form is sent once: its button says so until the page goes away, or comes back from the cache.
const busy = new Map();

function release(form) {
  const kept = busy.get(form);
  if (!kept) return;
  busy.delete(form);
  kept.button?.removeAttribute("aria-busy");
  if (kept.words) kept.words.node.textContent = kept.words.text;
}

function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("data-again") || event.defaultPrevented) return;
  if (busy.has(form)) {
    event.preventDefault();
    return;
  }
  const button = event.submitter ?? form.querySelector("[type=submit]");
  const kept = { button };
  button?.setAttribute("aria-busy", "true");
  if (button?.matches(".btn:not([aria-label])")) {
    const node = [...button.childNodes].find((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    if (node) {
      kept.words = { node, text: node.textContent };
      node.textContent = say("busy");
    }
  }
  busy.set(form, kept);
  // A refused connection keeps the page: let the person try again.
  setTimeout(() => release(form), 15_000);
}

// Menus are <details>: Escape and a press elsewhere close them, and the focus goes back.
function closeMenus(keeping, focus = false) {
  each("details[data-menu][open]", (menu) => {
    if (keeping && menu.contains(keeping)) return;
    menu.open = false;
    if (focus && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  });
}

function showPassword(button) {
  const input = document.getElementById(button.dataset.showPassword);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
  button.querySelector("span").textContent = say(shown ? "hide" : "show");
}

async function copy(button) {
  await navigator.clipboard?.writeText(new URL(button.dataset.copy, location.href).href);
  toast(say("copied"));
}

const presses = {
  "[data-show-password]": showPassword,
  "[data-open]": (button) => document.getElementById(button.dataset.open)?.showModal?.(),
  "[data-dismiss]": (button) => button.closest(".toast, .inset, dialog")?.remove(),
  "[data-close]": (button) => button.closest("dialog")?.close(),
  "[data-copy]": copy,
};

function press(event) {
  closeMenus(event.target);
  for (const [selector, act] of Object.entries(presses)) {
    const button = event.target.closest?.(selector);
    if (button) {
      if (button.tagName === "A") event.preventDefault();
      act(button);
    }
  }
}

/** The focus goes to the summary of errors, else to the post that the address names. */
function settleFocus() {
  const first = document.querySelector("[data-focus]");
  if (first) return first.focus();
  let target = null;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch { /* an address that is not an id */ }
  if (!target?.matches("article, li, p")) return undefined;
  target.tabIndex = -1;
  return target.focus({ preventScroll: true });
}

// A filter is a link, so the page comes anew: the box and the focus are then where they were.
const PLACE = "rynek-filter";
const labelOf = (element) => element?.firstChild?.textContent.trim() ?? "";

function returnTo(box, found) {
  let left = null;
  try {
    left = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
  } catch { /* a browser that keeps nothing */ }
  if (left?.path !== location.pathname || location.hash) return;
  const facet = [...box.querySelectorAll(".facet")].find((one) => labelOf(one.firstElementChild) === left.facet);
  const link = [...(facet?.querySelectorAll("a") ?? [])].find((one) => labelOf(one) === left.filter);
  if (facet) box.open = facet.open = true;
  const target = link ?? facet?.firstElementChild ?? found;
  if (target === found) target?.setAttribute("tabindex", "-1");
  scrollTo(0, left.y);
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "nearest" });
}

function keepPlace(box, wide) {
  const found = document.getElementById("found");
  returnTo(box, found);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".facet-list a, a.filter");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const facet = labelOf(link.closest(".facet")?.firstElementChild);
    try {
      sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, facet, filter: labelOf(link), y: scrollY }));
    } catch { /* then the page begins at its top */ }
  });
  box.addEventListener("click", (event) => {
    if (wide.matches || !found || !event.target.closest(".facets-done a")) return;
    box.open = false;
    found.tabIndex = -1;
    setTimeout(() => found.focus());
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || wide.matches || !box.open) return;
    box.open = false;
    box.firstElementChild.focus();
  });
}

/** What is like this page is asked for once somebody comes near it. */
function showAlike(section) {
  const seen = new IntersectionObserver(async ([entry]) => {
    if (!entry.isIntersecting) return;
    seen.disconnect();
    try {
      const answer = await fetch(section.dataset.like);
      if (!answer.ok) return;
      const piece = document.createElement("div");
      piece.className = "mt";
      piece.innerHTML = await answer.text();
      section.lastElementChild.replaceWith(piece);
    } catch { /* the link leads there, too */ }
  }, { rootMargin: "200px" });
  seen.observe(section);
}

/** The chosen tab of a row that is wider than the screen is in sight. */
function showChosen(tab) {
  const row = tab.closest(".kinds");
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

/** When the reader first moves: what can wait costs a page that is only looked at nothing. */
function onceMoved(act) {
  const names = ["scroll", "pointermove", "keydown"];
  const moved = () => { names.forEach((name) => removeEventListener(name, moved)); act(); };
  names.forEach((name) => addEventListener(name, moved, { passive: true }));
}

/** Who logs out leaves nothing in this browser. The server asks for the same, which is heard over HTTPS alone. */
function clearAtLogOut({ target, submitter }) {
  if ((submitter?.getAttribute("formaction") ?? target.getAttribute("action")) !== "/accounts/logout/") return;
  const clear = () => {
    try {
      localStorage.clear();
      sessionStorage.clear();
    } catch { /* a browser that keeps nothing */ }
  };
  clear();
  addEventListener("pagehide", clear); // what an editor has written down on leaving
}

function start() {
  root.classList.add("js");
  document.addEventListener("submit", clearAtLogOut);
  document.addEventListener("submit", sendOnce);
  addEventListener("pageshow", () => [...busy.keys()].forEach(release));
  document.addEventListener("click", press);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(null, true); });
  // A choice that sends its form at once; without a script the form's own button does it.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });
  // Suggestions come with the first letter's field, not with the page.
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("[data-suggest]")) import("./choose.js").then(({ suggest }) => suggest(target)).catch(() => {});
  });
  addEventListener("offline", () => toast(say("offline"), { stays: true, name: "network" }));
  addEventListener("online", () => toast(say("online"), { name: "network" }));
  each(".theme [name=theme]", (button) => {
    button.setAttribute("aria-pressed", String(button.value === (root.dataset.theme || "system")));
  });
  // Filters lie folded on a phone and open on a desk.
  const wide = matchMedia("(min-width: 60rem)");
  const fold = () => each("details.facets", (box) => { box.open = wide.matches; });
  wide.addEventListener("change", fold);
  fold();
  each(".kinds [aria-current]", showChosen);
  enliven(document);
  onceMoved(() => each("[data-like]", showAlike));
  each("details.facets", (box) => keepPlace(box, wide));
  settleFocus();
}

// The same module under two addresses (with and without its hash) must not listen twice.
if (!root.classList.contains("js")) start();
