// Choosing people, or an organisation, by typing: a list under the field, by keyboard or finger. Without this
// the form's own buttons do the same, one send a step.

const WAIT = 200, LEAST = 2;

function counted(words, number) {
  const few = number % 10 >= 2 && number % 10 <= 4 && !(number % 100 >= 12 && number % 100 <= 14);
  const form = number === 0 ? words.none : number === 1 ? words.one : few ? words.few : words.many;
  return form.replace("%n", number);
}

/** The list under `input`. `look(typed)` gives rows {name, note}, or null; `take(row)` is told which.
    With `free` the text itself is an answer too: Enter without a chosen row sends the form. */
function combo(input, { label, told, look, take, free = false }) {
  const list = document.createElement("ul");
  let timer = 0, asked = "", marked = -1;

  const options = () => [...list.children];

  function close() {
    list.hidden = true;
    list.replaceChildren();
    marked = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    const all = options();
    if (!all.length) return;
    marked = (index + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === marked)));
    input.setAttribute("aria-activedescendant", all[marked].id);
    all[marked].scrollIntoView({ block: "nearest" });
  }

  function choose(row) {
    take(row);
    asked = input.value.trim();
    close();
    input.focus();
  }

  function show(rows) {
    list.replaceChildren(...rows.map((row, at) => {
      const option = document.createElement("li");
      option.id = `${input.id}-found-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("b"), note = document.createElement("span");
      name.textContent = row.name;
      note.className = "meta";
      note.textContent = row.note;
      option.append(name, note);
      option.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
      option.addEventListener("click", () => choose(row));
      option.row = row;
      return option;
    }));
    list.hidden = !rows.length;
    input.setAttribute("aria-expanded", String(Boolean(rows.length)));
    input.removeAttribute("aria-activedescendant");
    marked = -1;
    told.textContent = counted(told.dataset, rows.length);
  }

  async function ask() {
    const sought = input.value.trim();
    if (sought === asked) return;
    asked = sought;
    if (sought.replace("@", "").length < LEAST) { close(); told.textContent = ""; return; }
    try {
      const rows = await look(sought);
      if (rows && sought === asked) show(rows);
    } catch { /* no network: the button asks when it is back */ }
  }

  list.className = "pop pop-list";
  list.id = `${input.id}-found`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  close();

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (list.hidden) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      mark(key === "ArrowDown" ? marked + 1 : marked < 0 ? -1 : marked - 1);
    } else if (key === "Enter") {
      const all = options();
      const option = all[marked] ?? (all.length === 1 && !free ? all[0] : null);
      if (free && !option) return;
      event.preventDefault();
      if (option) choose(option.row);
      else mark(0);
    } else if (key === "Escape") {
      event.preventDefault();
      close();
    }
  });
}

async function asked(address, name) {
  const answer = await fetch(address);
  return answer.ok ? (await answer.json())[name] : null;
}

/** Several people, each a tag with a button that takes it out. */
function people(field) {
  const input = field.querySelector("input[name=who]");
  const picked = field.querySelector("[data-picked]");
  const told = field.querySelector("[data-told]");
  const words = told.dataset;

  function take({ handle, name }) {
    const item = document.createElement("li");
    item.className = "tag";
    const value = document.createElement("input");
    Object.assign(value, { type: "hidden", name: "to", value: handle });
    const drop = document.createElement("button");
    Object.assign(drop, { type: "submit", name: "drop", value: handle, textContent: "×" });
    drop.setAttribute("aria-label", words.drop.replace("%s", name));
    item.append(name, value, drop);
    picked.append(item);
    input.value = "";
    told.textContent = words.chosen.replace("%s", name);
  }

  async function look(typed) {
    const found = await asked(`${field.dataset.picker}?q=${encodeURIComponent(typed)}`, "people");
    const taken = new Set([...picked.querySelectorAll("input")].map(({ value }) => value));
    return found?.filter(({ handle }) => !taken.has(handle)).map((person) => ({ ...person, note: `@${person.handle}` }));
  }

  combo(input, { label: field.querySelector("label").textContent, told, look, take });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !input.value) picked.lastElementChild?.querySelector("button")?.click();
  });
  picked.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    told.textContent = words.gone.replace("%s", item.firstChild.textContent.trim());
    item.remove();
    input.focus();
  });
}

/** One organisation: its name stands in the field, its slug beside it for as long as the name does. */
function organisation(field) {
  const input = field.querySelector("input[type=text]");
  const told = field.querySelector("[data-told]");
  const [which, about] = ["which", "asked"].map((name) => {
    const value = Object.assign(document.createElement("input"), { type: "hidden", name });
    input.after(value);
    return value;
  });
  combo(input, {
    label: field.querySelector("label").textContent,
    told,
    look: (typed) => asked(`${field.dataset.organisation}&q=${encodeURIComponent(`@${typed}`)}`, "results"),
    take({ insert, name }) {
      input.value = about.value = name;
      which.value = insert;
      told.textContent = told.dataset.chosen.replace("%s", name);
      // Of several answers that were asked about before none counts any more.
      field.querySelectorAll("[data-which]").forEach((old) => old.remove());
    },
  });
}

/** The search: a row leads to its page, Enter asks for all results. */
export function suggest(input) {
  if (input.role === "combobox") return;
  input.autocomplete = "off";
  combo(input, {
    label: input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent ?? "",
    told: input.closest("form").querySelector("[data-told]"),
    look: (typed) => asked(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, "suggestions"),
    take: ({ url }) => location.assign(url),
    free: true,
  });
}

document.querySelectorAll("[data-picker]").forEach(people);
document.querySelectorAll("[data-organisation]").forEach(organisation);
