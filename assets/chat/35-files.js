// --- Files: pasted, dropped or chosen, they go with the next message ------------------------------

const attach = document.querySelector("[data-attach]");
let files = null;

/** The files are sent at once, and described under the box. Their script comes with the first of them. */
async function addFiles(list) {
  const chosen = [...list];
  try {
    const { Attached } = await import("./chat_files.js");
    files ??= new Attached(attach, box);
  } catch {
    return false;
  }
  files.add(chosen);
  return true;
}

function startFiles() {
  const plain = form.elements.file, fold = form.querySelector(".send-file"), main = document.querySelector(".chat-main");
  plain.multiple = true;
  plain.addEventListener("change", async () => {
    if (await addFiles(plain.files)) plain.value = "";
    else { // its script did not come: the field sends one file, with the form itself
      if (plain.files.length > 1) plain.value = "";
      plain.multiple = false;
      fold.open = true;
    }
  });
  fold.querySelector("summary").addEventListener("click", (event) => {
    if (fold.open) return;
    event.preventDefault();
    plain.click();
  });
  box.addEventListener("paste", (event) => {
    const { files: pasted } = event.clipboardData;
    if (!pasted.length || event.clipboardData.getData("text/plain").trim()) return;
    event.preventDefault();
    addFiles(pasted);
  });
  main.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    main.classList.add("editor-over");
  });
  main.addEventListener("dragleave", () => main.classList.remove("editor-over"));
  main.addEventListener("drop", (event) => {
    main.classList.remove("editor-over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    addFiles(event.dataTransfer.files);
  });
}

/** A message that waits shows the words of its files instead of what refers to them. */
const withoutReferences = (text) => text.replace(/!\[((?:[^[\]\\]|\\.)*)\]\(file:\d+\)/g, (_, said) => (said === "-" ? "" : said.replace(/\\(.)/g, "$1")));
