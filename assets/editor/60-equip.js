
async function look(editor, area, button, pane) {
  const shown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(shown));
  if (shown) {
    const answer = await fetch(editor.dataset.preview, {
      method: "POST",
      headers: { "X-CSRFToken": tokenOf(area.form) },
      body: new URLSearchParams({ body: area.value, place: editor.dataset.draft ?? "" }),
    }).catch(() => null);
    if (!answer?.ok) {
      button.setAttribute("aria-pressed", "false");
      return;
    }
    // Our own server's answer, sanitised there by the same code that renders what is published.
    pane.innerHTML = await answer.text();
  }
  pane.hidden = !shown;
  area.hidden = shown;
  (shown ? pane : area).focus();
}

/** Give one `[data-editor]` its tools. */
export function equip(editor) {
  const area = editor.querySelector("textarea");
  const bar = editor.querySelector(".editor-bar");
  const said = editor.querySelector("[data-said]");
  if (!area || editor.dataset.ready) return;
  editor.dataset.ready = "yes";
  const refers = "refers" in editor.dataset;
  // Before the shortcuts and the draft: Enter takes a name, and what may not be sent is not marked as sent.
  if (refers) new Names(editor, area, said);
  const files = refers && area.form ? new Files(editor, area, said).listen() : null;
  if (bar) {
    bar.hidden = false;
    roving(bar);
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.mark) put(area, button.dataset.mark);
      else if (button?.hasAttribute("data-look")) look(editor, area, button, editor.querySelector(".editor-look"));
    });
  }
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      area.form?.requestSubmit();
    } else if ((event.ctrlKey || event.metaKey) && !event.altKey && { b: 1, i: 1, k: 1 }[event.key]) {
      event.preventDefault();
      put(area, { b: "bold", i: "italic", k: "link" }[event.key]);
    }
  });
  area.addEventListener("paste", (event) => paste(event, area, files));
  grow(area);
  forgetSent(editor);
  if (editor.dataset.draft && area.form) new Draft(editor, area, said);
}

document.querySelectorAll("[data-editor]").forEach(equip);
