// A quotation in the open reply form: after what is typed there, with who said it and where.

/** The words of the post that the reader has marked; "" where the mark lies elsewhere. */
function marked(link) {
  const selection = getSelection();
  const post = link.closest("[data-number]")?.querySelector(".post-body");
  if (!post || !selection.rangeCount || selection.isCollapsed) return "";
  const range = selection.getRangeAt(0);
  return post.contains(range.commonAncestorContainer) ? selection.toString().trim() : "";
}

/** Puts the quotation into the field; false when it could not be had. */
export async function quote(link, field) {
  const words = marked(link).slice(0, 1500);
  const address = link.dataset.quote + (words ? `?words=${encodeURIComponent(words)}` : "");
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  const text = await answer.text();
  const before = field.value.trimEnd();
  field.value = (before ? `${before}\n\n` : "") + text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  field.scrollIntoView({ block: "center" });
  return true;
}
