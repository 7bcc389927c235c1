// --- Putting messages in their places ------------------------------------------------------------

const avatars = new Map();
/** Houses of those organisations that may speak here: slug → the picture as the page has it. */
const houses = new Map();
document.querySelectorAll("template[data-house]").forEach((template) => houses.set(template.dataset.house, template.content.firstElementChild));
log.querySelectorAll("[data-voice]").forEach((piece) => {
  const picture = piece.querySelector(".avatar");
  if (picture) houses.set(piece.dataset.voice, picture);
});
log.querySelectorAll("[data-author]").forEach((piece) => {
  const avatar = piece.querySelector(".avatar");
  if (avatar) avatars.set(piece.dataset.author, avatar.className);
});

async function paint(avatar, handle, name) {
  const letters = name.replace("-", " ").split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const ends = letters.length > 1 ? [letters[0], letters.at(-1)] : letters;
  avatar.textContent = ends.map((word) => [...word][0]).join("").toUpperCase().slice(0, 2) || "·";
  if (!avatars.has(handle) && crypto.subtle) {
    // The same ink as on the server: the first byte of the handle's SHA-256.
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(handle)));
    avatars.set(handle, `avatar avatar-${(digest[0] % 5) + 1}`);
  }
  const small = avatar.classList.contains("avatar-s");
  avatar.className = `${avatars.get(handle) ?? "avatar avatar-1"}${small ? " avatar-s" : ""}`;
}

/** The mark of an author: a person's initials, or an organisation's house. */
function draw(avatar, { handle, name, organisation }) {
  const house = houses.get(organisation);
  if (house) avatar.replaceChildren(...house.cloneNode(true).childNodes);
  else paint(avatar, handle || organisation || name, name);
}

const sameDay = (one, other) => longDay.format(one) === longDay.format(other);

function gone(data) {
  const piece = blank("blank-gone");
  Object.assign(piece.dataset, { seq: data.seq, id: data.id });
  piece.id = `m${data.seq}`;
  return piece;
}

/** A line that tells who came into a conversation, or went. */
function line(data) {
  const piece = blank("blank-line"), when = new Date(data.created_at);
  Object.assign(piece.dataset, { seq: data.seq, id: data.id, at: when.getTime() });
  piece.id = `m${data.seq}`;
  part(piece, "text").textContent = toldBy(data);
  part(piece, "clock").textContent = clock.format(when);
  return piece;
}

const toldBy = ({ kind, author, about }) => (words[kind] ?? "%s").replace("%s", author.name).replace("%w", about?.name ?? "");

/** The message as an element; `last` is the one it will stand after. */
function made(data, last) {
  if (data.removed) return gone(data);
  if (data.kind) return line(data);
  const piece = blank("blank-message");
  const { handle, name, url, organisation = "" } = data.author;
  const when = new Date(data.created_at), time = clock.format(when);
  piece.id = `m${data.seq}`;
  Object.assign(piece.dataset, { seq: data.seq, id: data.id, number: data.seq, author: handle, at: when.getTime() });
  if (organisation) piece.dataset.voice = organisation;
  piece.setAttribute("aria-label", `${name}, ${time}`);
  const person = part(piece, "name");
  person.textContent = name;
  if (url) person.href = url;
  const link = part(piece, "link");
  link.href = `?at=${data.seq}#m${data.seq}`;
  const stamp = part(piece, "clock");
  stamp.textContent = time;
  stamp.dateTime = data.created_at;
  const acts = piece.querySelector(".msg-acts");
  acts.setAttribute("aria-label", words.actions.replace("%s", `${name}, ${time}`));
  acts.querySelector("input").value = data.id;
  acts.querySelectorAll("[data-verb]").forEach((verb) => { verb.href = `messages/${data.seq}/${verb.dataset.verb}`; });
  part(piece, "answer").href = `?reply=${data.seq}#say`;
  if (data.reply_to) quoteIn(part(piece, "quote-of"), data.reply_to);
  else part(piece, "quote-of").remove();
  fill(piece, data);
  const avatar = piece.querySelector(".avatar");
  if (last && !data.reply_to && last.dataset.author === handle && (last.dataset.voice ?? "") === organisation && when.getTime() - Number(last.dataset.at ?? 0) < TOGETHER) {
    piece.classList.add("msg-more");
    const at = document.createElement("span");
    at.className = "at";
    at.textContent = time;
    avatar.replaceWith(at);
    piece.querySelector(".who").remove();
  } else {
    draw(avatar, data.author);
  }
  return piece;
}

/** Words that may change later. The HTML was made and cleaned by the server. */
function fill(piece, data) {
  part(piece, "text").innerHTML = data.html;
  part(piece, "edited").hidden = !data.edited_at;
  showFigures(piece, data);
}

/** What people have said with one press; the words are those of the menu. */
function showFigures(piece, { seq, reactions = {} }) {
  const row = part(piece, "reacts"), path = `${base}messages/${seq}/reactions/`;
  const focused = row.contains(document.activeElement) ? document.activeElement.dataset.kind : "";
  row.dataset.reacts = path;
  row.replaceChildren(...[...document.getElementById("react-menu").content.querySelectorAll("button")]
    .filter(({ dataset }) => reactions[dataset.kind])
    .map((button) => {
      const link = document.createElement("a"), count = document.createElement("b");
      Object.assign(link, { className: "react", href: path, rel: "nofollow" });
      link.dataset.kind = button.dataset.kind;
      count.textContent = String(reactions[button.dataset.kind]);
      link.append(...button.cloneNode(true).childNodes, " ", count);
      return link;
    }));
  markOwn(row);
  if (focused) row.querySelector(`[data-kind="${focused}"]`)?.focus();
}

/** The line of a reply that leads to what it answers, and says how that begins as far as it is known. */
function quoteIn(line, { seq, author, excerpt, removed = false }) {
  const source = document.getElementById(`m${seq}`), link = line.querySelector("a");
  const [name, text] = link.querySelectorAll("b, [dir]");
  const gone = removed || source?.classList.contains("msg-gone");
  line.hidden = false;
  line.dataset.quoteOf = seq;
  link.href = `?at=${seq}#m${seq}`;
  link.querySelector(".vh").hidden = gone;
  name.textContent = gone ? "" : author?.name ?? nameIn(source);
  const said = excerpt ?? (source ? part(source, "text")?.textContent.trim().replace(/\s+/g, " ") : "") ?? "";
  text.textContent = gone ? words.answerGone : said ? short(said) : words.answerEarly;
}

const short = (text, most = 120) => (text.length > most ? `${text.slice(0, most).replace(/\s+\S*$/, "")}…` : text);

/** Whose message this is: grouped ones say it above them. */
function nameIn(piece) {
  for (let above = piece; above; above = above.previousElementSibling) {
    const name = above.matches("article") && above.querySelector(".who b");
    if (name) return name.textContent;
  }
  return "";
}

/** Replies say of what has changed what it says now. */
function requote(seq) {
  log.querySelectorAll(`[data-quote-of="${Number(seq)}"]`).forEach((line) => {
    if (line.querySelector("a .vh")) quoteIn(line, { seq });
  });
}

/** The message before which, in the order of numbers, this one comes last. */
function before(seq) {
  const all = log.querySelectorAll("article[data-seq]");
  for (let index = all.length - 1; index >= 0; index -= 1) {
    if (Number(all[index].dataset.seq) < seq) return all[index];
  }
  return null;
}

function created(data) {
  if (document.getElementById(`m${data.seq}`)) return false;
  const last = before(data.seq);
  const piece = made(data, last);
  const when = new Date(data.created_at ?? Date.now());
  const pieces = [piece];
  const dayBefore = last?.dataset.at ? new Date(Number(last.dataset.at)) : null;
  if (!data.removed && (!last || (dayBefore && !sameDay(dayBefore, when)))) {
    const day = document.createElement("p");
    day.className = "day";
    day.textContent = longDay.format(when);
    pieces.unshift(day);
  }
  part(log, "quiet")?.remove();
  const next = log.querySelector("article");
  if (last) last.after(...pieces);
  else if (next) next.before(...pieces);
  else log.append(...pieces);
  enliven(log);
  return true;
}

function changed(data) {
  const piece = log.querySelector(`article[data-id="${Number(data.id)}"]`);
  if (!piece) return;
  const { seq } = piece.dataset;
  if (data.removed) piece.replaceWith(gone({ ...data, seq }));
  else if (piece.classList.contains("msg-gone")) { piece.remove(); created(data); }
  else fill(piece, data);
  requote(seq);
}

// --- What arrives --------------------------------------------------------------------------------

function take(frame) {
  const { type, data } = frame;
  if (type === "message.created") {
    const near = atEnd();
    const mine = !data.removed && !data.kind && (settle(data) || data.author.handle === me);
    if (!created(data)) return;
    if (data.kind) tellRoom(data.kind);
    if (near || mine) toEnd();
    else wait(waiting + 1);
    if (!mine && !data.removed) announce(data);
    stopped(data.author?.handle);
    read();
  } else if (type === "message.changed") {
    changed(data);
  } else if (type === "presence") {
    showHere(data);
  } else if (type === "typing") {
    writes(data);
  } else if (type === "error" && !frame.client_id) {
    wire.drop(channel);
    if (frame.code === "forbidden" || frame.code === "not_found") leave(frame.detail);
  }
}

/** Who is in a conversation, or whether one can still speak, is another matter now. */
function tellRoom(kind) {
  if (kind === "shut") leave(words.archived);
  else if (kind !== "open") regroup();
  else if (form && !form.isConnected) location.reload();
}

function leave(detail) {
  const notice = document.createElement("p");
  notice.className = "inset";
  notice.setAttribute("role", "status");
  notice.textContent = detail || words.lost;
  form?.replaceWith(notice);
}

let watch = null, readTimer = 0, lastRead = Number(body.dataset.seq ?? 0);

/** Tells how far one has read, once a pause, and only what was on the screen. */
function read() {
  clearTimeout(readTimer);
  if (!me) return;
  readTimer = setTimeout(() => {
    if (document.hidden || !atEnd() || !watch || watch.after <= lastRead) return;
    lastRead = watch.after;
    wire.send({ type: "read", channel, seq: lastRead });
  }, 1_000);
}
