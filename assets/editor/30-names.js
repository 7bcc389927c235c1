
// People, organisations and tags by keyboard: a listbox that the textarea steers.
const TYPED = /(^|[\s([„"'>*_])([@#][^\s@#]{1,40}|@[^\s@#]+ ?[^\s@#]*)$/u;

class Names {
  constructor(editor, area, said) {
    Object.assign(this, { editor, area, said, rows: [], chosen: -1, asked: "" });
    this.list = editor.querySelector("[role=listbox]");
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    area.setAttribute("aria-controls", this.list.id);
    // Only what is typed asks: not what a button, a draft or a choice has put in.
    area.addEventListener("input", (event) => { if (event.isTrusted) this.typed(); else this.close(); });
    area.addEventListener("keydown", (event) => this.key(event));
    area.addEventListener("blur", () => this.close());
    area.addEventListener("click", () => this.close());
    // Before the textarea loses the focus.
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const row = event.target.closest("[role=option]");
      if (row) this.take(Number(row.dataset.at));
    });
  }

  /** What stands before the caret from its sign on; "" where it is no name. */
  get typedNow() {
    const { selectionStart: start, selectionEnd: end, value } = this.area;
    return start === end ? TYPED.exec(value.slice(Math.max(0, start - 60), start))?.[2] ?? "" : "";
  }

  typed() {
    clearTimeout(this.wait);
    const typed = this.typedNow;
    if (!typed) { this.close(); return; }
    this.wait = setTimeout(() => this.ask(typed), 150);
  }

  async ask(typed) {
    this.asked = typed;
    const query = new URLSearchParams({ q: typed, place: this.editor.dataset.draft ?? "" });
    const answer = await fetch(`/suggest/?${query}`).catch(() => null);
    if (!answer?.ok || this.asked !== typed || this.typedNow !== typed) return;
    const { results } = await answer.json();
    if (!results.length) {
      this.close();
      return;
    }
    this.show(results);
  }

  show(results) {
    this.rows = results;
    this.list.replaceChildren(...results.map((row, index) => {
      const option = make("li", { id: `${this.list.id}-${index}` }, make("b", { textContent: row.name }), " ", make("span", { className: "meta", textContent: row.note ? `${row.insert} · ${row.note}` : row.insert }));
      option.setAttribute("role", "option");
      option.dataset.at = index;
      return option;
    }));
    this.list.hidden = false;
    this.choose(0);
    this.said.textContent = phrase(this.editor, "words", "found", results.length);
  }

  choose(index) {
    this.chosen = index;
    [...this.list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === index)));
    this.area.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
    this.list.children[index].scrollIntoView({ block: "nearest" });
  }

  close() {
    clearTimeout(this.wait);
    this.asked = "";
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
    this.said.textContent = "";
  }

  take(index) {
    const typed = this.asked || this.typedNow;
    const end = this.area.selectionStart;
    const text = `${this.rows[index].insert} `;
    this.close();
    replace(this.area, end - typed.length, end, text);
    this.close();
  }

  key(event) {
    if (this.list.hidden || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const count = this.rows.length;
    const act = {
      ArrowDown: () => this.choose((this.chosen + 1) % count),
      ArrowUp: () => this.choose((this.chosen + count - 1) % count),
      Enter: () => this.take(this.chosen),
      Tab: () => this.take(this.chosen),
      Escape: () => this.close(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}
