// While somebody writes the title of a question: what is like it already, after a pause in typing.
const place = document.querySelector("[data-similar]");
const title = document.querySelector('form [name="title"]');
let waiting = 0;
let asked = title?.value.trim() ?? "";

async function look() {
  const wanted = title.value.trim();
  if (wanted === asked) return;
  asked = wanted;
  try {
    const answer = await fetch(`${place.dataset.similar}?title=${encodeURIComponent(wanted.slice(0, 200))}`);
    // A later question may have been answered first.
    if (answer.ok && asked === wanted) place.innerHTML = await answer.text();
  } catch {
    // Advice only: without the network the form works as before.
  }
}

if (place && title) {
  title.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 600);
  });
}
