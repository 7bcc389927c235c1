// Marks what is new in rows of kept lists: <body data-news="topic:first:count …"> has what they have not read.
const words = document.getElementById("news-words")?.dataset.news ?? "%s";

for (const place of (document.body.dataset.news ?? "").split(" ").filter(Boolean)) {
  const [topic, first, count] = place.split(":");
  for (const row of document.querySelectorAll(`.topic[data-topic="${CSS.escape(topic)}"]`)) {
    const title = row.querySelector(".title");
    if (!title) continue;
    title.href = `${title.pathname}${first}/`;
    const mark = document.createElement("span");
    mark.className = "news";
    mark.textContent = words.replace("%s", Number(count) > 99 ? "99+" : count);
    title.after(" ", mark);
  }
}
