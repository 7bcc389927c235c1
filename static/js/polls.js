// The polls under a question, as they become. Nothing that somebody reads moves, nothing that they have chosen
// is lost: figures come into their places, what is out of sight is renewed, all else waits until they ask for it.
import { enliven, toast } from "./main.js";

const OFFER = "polls";
const words = () => document.getElementById("topic-words")?.dataset ?? {};
const within = (place) => [...place.querySelectorAll("[data-poll]")];
const over = (poll) => "ended" in poll.dataset;

/** What of a poll differs by more than its figures. */
const shape = (poll) => [
  poll.id, over(poll), ...["fieldset", "li", ".poll-n", ".poll-foot a"].map((part) => poll.querySelectorAll(part).length),
  ...[...poll.querySelectorAll(".poll-q, .poll-text, .choice span")].map((part) => part.textContent),
].join("|");

const parsed = (html) => {
  const box = document.createElement("template");
  box.innerHTML = html;
  return box.content;
};

/** Whether the page still owes what it offers: not when it has told of something that is in its place. */
let owed = false;

function withdraw() {
  owed = false;
  document.querySelector(`#toasts [data-name="${OFFER}"]`)?.remove();
}

/** All of it new, as somebody has asked for it. */
export function putPolls(place, html) {
  withdraw();
  place.replaceChildren(parsed(html));
  enliven(place);
}

/** The same where nobody sees it: what stands below stays where it is on the screen. */
function putUnseen(place, html) {
  const root = document.documentElement;
  const { bottom } = place.getBoundingClientRect();
  const focused = place.contains(document.activeElement) && document.activeElement.id;
  // The browser's own way of holding the page would do it once more.
  root.style.overflowAnchor = "none";
  putPolls(place, html);
  if (bottom <= 0) scrollBy({ top: place.getBoundingClientRect().bottom - bottom, behavior: "instant" });
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  requestAnimationFrame(() => root.style.removeProperty("overflow-anchor"));
}

const unseen = (place) => {
  const { top, bottom } = place.getBoundingClientRect();
  return bottom <= 0 || top >= innerHeight;
};

/** Whether somebody is choosing there, or about to press. */
const inHands = (place) => place.querySelector("input:checked, :is(input, button, a):focus");

function putFigures(old, fresh) {
  for (const part of [".poll-n", ".poll-foot span"]) {
    const now = fresh.querySelectorAll(part);
    old.querySelectorAll(part).forEach((element, n) => { element.textContent = now[n]?.textContent ?? ""; });
  }
  const bars = fresh.querySelectorAll("progress");
  old.querySelectorAll("progress").forEach((bar, n) => { bar.value = bars[n].value; });
}

/** What has happened, and to which poll. */
function news(old, fresh) {
  const before = new Map(old.map((poll) => [poll.id, poll]));
  const begun = fresh.find((poll) => !before.has(poll.id));
  if (begun) return ["pollBegun", begun];
  const ended = fresh.find((poll) => over(poll) && !over(before.get(poll.id)));
  return ended ? ["pollEnded", ended] : ["pollChanged", fresh[0]];
}

/** The polls as they are now. */
export function renewPolls(place, html) {
  const old = within(place), fresh = within(parsed(html));
  if (fresh.length === old.length && old.every((poll, at) => shape(poll) === shape(fresh[at]))) {
    if (owed) withdraw();
    return old.forEach((poll, at) => putFigures(poll, fresh[at]));
  }
  const [what, poll] = news(old, fresh);
  const lead = () => document.getElementById(`${poll?.id}-head`)?.focus();
  const put = unseen(place) && !inHands(place);
  if (put) putUnseen(place, html);
  // A poll that begins where nobody looks is told of, too: it is why they may want to look there.
  if (put && what !== "pollBegun") return undefined;
  owed = !put;
  const act = put ? lead : () => { putPolls(place, html); lead(); };
  return toast(words()[what], { stays: true, name: OFFER, action: { label: words().pollShow, act } });
}
