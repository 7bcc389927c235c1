// A plain textarea becomes a place to write: toolbar, preview, saved draft, Ctrl+Enter.
import { say } from "./main.js";

const PREFIX = "rynek:draft:";
const AGE = 30 * 24 * 3600 * 1000;
const clock = new Intl.DateTimeFormat(document.documentElement.lang || "pl", { hour: "numeric", minute: "2-digit", hourCycle: "h23" });

/** What each button does: words put around the selection, or a mark before each of its lines. */
const MARKS = {
  bold: { around: "**" },
  italic: { around: "*" },
  heading: { before: () => "### " },
  list: { before: () => "- " },
  steps: { before: (index) => `${index + 1}. ` },
  quote: { before: () => "> " },
};

function replace(area, start, end, text, from, to) {
  area.focus();
  area.setSelectionRange(start, end);
  // execCommand keeps the browser's own undo; where it is gone, the value is set.
  if (!document.execCommand?.("insertText", false, text)) area.setRangeText(text, start, end, "end");
  area.setSelectionRange(from, to);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function put(area, kind) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  if (kind === "link") {
    const text = `[${chosen}](https://)`;
    const at = start + (chosen ? text.length - 1 : 1);
    replace(area, start, end, text, at, at);
    return;
  }
  const { around, before } = MARKS[kind];
  if (around) {
    replace(area, start, end, around + chosen + around, start + around.length, end + around.length);
    return;
  }
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const lines = value.slice(from, end).split("\n");
  const text = lines.map((line, index) => before(index) + line).join("\n");
  replace(area, from, end, text, from + text.length, from + text.length);
}

const store = {
  read(key) {
    try {
      const kept = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
      return kept && Date.now() - kept.at < AGE ? kept : null;
    } catch { return null; }
  },
  write(key, text) {
    try {
      if (text.trim()) localStorage.setItem(PREFIX + key, JSON.stringify({ text, at: Date.now() }));
      else localStorage.removeItem(PREFIX + key);
      return true;
    } catch { return false; } // private windows and full disks: writing goes on without drafts
  },
};

/** Arrow keys move within a toolbar, which is one stop of the Tab key. */
function roving(bar) {
  const buttons = [...bar.querySelectorAll("button")];
  buttons.forEach((button, index) => { button.tabIndex = index ? -1 : 0; });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    const at = buttons.indexOf(document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const next = Math.abs(step) === 1 ? (at + step + buttons.length) % buttons.length : step < 0 ? 0 : buttons.length - 1;
    buttons[at].tabIndex = -1;
    buttons[next].tabIndex = 0;
    buttons[next].focus();
  });
}

function draft(editor, area, said) {
  const { draft: key } = editor.dataset;
  if (!key) return;
  const kept = store.read(key);
  // What the server sent back (an error, an edit) wins over what was kept here.
  if (kept && !area.value.trim() && kept.text !== area.value) {
    area.value = kept.text;
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "link";
    discard.textContent = say("discard");
    discard.addEventListener("click", () => {
      area.value = "";
      store.write(key, "");
      said.textContent = "";
      area.focus();
    });
    said.append(say("restored", clock.format(new Date(kept.at))), " ", discard);
  }
  let timer = 0;
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (store.write(key, area.value) && area.value.trim()) said.textContent = say("saved", clock.format(new Date()));
    }, 900);
  });
  // Sent is not yet received: the draft goes away on the page that follows without an error.
  area.form?.addEventListener("submit", () => {
    clearTimeout(timer);
    store.write(key, area.value);
    try { sessionStorage.setItem(`${PREFIX}sent`, key); } catch { /* see above */ }
  });
}

function forgetSent() {
  try {
    const key = sessionStorage.getItem(`${PREFIX}sent`);
    if (!key) return;
    sessionStorage.removeItem(`${PREFIX}sent`);
    if (!document.querySelector(".summary-error, .error")) store.write(key, "");
  } catch { /* no storage, no draft */ }
}

async function look(editor, area, button, pane) {
  const shown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(shown));
  if (shown) {
    const token = area.form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(editor.dataset.preview, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams({ body: area.value }),
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
  draft(editor, area, said);
}

forgetSent();
document.querySelectorAll("[data-editor]").forEach(equip);
