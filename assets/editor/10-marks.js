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
