// What waits, by keyboard: only while one of the items has the focus, and never while somebody types.
const list = document.querySelector("[data-held]");
const help = document.querySelector("[data-keys]");
if (list) {
  const items = [...list.children];
  const go = (item) => { item?.focus(); item?.scrollIntoView({ block: "nearest" }); };
  const open = (item) => item.querySelector("[data-to]")?.click();
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, input, select")) return;
    const item = event.target.closest("[data-held] > li");
    const at = items.indexOf(item);
    const keys = {
      j: () => go(items[at + 1]),
      k: () => go(items[at - 1]),
      o: () => open(item),
      c: () => item.querySelector("[data-hold]")?.requestSubmit(),
      a: () => item.querySelector("[data-approve]")?.requestSubmit(),
      r: () => {
        const fold = item.querySelector("[data-refuse]");
        if (!fold) return;
        fold.open = true;
        fold.querySelector("textarea").focus();
      },
    };
    // Enter on a button or a link is that one's own.
    if (event.key === "Enter" && event.target === item) keys.enter = keys.o;
    const act = keys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, input, select")) return;
    if (event.key === "?" && help) { event.preventDefault(); help.open = !help.open; help.querySelector("summary").focus(); }
    const free = !event.target.closest("[data-held], a, button, summary");
    if (event.key.toLowerCase() === "j" && free) { event.preventDefault(); go(items[0]); }
  });
}
