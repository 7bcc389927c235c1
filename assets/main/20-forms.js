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
