// What an open sheet does by itself: shows news as it comes, the chosen cell's whole text, and notes.
"use strict";

const PAUSE = 5000; // milliseconds between two questions for news
const news = document.getElementById("news");

// --- News: ask for the file's version, and redraw what changed without losing the reader's place ---

async function askForNews() {
  if (document.hidden || document.querySelector(":popover-open")) return;
  const sheet = document.getElementById("sheet");
  try {
    const answer = await fetch(sheet.dataset.asks, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const { version } = await answer.json();
    if (String(version) !== sheet.dataset.version) await redraw();
    else if (news.textContent === news.dataset.lost) news.hidden = true;
  } catch {
    tell("lost");
  }
}

async function redraw(telling = true) {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  const html = await answer.text();
  // the fresh page's own nonce is not ours: its style sheet is taken out and adopted as rules
  const [styles, rules] = /<style id="styles"[^>]*>([^<]*)<\/style>/.exec(html);
  const fresh = new DOMParser().parseFromString(html.replace(styles, ""), "text/html");
  const scroller = document.querySelector(".scroller");
  const tabs = document.querySelector(".tabs");
  const place = [scroller.scrollLeft, scroller.scrollTop, tabs.scrollLeft];
  const name = document.getElementById("cell-name").textContent;
  const standing = document.activeElement.matches(".grid td") && name;
  const adopted = new CSSStyleSheet();
  adopted.replaceSync(rules);
  document.adoptedStyleSheets = [adopted];
  document.getElementById("styles").textContent = "";
  for (const id of ["sheet", "strip"]) document.getElementById(id).replaceWith(document.adoptNode(fresh.getElementById(id)));
  document.querySelector(".bar-title").replaceWith(document.adoptNode(fresh.querySelector(".bar-title")));
  document.title = fresh.title;
  document.querySelector(".scroller").scrollTo(place[0], place[1]);
  document.querySelector(".tabs").scrollLeft = place[2];
  if (name) choose(cellNamed(name));
  if (standing) standOn(cellNamed(standing));
  if (telling) tell("fresh");
}

function tell(what) {
  news.textContent = news.dataset[what];
  news.classList.toggle("good", what === "fresh");
  news.classList.toggle("warn", what === "lost");
  news.hidden = false;
  if (what === "fresh") setTimeout(() => { news.hidden = news.textContent === news.dataset.fresh; }, 4000);
}

setInterval(askForNews, PAUSE);
document.addEventListener("visibilitychange", askForNews);

// --- The chosen cell: its name and all that it holds stand in the line above the grid ---

function nameOf(cell) {
  const left = Math.round(cell.getBoundingClientRect().left);
  const letters = [...document.querySelectorAll(".letters th")].slice(1);
  const column = letters.find((letter) => Math.abs(letter.getBoundingClientRect().left - left) < 2);
  return (column ? column.textContent : "") + cell.parentElement.firstElementChild.textContent;
}

function cellNamed(name) {
  const row = [...document.querySelectorAll(".grid tr")].find((one) => one.firstElementChild.textContent === name.replace(/\D/g, ""));
  return row && [...row.querySelectorAll("td")].find((cell) => nameOf(cell) === name);
}

function textOf(cell) {
  if (cell.dataset.formula) return [cell.dataset.formula, cell.dataset.error].filter(Boolean).join(" → ");
  const copy = cell.cloneNode(true);
  for (const extra of copy.querySelectorAll(".chart, .note, .note-mark, .funnel")) extra.remove();
  return copy.textContent;
}

function choose(cell) {
  document.querySelector("td.selected")?.classList.remove("selected");
  if (!cell) return;
  cell.classList.add("selected");
  document.getElementById("cell-name").textContent = nameOf(cell);
  document.getElementById("cell-text").textContent = textOf(cell);
}

document.addEventListener("click", (event) => {
  const cell = event.target.closest(".grid td");
  if (!cell || event.target.closest(".chart, .note, a")) return;
  choose(cell);
  if (!event.target.closest(".note-mark")) showNote(cell);
});

// --- Notes: beside their cell, while the pointer rests there or after a tap ---

function showNote(cell) {
  const note = cell.querySelector(".note");
  if (note && !note.matches(":popover-open")) note.showPopover();
}

document.addEventListener("toggle", (event) => {
  const note = event.target;
  if (!note.classList?.contains("note") || event.newState !== "open") return;
  const cell = note.closest("td").getBoundingClientRect();
  const size = note.getBoundingClientRect();
  const right = cell.right + 6;
  note.classList.add("placed");
  note.style.left = `${right + size.width < innerWidth ? right : Math.max(cell.left - size.width - 6, 8)}px`;
  note.style.top = `${Math.max(Math.min(cell.top, innerHeight - size.height - 8), 8)}px`;
}, true);

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const cell = event.target.closest?.("td.noted");
  for (const note of document.querySelectorAll(".note:popover-open")) {
    if (!cell?.contains(note)) note.hidePopover();
  }
  if (cell) showNote(cell);
});

// --- Links inside the spreadsheet as Google writes them: …/edit#gid=7&range=B3 ---

function followHash() {
  const found = /^#gid=(\d+)(?:&range=([A-Z]{1,3}\d*))?/i.exec(location.hash);
  if (!found) return;
  const range = found[2] ? `&range=${found[2]}#chosen` : "";
  location.replace(`${location.pathname}?gid=${found[1]}${range}`);
}

addEventListener("hashchange", followHash);
followHash();
document.getElementById("chosen")?.scrollIntoView({ block: "center", inline: "center" });

function showTab() {
  document.querySelector(".tab[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

showTab();
document.fonts.ready.then(showTab); // the strip's widths change with its font
