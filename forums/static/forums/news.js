// Marks the topics of a list in which something is new since the person's last visit. The list is kept
// for everybody alike; what is new comes with the page, as "topic:read:last" in data-news of the body.
const words = document.getElementById("news-words")?.dataset.news ?? "%s";

for (const part of (document.body.dataset.news ?? "").split(" ").filter(Boolean)) {
  const [topic, read, last] = part.split(":").map(Number);
  for (const row of document.querySelectorAll(`.topic[data-topic="${topic}"]`)) {
    const title = row.querySelector(".title");
    if (!title) continue;
    const mark = document.createElement("span");
    mark.className = "new-mark";
    mark.setAttribute("aria-hidden", "true");
    title.prepend(mark);
    const link = document.createElement("a");
    link.className = "chip chip-solid";
    link.href = `${title.getAttribute("href")}${read + 1}/#new-${read + 1}`;
    link.textContent = words.replace("%s", last - read);
    title.after(" ", link);
  }
}
