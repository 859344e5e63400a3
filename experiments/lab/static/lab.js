// The page works without this. With it: notes beside controls as one moves, sliders, the tile map, progress without reloading.
"use strict";

const form = document.getElementById("question");
const progress = document.getElementById("progress");

function text(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}

function show(told) {
  for (const field of form.querySelectorAll("[data-lever]")) {
    const lever = field.dataset.lever;
    const note = told.notes[lever] || "";
    text(field.querySelector("[data-note]"), note);
    text(field.querySelector("[data-changed]"), told.changed[lever] || "");
    field.classList.toggle("is-changed", lever in told.changed);
    field.classList.toggle("utrecht-form-field--invalid", note !== "");
    for (const input of field.querySelectorAll("select, input[type=text]")) {
      if (note) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    if (note) field.closest("details").open = true;
  }
  for (const [group, words] of Object.entries(told.counts)) text(form.querySelector(`[data-count="${group}"]`), words);
  text(document.getElementById("time"), told.time);
  text(document.getElementById("summary"), told.summary);
  const verdict = document.getElementById("verdict");
  text(verdict, told.verdict);
  verdict.className = told.fits ? "fits" : "misfits";
}

let asked = 0;

async function check() {
  const mine = ++asked;
  const body = new URLSearchParams(new FormData(form));
  body.set("start", form.dataset.start);
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body });
    if (answer.ok && mine === asked) {
      const told = await answer.json();
      show(told);
      const at = form.elements.at.value;
      history.replaceState(null, "", `?${told.address}${at === "1" ? "" : `&at=${at}`}`);
    }
  } catch (error) {
    // no server any more: what stands on the page stays
  }
}

function moved(event) {
  const field = event.target;
  if (field.id === "start") return; // taken over by its own button
  if (field.dataset.for) document.getElementById(field.dataset.for).value = field.value;
  const slide = form.querySelector(`[data-for="${field.id}"]`);
  if (slide && field.id) slide.value = field.value.replace(",", ".");
  if (field.name && field.name.endsWith(":today") && field.checked) {
    for (const box of form.querySelectorAll(`input[type=checkbox][name="${field.name.slice(0, -6)}"]`)) box.checked = false;
  } else if (field.type === "checkbox" && field.checked) {
    const today = form.querySelector(`input[name="${field.name}:today"]`);
    if (today) today.checked = false;
  }
  if (field.name === "region") press(field.value);
  check();
}

function press(region) {
  for (const tile of form.querySelectorAll("[data-region]")) tile.setAttribute("aria-pressed", String(tile.dataset.region === region));
}

if (form) {
  form.dataset.start = form.elements.start.value;
  for (const slide of form.querySelectorAll("[data-for]")) slide.hidden = false;
  const tiles = form.querySelector(".lab-tiles");
  tiles.hidden = false;
  tiles.addEventListener("click", (event) => {
    const region = event.target.dataset.region;
    if (!region) return;
    form.elements.region.value = region;
    press(region);
    check();
  });
  form.addEventListener("input", moved);
}

if (progress && progress.dataset.events) {
  const spoken = document.getElementById("spoken");
  const stream = new EventSource(progress.dataset.events);
  const tell = (event) => {
    const told = JSON.parse(event.data);
    const opened = progress.querySelector("details[open]") !== null;
    const focused = document.activeElement && document.activeElement.closest("#progress form") ? document.activeElement.closest("form").getAttribute("action") : null;
    progress.innerHTML = told.html;
    const details = progress.querySelector("details");
    if (details) details.open = opened;
    const again = focused && progress.querySelector(`form[action="${focused}"] button`);
    if (again) again.focus();
    text(spoken, told.spoken);
  };
  stream.addEventListener("progress", tell);
  stream.addEventListener("end", () => {
    stream.close();
    location.reload();
  });
}
