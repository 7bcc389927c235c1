// A map made on the server (SVG with links) gets zoom buttons and lights up with the list beside it.

const STEP = 1.6, NEAREST = 8;

/**
 * @param {SVGSVGElement} drawing
 * @param {(home: DOMRect) => void} changed called with the whole field after each change
 */
function zoomer(drawing) {
  const field = drawing.viewBox.baseVal;
  const home = { x: field.x, y: field.y, width: field.width, height: field.height };
  const fit = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));

  function show(x, y, width) {
    const height = (home.height * width) / home.width;
    field.width = width;
    field.height = height;
    field.x = fit(x, home.x, home.x + home.width - width);
    field.y = fit(y, home.y, home.y + home.height - height);
    // Pins and names keep their size on the screen: their groups are scaled back.
    const back = width / home.width;
    drawing.querySelectorAll("[data-at]").forEach((mark) => {
      mark.setAttribute("transform", `translate(${mark.dataset.at}) scale(${back})`);
    });
  }

  const focusPoint = () => {
    const pin = drawing.querySelector(".pin:focus") ?? drawing.querySelector(".pin-sel[data-at]");
    if (pin) return pin.dataset.at.split(/[ ,]+/).map(Number);
    return [field.x + field.width / 2, field.y + field.height / 2];
  };
  return {
    by(factor) {
      const width = fit(field.width * factor, home.width / NEAREST, home.width);
      const [x, y] = focusPoint();
      show(x - width / 2, y - (home.height * width) / home.width / 2, width);
    },
    all: () => show(home.x, home.y, home.width),
  };
}

/** Rows with data-pin="3" and the pin #pin-3 light each other up, by pointer and by focus. */
function pair(map) {
  const rows = document.querySelectorAll("[data-pin]");
  const light = (number) => {
    rows.forEach((row) => row.classList.toggle("org-sel", row.dataset.pin === number));
    map.querySelectorAll(".pin").forEach((pin) => {
      const chosen = pin.id === `pin-${number}`;
      pin.classList.toggle("pin-sel", chosen);
      if (chosen && pin.parentNode.lastElementChild !== pin && !pin.contains(document.activeElement) && pin !== document.activeElement) {
        pin.parentNode.append(pin); // the chosen one lies on top; a focused one stays, or it would lose the focus
      }
    });
  };
  rows.forEach((row) => {
    for (const name of ["mouseenter", "focusin"]) row.addEventListener(name, () => light(row.dataset.pin));
  });
  map.querySelectorAll(".pin").forEach((pin) => {
    const number = pin.id.replace("pin-", "");
    for (const name of ["mouseenter", "focusin"]) pin.addEventListener(name, () => light(number));
  });
}

document.querySelectorAll("[data-map]").forEach((map) => {
  const drawing = map.querySelector("svg.region");
  if (!drawing) return;
  const zoom = zoomer(drawing);
  map.querySelectorAll("[data-zoom]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "all") zoom.all();
      else zoom.by(button.dataset.zoom === "in" ? 1 / STEP : STEP);
    });
  });
  map.addEventListener("keydown", (event) => {
    const factor = { "+": 1 / STEP, "=": 1 / STEP, "-": STEP }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (factor) zoom.by(factor);
    else if (event.key === "Escape" || event.key === "0") zoom.all();
  });
  pair(map);
});
