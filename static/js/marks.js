// Reactions and votes in their place: a menu of words beside a post, switches, ballots.
import { markOwn, toast } from "./main.js";

const { body } = document;
const words = () => document.getElementById("react-menu");

/** The figures of reactions in the place of the old ones; the focus stays on the same word. */
export function showReactions(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.kind : "";
  old.replaceChildren(...fresh.childNodes);
  markOwn(old);
  if (focused) old.querySelector(`[data-kind="${focused}"]`)?.focus();
}

/** What this person has said, by the post's number, as the body knows it. */
function said() {
  return new Map((body.dataset.reacted ?? "").split(" ").filter(Boolean)
    .map((pair) => pair.split(":")).map(([number, kinds]) => [number, kinds.split(",")]));
}

function remember(number, kinds) {
  const all = said();
  if (kinds.length) all.set(number, kinds);
  else all.delete(number);
  body.dataset.reacted = [...all].map(([post, own]) => `${post}:${own.join(",")}`).join(" ");
}

/** Sends fields with the frame's own form; the answer as JSON, or null. */
async function send(path, fields) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", document.querySelector("#act [name=csrfmiddlewaretoken]").value);
  for (const [name, value] of fields) data.append(name, value);
  const answer = await fetch(path, { method: "POST", body: data, headers: { accept: "application/json" } })
    .catch(() => null);
  return answer?.ok && !answer.redirected ? answer.json() : null;
}

const busy = new Set();

async function react(row, kind, on) {
  const path = row.dataset.reacts;
  if (busy.has(path)) return;
  busy.add(path);
  const found = await send(path.replace(/reactions\/$/, "react/"), [["kind", kind], ["on", on ? "1" : "0"]]);
  busy.delete(path);
  // What cannot be done here says why on its own page.
  if (!found) return void location.assign(path);
  remember(row.closest("[data-number]").dataset.number, found.own);
  const box = document.createElement("template");
  box.innerHTML = found.html;
  // The same post may stand twice on its page: the accepted answer does.
  document.querySelectorAll(`[data-reacts="${CSS.escape(path)}"]`).forEach((place) => {
    const copy = box.content.cloneNode(true);
    showReactions(place, copy.querySelector("[data-reacts]"));
  });
  toast(on ? words().dataset.noted : words().dataset.back);
}

let menu = null;

function shut(focus = true) {
  if (!menu) return;
  const { opener, element } = menu;
  menu = null;
  element.remove();
  opener.setAttribute("aria-expanded", "false");
  if (focus) opener.focus();
}

/** The words to choose from, right after the row of verbs that the link stands in. */
function open(link) {
  const again = menu?.opener === link;
  shut(again);
  if (again) return;
  const post = link.closest("[data-number]");
  const row = post.querySelector("[data-reacts]");
  const element = words().content.firstElementChild.cloneNode(true);
  const own = said().get(post.dataset.number) ?? [];
  element.querySelectorAll("button").forEach((button) => {
    const { kind } = button.dataset;
    // Of a question itself, "I have this too" says this already.
    if (kind === "same" && post.dataset.number === "1" && words().dataset.question) return button.remove();
    button.setAttribute("aria-pressed", String(own.includes(kind)));
    button.addEventListener("click", async () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      shut();
      await react(row, kind, on);
    });
    return undefined;
  });
  element.querySelector("[data-who]").href = row.dataset.reacts;
  const thank = element.querySelector("[data-thank]");
  if (thank) thank.href = row.dataset.reacts.replace(/reactions\/$/, "thank/");
  link.closest(".acts, .msg-acts").after(element);
  link.setAttribute("aria-expanded", "true");
  menu = { opener: link, element };
  element.querySelector("button").focus();
}

document.addEventListener("keydown", (event) => { if (event.key === "Escape") shut(); });
document.addEventListener("click", ({ target }) => {
  if (menu && !menu.element.contains(target) && !menu.opener.contains(target)) shut(false);
});

async function vote(button) {
  const poll = button.closest("[data-poll]");
  const place = button.closest("[data-polls]");
  const chosen = [...poll.querySelectorAll("input:checked")].map((input) => [input.name, input.value]);
  const fields = button.name ? [[button.name, button.value]] : chosen;
  const found = place && fields.length ? await send(button.getAttribute("formaction"), fields) : null;
  if (!found) {
    // The server says what is wrong, on the poll's own page.
    button.dataset.native = "1";
    return void button.click();
  }
  const { putPolls } = await import("./polls.js");
  putPolls(place, found.html);
  body.dataset.votes = [...place.querySelectorAll(".poll-own")].map((line) => line.dataset.choice).join(" ");
  document.getElementById(`${poll.id}-head`)?.focus();
  toast(words().dataset.voted);
}

/** What the reader has pressed. */
export function press(element) {
  if (element.matches("[data-vote]")) return vote(element);
  if (element.matches("[data-react]")) return open(element);
  const row = element.closest("[data-reacts]");
  return react(row, element.dataset.kind, element.getAttribute("aria-pressed") !== "true");
}
