// Writing in the cells of an open sheet. What is allowed, and what is stored, the server says; this asks it.
"use strict";

const editor = document.getElementById("editor");
const panel = editor.querySelector(".panel");
const stored = document.getElementById("stored");
const touched = matchMedia("(pointer: coarse)");
let written = ""; // the name of the cell in hand
let opening = 0; // counts what was asked to be opened, so that the latest is, unless it was given up
let sending = false;

// --- Opening: a tap on a cell that can be written in, or on any by Enter, F2 or a double click ---

async function openCell(cell) {
  if (!document.querySelector(".grid[data-gid]") || editor.open) return;
  choose(cell);
  written = nameOf(cell);
  const { gid } = document.querySelector(".grid").dataset;
  const asked = new URLSearchParams({ gid, cell: written, row: cell.parentElement.dataset.row || "" });
  const mine = ++opening;
  const answer = await told(`${editor.dataset.asks}?${asked}`);
  if (editor.open || mine !== opening) return;
  fill(panel, answer.html);
  if (!panel.querySelector("form")) panel.append(document.getElementById("closing").content.cloneNode(true));
  for (const note of document.querySelectorAll(".note:popover-open")) note.hidePopover();
  editor.showModal();
  place(cell);
  focusFirst();
}

function focusFirst() {
  const text = panel.querySelector("textarea");
  const word = panel.querySelector(".word[aria-pressed=true]") || panel.querySelector(".word");
  (word || text || panel.querySelector("a, button")).focus();
  if (!word && text) text.setSelectionRange(text.value.length, text.value.length);
}

function place(cell) {
  editor.style.left = editor.style.top = "";
  if (innerWidth < 700) return; // a sheet at the lower edge, where thumbs are
  const at = cell.getBoundingClientRect();
  const size = editor.getBoundingClientRect();
  editor.style.left = `${Math.max(Math.min(at.left, innerWidth - size.width - 12), 12)}px`;
  const below = at.bottom + 4;
  editor.style.top = `${below + size.height < innerHeight ? below : Math.max(at.top - size.height - 4, 12)}px`;
}

document.addEventListener("click", (event) => {
  const cell = event.target.closest(".grid td");
  if (cell && !event.target.closest(".chart, .note, .note-mark, a") && cell.matches(".may, .chooses")) openCell(cell);
});
document.addEventListener("dblclick", (event) => {
  const cell = event.target.closest(".grid td");
  if (cell && !event.target.closest(".chart, .note, .note-mark, a")) openCell(cell);
});

// --- By keyboard: the tab key goes through the cells to fill in, arrows go to any ---

document.addEventListener("focusin", ({ target }) => {
  if (target.matches(".grid td")) choose(target);
});
document.addEventListener("keydown", (event) => {
  if (!event.target.matches(".grid td") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" || event.key === "F2" || event.key === " ") openCell(event.target);
  else if (event.key === "Escape") opening++;
  else if (!event.key.startsWith("Arrow")) return;
  else standOn(beside(event.target, event.key));
  event.preventDefault();
});

function beside(cell, key) {
  if (key === "ArrowLeft") return cell.previousElementSibling?.closest("td");
  if (key === "ArrowRight") return cell.nextElementSibling;
  const rows = [...document.querySelectorAll(".grid tr:not(.letters)")];
  const row = rows[rows.indexOf(cell.parentElement) + (key === "ArrowDown" ? 1 : -1)];
  const left = cell.getBoundingClientRect().left + 1;
  return row && [...row.querySelectorAll("td")].find((one) => one.getBoundingClientRect().right > left);
}

function standOn(cell) {
  if (!cell) return;
  if (!cell.hasAttribute("tabindex")) cell.tabIndex = -1;
  cell.focus();
}

panel.addEventListener("keydown", (event) => {
  if (event.target.matches("textarea")) {
    // on a phone Enter is a new line, for there is no other key for it
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || (touched.matches && !event.ctrlKey)) return;
    event.preventDefault();
    panel.querySelector("form").requestSubmit(panel.querySelector("[data-typed]"));
  } else if (event.target.type === "search" && event.key === "Enter") {
    event.preventDefault(); // else the browser presses the first button, the first word
    panel.querySelector(".word:not([hidden])")?.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const words = [...panel.querySelectorAll(".word:not([hidden])")];
    const next = words[words.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
});
panel.addEventListener("input", ({ target }) => {
  if (target.type !== "search") return;
  for (const word of panel.querySelectorAll(".word")) word.hidden = !word.textContent.includes(target.value.trim());
});

// --- Storing: what came of it is told; what was typed stays until it is stored or given up ---

panel.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending) return;
  const form = event.target;
  const { submitter } = event;
  const typed = submitter?.name ? submitter.value : form.querySelector("textarea").value;
  if (!submitter?.name && !isChanged()) return editor.close();
  const fields = new URLSearchParams(new FormData(form));
  fields.set("value", typed);
  sending = true;
  editor.setAttribute("aria-busy", "true");
  const answer = await told(form.action, { method: "POST", body: fields });
  sending = false;
  editor.removeAttribute("aria-busy");
  if (!answer.ok) return complain(answer.html);
  editor.close();
  await redraw(false).catch(() => tell("lost"));
  say(answer.html);
  standOn(cellNamed(written));
});

function complain(html) {
  const problem = panel.querySelector(".problem");
  fill(problem, html);
  problem.hidden = false;
  problem.scrollIntoView({ block: "nearest" });
}

function say(html) {
  stored.hidden = false; // first, or no screen reader hears of it
  fill(stored, html);
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { stored.hidden = true; }, 6000);
}

function isChanged() {
  const text = panel.querySelector("textarea");
  return Boolean(text) && text.value !== text.defaultValue;
}

// The answer's words; without the server's own, those that the page has for that: signed out, or no answer.
async function told(address, request = {}) {
  try {
    const answer = await fetch(address, { cache: "no-store", headers: { Accept: "application/json" }, ...request });
    const { html } = await answer.json().catch(() => ({}));
    if (html) return { ok: answer.ok, html };
    return { ok: false, html: document.getElementById(answer.status === 401 || answer.status === 403 ? "signed-out" : "failed").innerHTML };
  } catch {
    return { ok: false, html: document.getElementById("lost").innerHTML };
  }
}

function fill(element, html) {
  element.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
}

// --- Closing: by its button, Escape, or a tap beside it, which gives up nothing that was typed ---

editor.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]") || (event.target === editor && !isChanged())) editor.close();
});
editor.addEventListener("close", () => standOn(cellNamed(written)));
