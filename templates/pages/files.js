// Finding a file by words of its name: each word must stand in it, in any order.
(() => {
  const field = document.getElementById("find");
  const list = document.querySelector(".card.list");
  const none = document.getElementById("none");
  if (!field || !list) return;
  field.parentElement.hidden = false;

  const plain = (text) => text.toLowerCase().replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
  const files = [...list.querySelectorAll("li")].reverse(); // what lies in a folder comes before it

  const find = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    for (const item of files) {
      const name = plain(item.querySelector(".name").textContent);
      const inside = [...item.querySelectorAll("li")];
      item.hidden = inside.length ? inside.every((one) => one.hidden) : !words.every((word) => name.includes(word));
    }
    none.hidden = files.some((item) => !item.hidden);
    list.hidden = !none.hidden;
  };
  field.addEventListener("input", find);
  find(); // a browser that goes back fills the field again
})();
