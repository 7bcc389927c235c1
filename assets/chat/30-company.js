// --- For those who listen ------------------------------------------------------------------------

const region = document.querySelector("[data-announce]");
const aloud = document.querySelector("[data-aloud]");
let heard = [], announceTimer = 0, typedAt = 0;

function announce(data) {
  if (aloud.getAttribute("aria-pressed") !== "true" || document.hidden) return;
  const text = document.createElement("div");
  text.innerHTML = data.html;
  heard.push(data.kind ? toldBy(data) : `${words.said.replace("%s", data.author.name)} ${text.textContent.trim()}`);
  if (!announceTimer) announceTimer = setTimeout(speak, 1_500);
}

function speak() {
  announceTimer = 0;
  if (!heard.length) return;
  if (Date.now() - typedAt < 2_000) { // not into the words of somebody who writes
    announceTimer = setTimeout(speak, 2_000);
    return;
  }
  region.textContent = heard.length < 3 ? heard.join(" ") : counted(words, "new", heard.length);
  heard = [];
}

// --- Who is here, who writes ---------------------------------------------------------------------

function showHere({ count, people }) {
  document.querySelectorAll("[data-here]").forEach((here) => {
    here.hidden = !count;
    part(here, "here-words").textContent = counted(words, "here", count);
  });
  const list = document.querySelector("[data-people]");
  list.hidden = !count;
  list.querySelector("ul").replaceChildren(...people.map(({ handle, name, url }) => {
    const row = document.createElement("li");
    row.className = "person";
    const avatar = document.createElement("span");
    avatar.className = "avatar avatar-s";
    avatar.setAttribute("aria-hidden", "true");
    paint(avatar, handle, name);
    const link = document.createElement("a");
    link.className = "fw6";
    link.href = url;
    link.textContent = name;
    const who = document.createElement("div");
    who.append(link);
    row.append(avatar, who);
    return row;
  }));
}

/** Somebody came into the conversation, or went: who is in it, how many, and what it is called now. */
async function regroup() {
  const old = document.querySelector("[data-company]");
  try {
    const answer = await fetch(`${base}company`);
    if (!old || !answer.ok) return;
    old.outerHTML = await answer.text();
    const { name, words: number } = document.querySelector("[data-company]").dataset;
    document.querySelector("[data-called]").textContent = name;
    document.querySelector("[data-number]").textContent = number;
  } catch { /* the next page has it */ }
}

const typing = document.querySelector("[data-typing]");
const writers = new Map();

function writes({ handle, name }) {
  clearTimeout(writers.get(handle)?.timer);
  writers.set(handle, { name, timer: setTimeout(() => stopped(handle), 5_000) });
  showWriters();
}

function stopped(handle) {
  clearTimeout(writers.get(handle)?.timer);
  if (writers.delete(handle)) showWriters();
}

function showWriters() {
  const names = [...writers.values()].map(({ name }) => name);
  if (away) typing.textContent = words.away;
  else typing.textContent = names.length > 1 ? words.write : names.length ? words.writes.replace("%s", names[0]) : "";
}

let away = false, awayTimer = 0;

/** Says that there is no connection, but not for a blink. */
function connected(up) {
  clearTimeout(awayTimer);
  writers.clear();
  if (!up) awayTimer = setTimeout(() => { away = true; showWriters(); }, 3_000);
  away = false;
  showWriters();
}
