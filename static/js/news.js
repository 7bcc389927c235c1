// Marks what is new in rows of kept lists: <body data-news="topic:read:last …"> holds the person's places.
const words = document.getElementById("news-words")?.dataset.news ?? "%s";

for (const place of (document.body.dataset.news ?? "").split(" ").filter(Boolean)) {
  const [topic, read, last] = place.split(":");
  for (const row of document.querySelectorAll(`.topic[data-topic="${CSS.escape(topic)}"]`)) {
    const title = row.querySelector(".title");
    if (!title) continue;
    title.href = `${title.pathname}${Number(read) + 1}/`;
    const mark = document.createElement("span");
    mark.className = "news";
    mark.textContent = words.replace("%s", String(Number(last) - Number(read)));
    title.after(" ", mark);
  }
}
