// Make a letter's frame as tall as the letter, so that the page scrolls as one.
"use strict";

const frame = document.querySelector("iframe.letter");

function fit() {
  const letter = frame.contentDocument?.documentElement;
  if (!letter) return;
  frame.style.height = "0";
  frame.style.height = `${letter.scrollHeight + 2}px`;
}

if (frame) {
  frame.addEventListener("load", fit);
  addEventListener("resize", fit);
  if (frame.contentDocument?.readyState === "complete") fit();
}
