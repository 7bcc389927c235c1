// The sum that keeps false accounts away, done in a worker so that typing goes on. Its answer goes with the form;
// without it the form works too.

const field = document.querySelector("[data-proof]"), told = document.querySelector("[data-proof-told]");
const own = document.querySelector("script[data-worker]");

if (field && own && window.Worker) {
  const worker = new Worker(own.dataset.worker);
  let sending = false;
  if (told) told.textContent = told.dataset.works;
  worker.onmessage = ({ data }) => {
    field.value = data;
    worker.terminate();
    if (told) told.textContent = told.dataset.done;
    if (sending) field.form.requestSubmit();
  };
  worker.onerror = () => { if (sending) field.form.submit(); };
  // Who types faster than the sum is done waits for it, and presses nothing twice.
  field.form.addEventListener("submit", (event) => {
    if (field.value) return;
    sending = true;
    event.preventDefault();
    if (told) told.textContent = told.dataset.works;
  }, true);
  worker.postMessage({ challenge: field.dataset.proof, bits: Number(field.dataset.bits) });
}
