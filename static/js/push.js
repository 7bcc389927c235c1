// News while no page is open: asks the browser, and tells the site where to reach it.
const place = document.querySelector("[data-push]");
const button = place.querySelector("[data-push-on]");
const said = place.querySelector("[data-push-said]");
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

/** What the person knows this browser by, without its version. */
function browser() {
  const { userAgentData, userAgent } = navigator;
  const name = userAgentData?.brands?.at(-1)?.brand ?? userAgent.match(/Firefox|Edg|Chrome|Safari/)?.[0] ?? "";
  return [name, userAgentData?.platform ?? userAgent.match(/Android|iPhone|Windows|Mac|Linux/)?.[0]].filter(Boolean).join(", ");
}

async function send(path, fields) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", document.querySelector("#act [name=csrfmiddlewaretoken]").value);
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return fetch(path, { method: "POST", body: data, headers: { accept: "application/json" } });
}

async function begin() {
  button.disabled = true;
  try {
    if (await Notification.requestPermission() !== "granted") {
      said.textContent = place.dataset.denied;
      return;
    }
    const registration = await navigator.serviceWorker.register("/push-worker.js");
    await navigator.serviceWorker.ready;
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true, applicationServerKey: bytes(place.dataset.push),
    });
    const answer = await send("begin/", { subscription: JSON.stringify(subscription), browser: browser() });
    if (!answer.ok) throw new Error(String(answer.status));
    location.reload();
  } catch (error) {
    // The browser's own way to its maker is shut: nothing that the site could mend.
    said.textContent = error.name === "AbortError" ? place.dataset.unreached : place.dataset.failed;
  } finally {
    button.disabled = false;
  }
}

if (!able) said.textContent = place.dataset.missing;
else if (!document.querySelector("[data-push-off][data-here]")) {
  button.hidden = false;
  button.addEventListener("click", begin);
}

// Taken out here, the browser forgets it too.
document.querySelectorAll("[data-push-off][data-here]").forEach((form) => form.addEventListener("submit", async () => {
  const registration = able && await navigator.serviceWorker.getRegistration("/push-worker.js");
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}));
