// Choosing people by typing: a list under the field, by keyboard or finger. Without this the form's own
// buttons do the same, one send a step.

const WAIT = 200, LEAST = 2;

function counted(words, number) {
  const few = number % 10 >= 2 && number % 10 <= 4 && !(number % 100 >= 12 && number % 100 <= 14);
  const form = number === 0 ? words.none : number === 1 ? words.one : few ? words.few : words.many;
  return form.replace("%n", number);
}

function picker(field) {
  const input = field.querySelector("input[name=who]");
  const picked = field.querySelector("[data-picked]");
  const told = field.querySelector("[data-told]");
  const words = told.dataset;
  const list = document.createElement("ul");
  let timer = 0, asked = "", marked = -1;

  const options = () => [...list.children];
  const handles = () => new Set([...picked.querySelectorAll("input")].map(({ value }) => value));

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

  function choose({ handle, name }) {
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
    asked = "";
    close();
    told.textContent = words.chosen.replace("%s", name);
    input.focus();
  }

  function show(people) {
    const taken = handles();
    const free = people.filter(({ handle }) => !taken.has(handle));
    list.replaceChildren(...free.map((person, at) => {
      const option = document.createElement("li");
      option.id = `person-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("b"), handle = document.createElement("span");
      name.textContent = person.name;
      handle.className = "meta";
      handle.textContent = `@${person.handle}`;
      option.append(name, handle);
      option.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
      option.addEventListener("click", () => choose(person));
      option.person = person;
      return option;
    }));
    list.hidden = !free.length;
    input.setAttribute("aria-expanded", String(Boolean(free.length)));
    input.removeAttribute("aria-activedescendant");
    marked = -1;
    told.textContent = counted(words, free.length);
  }

  async function look() {
    const sought = input.value.trim();
    if (sought === asked) return;
    asked = sought;
    if (sought.replace("@", "").length < LEAST) { close(); told.textContent = ""; return; }
    try {
      const answer = await fetch(`${field.dataset.picker}?q=${encodeURIComponent(sought)}`);
      if (answer.ok && sought === asked) show((await answer.json()).people);
    } catch { /* no network: the button asks when it is back */ }
  }

  list.className = "pop pop-list";
  list.id = "people-found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.querySelector("label").textContent);
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  close();

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, WAIT); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      mark(key === "ArrowDown" ? marked + 1 : marked < 0 ? -1 : marked - 1);
    } else if (key === "Enter" && !list.hidden) {
      const all = options();
      const option = all[marked] ?? (all.length === 1 ? all[0] : null);
      event.preventDefault();
      if (option) choose(option.person);
      else mark(0);
    } else if (key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (key === "Backspace" && !input.value) {
      picked.lastElementChild?.querySelector("button")?.click();
    }
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

document.querySelectorAll("[data-picker]").forEach(picker);
