// A box to sign in with a finger. What is drawn goes into a hidden field as strokes of points
// in thousandths of the box; it is sealed with the rest of the form and never leaves as a picture.
"use strict";

for (const box of document.querySelectorAll("[data-signature]")) {
  const field = box.querySelector("input");
  const canvas = box.querySelector("canvas");
  const pen = canvas.getContext("2d");
  let strokes = read(field.value);
  let stroke = null;

  function read(text) {
    try {
      return JSON.parse(text) || [];
    } catch {
      return [];
    }
  }

  function point(event) {
    const place = canvas.getBoundingClientRect();
    const part = (at, start, length) => Math.round(Math.min(1, Math.max(0, (at - start) / length)) * 1000);
    return [part(event.clientX, place.left, place.width), part(event.clientY, place.top, place.height)];
  }

  function draw() {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 4;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#1b1b1b";
    for (const points of strokes) {
      pen.beginPath();
      for (const [x, y] of points) pen.lineTo((x / 1000) * canvas.width, (y / 1000) * canvas.height);
      pen.stroke();
    }
  }

  function keep() {
    field.value = strokes.length ? JSON.stringify(strokes) : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    stroke = [point(event)];
    strokes.push(stroke);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    stroke.push(point(event));
    draw();
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, () => {
      stroke = null;
      keep();
    });
  }
  box.querySelector("[data-signature-clear]").addEventListener("click", () => {
    strokes = [];
    draw();
    keep();
  });
  field.addEventListener("change", () => {
    strokes = read(field.value);
    draw();
  });
  draw();
}
