
// Files: pasted, dropped or chosen; sent at once, with progress; pictures ask for their description.
const LARGEST = 10_000_000;
const escaped = (words) => words.replace(/\s+/g, " ").trim().replace(/[[\]\\]/g, "\\$&");

/** The files of a text, which refers to them where they stand: `insert`, `write`, `words` and `forget` say how. */
export class Files {
  constructor(editor, area, said) {
    Object.assign(this, { editor, area, said, running: 0 });
    this.list = editor.querySelector(".editor-files");
    this.input = make("input", { type: "file", multiple: true, hidden: true, accept: editor.parentElement.querySelector(".editor-plain [type=file]")?.accept ?? "" });
    editor.append(this.input);
    this.input.addEventListener("change", () => { this.add(this.input.files); this.input.value = ""; });
  }

  /** By its own button, by dropping on the editor, and before the form is sent. */
  listen() {
    const { editor, area } = this;
    editor.querySelector("[data-add]").addEventListener("click", () => this.input.click());
    editor.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      editor.classList.add("editor-over");
    });
    editor.addEventListener("dragleave", () => editor.classList.remove("editor-over"));
    editor.addEventListener("drop", (event) => {
      editor.classList.remove("editor-over");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.add(event.dataTransfer.files);
    });
    area.form?.addEventListener("submit", (event) => this.judge(event), true);
    return this;
  }

  say(key, value) { return phrase(this.editor, "words", key, value); }

  add(files) { [...files].forEach((file) => this.one(file)); }

  one(file) {
    const row = make("li", {}, make("p", { className: "editor-file-name", textContent: file.name || "obraz.png" }));
    this.list.hidden = false;
    this.list.append(row);
    if (file.size > LARGEST) {
      this.fail(row, file, this.say("large", file.name), false);
      return;
    }
    const bar = make("progress", { max: 1, value: 0 });
    bar.setAttribute("aria-label", this.say("sending", file.name));
    row.append(bar);
    this.said.textContent = this.say("sending", file.name);
    this.send(row, file, bar);
  }

  /** By XMLHttpRequest, since fetch does not tell how far an upload has come. */
  send(row, file, bar) {
    row.dataset.key ??= device().slice(0, 8) + Date.now() + Math.random().toString(16).slice(2, 8);
    const body = new FormData();
    body.append("csrfmiddlewaretoken", tokenOf(this.area.form));
    body.append("key", row.dataset.key);
    body.append("file", file, file.name || "obraz.png");
    const request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => { bar.value = event.total ? event.loaded / event.total : 0; });
    request.addEventListener("loadend", () => {
      this.running -= 1;
      bar.remove();
      if (request.status === 201) this.arrived(row, file, request.response);
      else this.fail(row, file, request.response?.detail || this.say("failed", file.name), ![413, 422].includes(request.status));
    });
    request.open("POST", "/files/send/");
    this.running += 1;
    request.send(body);
  }

  fail(row, file, words, again = true) {
    const error = make("p", { className: "error", textContent: words });
    row.append(error);
    this.said.textContent = words;
    const remove = this.remover(row, file.name);
    if (again) {
      const button = make("button", { type: "button", className: "link", textContent: this.say("again") });
      button.addEventListener("click", () => { row.remove(); this.one(file); });
      row.append(button, " ");
    }
    row.append(remove);
  }

  remover(row, name, forget = () => {}) {
    const button = make("button", { type: "button", className: "link", textContent: this.say("remove", name) });
    button.addEventListener("click", () => {
      forget();
      row.remove();
      this.list.hidden = !this.list.children.length;
      this.area.focus();
    });
    return button;
  }

  /** The reference in the text: "![words](file:12)". */
  pattern(id) { return new RegExp(`!\\[((?:[^\\[\\]\\\\\\n]|\\\\.)*)\\]\\(file:${id}\\)`); }

  write(id, words) {
    const match = this.pattern(id).exec(this.area.value);
    if (!match) return;
    const focus = document.activeElement;
    this.area.setRangeText(`![${words}](file:${id})`, match.index, match.index + match[0].length, "preserve");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    focus?.focus();
  }

  /** The words of a file in the text; undefined where it is not in it. */
  words(id) { return this.pattern(id).exec(this.area.value)?.[1]; }

  insert(id, words) {
    const { selectionEnd: end, value } = this.area;
    const before = end ? "\n".repeat(2 - Math.min(2, /\n*$/.exec(value.slice(0, end))[0].length)) : "";
    this.area.setRangeText(`${before}![${words}](file:${id})\n`, end, end, "end");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  forget(id) {
    const match = this.pattern(id).exec(this.area.value);
    if (match) replace(this.area, match.index, match.index + match[0].length, "");
  }

  arrived(row, file, facts) {
    const picture = facts.kind === "picture";
    const inside = document.activeElement === this.area || this.editor.contains(document.activeElement);
    this.insert(facts.id, picture ? "" : escaped(file.name));
    row.dataset.id = facts.id;
    if (picture) this.describe(row, file, facts, inside);
    row.append(this.remover(row, file.name, () => this.forget(facts.id)));
    this.said.textContent = this.say(picture ? "arrived" : "stored", file.name);
  }

  describe(row, file, facts, focus) {
    const id = `words-${facts.id}`;
    const input = make("input", { className: "input", type: "text", id, maxLength: 300, autocomplete: "off" });
    const tick = make("input", { type: "checkbox", id: `${id}-none` });
    const error = make("p", { className: "error", id: `${id}-error`, hidden: true, textContent: this.say("needed") });
    const hint = make("span", { className: "hint", id: `${id}-hint`, textContent: this.say("hint") });
    input.setAttribute("aria-describedby", `${hint.id} ${error.id}`);
    const write = () => {
      error.hidden = true;
      input.removeAttribute("aria-invalid");
      this.write(facts.id, tick.checked ? "-" : escaped(input.value));
    };
    input.addEventListener("input", () => { tick.checked = false; write(); });
    tick.addEventListener("change", write);
    // Enter in a field of one line would send the whole text.
    input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); this.area.focus(); } });
    row.prepend(make("img", { src: facts.shown, alt: "", className: "editor-thumb" }));
    row.append(make("label", { htmlFor: id, className: "label", textContent: this.say("describe") }), hint, error, input,
      make("label", { className: "choice", htmlFor: tick.id }, tick, make("span", { textContent: this.say("decoration") })));
    if (focus) input.focus();
  }

  /** A picture without words is not sent, nor a text whose files are still on their way. */
  judge(event) {
    if (this.running > 0) {
      event.preventDefault();
      this.said.textContent = this.say("waiting");
      return;
    }
    for (const row of this.list.querySelectorAll("[data-id]")) {
      const input = row.querySelector("[type=text]");
      const silent = input && this.words(row.dataset.id) === "";
      if (silent) {
        event.preventDefault();
        row.querySelector(".error").hidden = false;
        input.setAttribute("aria-invalid", "true");
        input.focus();
        return;
      }
    }
  }
}
