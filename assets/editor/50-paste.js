
// What is copied from a word processor or a page becomes Markdown: headings, lists, bold, italic, links, tables.
const SKIPPED = new Set(["STYLE", "SCRIPT", "META", "TITLE", "LINK", "HEAD", "IMG", "SVG", "NOSCRIPT"]);
const BLOCKS = new Set(["P", "DIV", "SECTION", "ARTICLE", "MAIN", "BODY", "H1", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "LI", "TABLE", "BLOCKQUOTE", "PRE", "HR", "CENTER", "HEADER", "FOOTER", "DL", "DT", "DD", "FIGURE"]);

const styleOf = (node) => node.dataset?.style ?? "";
const isBold = (node) => (/^(B|STRONG)$/.test(node.tagName) ? !/font-weight:\s*(normal|400)/.test(styleOf(node)) : /font-weight:\s*(bold|[6-9]00)/.test(styleOf(node)));
const isItalic = (node) => (/^(I|EM)$/.test(node.tagName) ? !/font-style:\s*normal/.test(styleOf(node)) : /font-style:\s*italic/.test(styleOf(node)));
const isMarker = (node) => /mso-list:\s*ignore/i.test(styleOf(node));

/** The words with a mark around them, spaces left outside: "**a** ". */
function around(mark, words) {
  const [, before, core, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(words);
  return core ? `${before}${mark}${core}${mark}${after}` : words;
}

function inline(node, { bold = false, italic = false } = {}) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/[ \t\r\n\u00a0]+/g, " ").replace(/[\\`*_[\]]/g, "\\$&");
  if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(node.tagName) || isMarker(node)) return "";
  if (node.tagName === "BR") return "\n";
  const makesBold = !bold && isBold(node), makesItalic = !italic && isItalic(node);
  let words = [...node.childNodes].map((child) => inline(child, { bold: bold || makesBold, italic: italic || makesItalic })).join("");
  if (node.tagName === "CODE") words = around("`", words.replace(/\\([\\*_[\]])/g, "$1"));
  if (node.tagName === "A" && /^(https?:|mailto:)/.test(node.getAttribute("href") ?? "") && words.trim()) {
    words = `[${words.trim()}](${node.getAttribute("href").replace(/[()\s]/g, encodeURIComponent)})`;
  }
  if (makesItalic) words = around("*", words);
  if (makesBold) words = around("**", words);
  return words;
}

const tidy = (words) => words.replace(/\*\*(\s*)\*\*/g, "$1").split("\n").map((line) => line.trim().replace(/ {2,}/g, " ")).join("\n").trim();

function table(node) {
  const rows = [...node.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => tidy(inline(cell)).replace(/\n+/g, " ").replace(/\|/g, "\\|")));
  const columns = Math.max(0, ...rows.map((row) => row.length));
  if (columns < 2) return rows.map((row) => row.join("")).filter(Boolean).join("\n\n");
  const line = (row) => `| ${Array.from({ length: columns }, (_, index) => row[index] ?? "").join(" | ")} |`;
  return [line(rows[0]), line(Array(columns).fill("---")), ...rows.slice(1).map(line)].join("\n");
}

function list(node, depth) {
  let number = Number(node.getAttribute("start") ?? 1);
  return [...node.children].map((item) => {
    if (/^[UO]L$/.test(item.tagName)) return list(item, depth + 1); // as Google writes nested lists
    const mark = node.tagName === "OL" ? `${number++}. ` : "- ";
    const own = [...item.childNodes].filter((child) => !/^[UO]L$/.test(child.tagName ?? ""));
    const inner = [...item.children].filter((child) => /^[UO]L$/.test(child.tagName)).map((child) => list(child, depth + 1));
    return [`${"   ".repeat(depth)}${mark}${tidy(own.map((child) => inline(child)).join("")).replace(/\n+/g, " ")}`, ...inner].join("\n");
  }).join("\n");
}

/** A paragraph that Word means as an item of a list. */
function wordItem(node) {
  const found = /mso-list:[^;]*level(\d)/i.exec(styleOf(node));
  if (!found) return "";
  const marker = [...node.querySelectorAll("[data-style]")].find(isMarker)?.textContent.trim() ?? "";
  return `${"   ".repeat(found[1] - 1)}${/^[0-9a-z]{1,3}[.)]/i.test(marker) ? "1. " : "- "}${tidy(inline(node)).replace(/\n+/g, " ")}`;
}

function blocks(node) {
  const pieces = [];
  let run = "";
  const flush = () => { if (tidy(run)) pieces.push(tidy(run)); run = ""; };
  for (const child of node.childNodes) {
    const tag = child.tagName;
    if (SKIPPED.has(tag)) continue;
    if (!BLOCKS.has(tag) && !child.querySelector?.("p,div,ul,ol,table,h1,h2,h3,h4,h5,h6")) { run += inline(child); continue; }
    flush();
    const item = tag === "P" && wordItem(child);
    if (item) pieces.push(item);
    else if (/^H[1-6]$/.test(tag)) pieces.push(`${"#".repeat(tag[1])} ${tidy(inline(child)).replace(/\n+/g, " ").replace(/\*\*/g, "")}`);
    else if (/^[UO]L$/.test(tag)) pieces.push(list(child, 0));
    else if (tag === "TABLE") pieces.push(table(child));
    else if (tag === "HR") pieces.push("---");
    else if (tag === "PRE") pieces.push(`\`\`\`\n${child.textContent.replace(/\s+$/, "")}\n\`\`\``);
    else if (tag === "BLOCKQUOTE") pieces.push(blocks(child).join("\n\n").replace(/^/gm, "> "));
    else pieces.push(...blocks(child));
  }
  flush();
  return pieces.filter((piece) => piece.replace(/[#>\-\s]/g, ""));
}

/** Markdown of a piece of HTML. Nothing of it is ever put into the page. */
export function markdownOf(html) {
  // An inert document, without style sheets, styles and handlers as data: the page's policy would refuse them aloud.
  const quiet = html.replace(/<(style|script)\b[\s\S]*?(<\/\1\s*>|$)/gi, "").replace(/\son[a-z]+\s*=/gi, " data-on=").replace(/\sstyle\s*=/gi, " data-style=");
  const parsed = new DOMParser().parseFromString(quiet, "text/html");
  const pieces = blocks(parsed.body);
  const isItem = (piece) => /^\s*(-|\d+\.) /.test(piece);
  return pieces.map((piece, index) => (index ? (isItem(piece) && isItem(pieces[index - 1]) ? "\n" : "\n\n") : "") + piece).join("");
}

function paste(event, area, files) {
  const { clipboardData: clip } = event;
  const html = clip.getData("text/html");
  const plain = clip.getData("text/plain");
  if (files && clip.files.length && !plain.trim()) {
    event.preventDefault();
    files.add(clip.files);
    return;
  }
  if (!html) return;
  const text = markdownOf(html);
  const bare = (words) => words.replace(/[\\\s\u00a0]/g, "");
  if (!text || bare(text) === bare(plain)) return; // nothing but words: as the browser pastes them
  event.preventDefault();
  replace(area, area.selectionStart, area.selectionEnd, text);
}
