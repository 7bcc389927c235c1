// Words that wait, by keyboard: only while one of them has the focus, and never while somebody types.
const list = document.querySelector("[data-held]");
if (list) {
  const items = [...list.children];
  const go = (item) => { item?.focus(); item?.scrollIntoView({ block: "nearest" }); };
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, input, select")) return;
    const item = event.target.closest("[data-held] > li");
    const at = items.indexOf(item);
    const keys = {
      j: () => go(items[at + 1]),
      k: () => go(items[at - 1]),
      a: () => item.querySelector("[data-approve]").requestSubmit(),
      r: () => {
        const fold = item.querySelector("[data-refuse]");
        fold.open = true;
        fold.querySelector("textarea").focus();
      },
    };
    const act = keys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });
}
