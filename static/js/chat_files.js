// The files of the message that is being written: under the box until it is sent, then at the end of its words.
import { Files } from "./editor.js";

export class Attached extends Files {
  constructor(place, area) {
    super(place, area, place.querySelector("[data-said]"));
    this.refers = new Map();
  }

  insert(id, words) { this.refers.set(String(id), words); }

  write(id, words) { this.refers.set(String(id), words); }

  words(id) { return this.refers.get(String(id)); }

  forget(id) { this.refers.delete(String(id)); }

  /** Whether the message can go: nothing is on its way, and every picture has its words. */
  ready() {
    let ready = true;
    this.judge({ preventDefault: () => { ready = false; } });
    return ready;
  }

  /** What the message says of its files; from then on they are the message's. */
  taken() {
    const lines = [...this.refers].map(([id, words]) => `![${words}](file:${id})`);
    this.refers.clear();
    this.list.querySelectorAll("[data-id]").forEach((row) => row.remove());
    this.list.hidden = !this.list.children.length;
    this.said.textContent = "";
    return lines.join("\n");
  }
}
