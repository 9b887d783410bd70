// The form works without this. It tells the Buddhist-era date beside a date field, and sends once only.
"use strict";
const format = new Intl.DateTimeFormat("th-TH-u-ca-buddhist-nu-latn", { day: "numeric", month: "long", year: "numeric" });

function tell(input) {
  const output = document.getElementById(input.dataset.thaiDate);
  const found = /^(\d{4,6})-(\d\d)-(\d\d)/.exec(input.value);
  if (!output) return;
  output.classList.remove("doubtful");
  if (!found) { output.textContent = ""; return; }
  const year = Number(found[1]);
  if (year >= 2400) {
    output.textContent = `ปี ${year} น่าจะเป็น พ.ศ. โปรดใช้ ค.ศ. ${year - 543}`;
    output.classList.add("doubtful");
  } else {
    output.textContent = format.format(new Date(year, Number(found[2]) - 1, Number(found[3]))).replace(/ พุทธศักราช| พ\.ศ\.|ปี/g, "");
  }
}

for (const input of document.querySelectorAll("[data-thai-date]")) {
  input.addEventListener("input", () => tell(input));
  tell(input);
}

for (const field of document.querySelectorAll(".option.other input.line")) {
  field.addEventListener("input", () => {
    if (field.value) field.parentElement.querySelector("label input").checked = true;
  });
}

// What was wrong is mended: its hint goes. What is typed is judged by the server.
document.addEventListener("change", ({ target }) => {
  const question = target.closest(".wrong");
  if (!question?.querySelector("[id^='p-']") || !(target.checked || (target.matches("select") && target.value))) return;
  if (target.closest(".option.other")) return;
  question.classList.remove("wrong");
  for (const one of [question, ...question.querySelectorAll("[aria-invalid]")]) {
    one.removeAttribute("aria-invalid");
    one.removeAttribute("aria-describedby");
  }
  question.querySelector("[id^='p-']").remove();
});

const form = document.querySelector("form");
let sent = false;
form?.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
window.addEventListener("pageshow", () => { sent = false; });
