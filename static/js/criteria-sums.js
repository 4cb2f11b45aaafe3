/* Cộng điểm ngay khi gõ: phương án cao nhất của từng tiêu chí, tổng của mục và của phần.
   Máy chủ cộng lại khi ghi; con số ở đây chỉ để nhìn. */
const form = document.querySelector("form[data-sums]");
const number = (text) => Number(String(text || "").trim().replace(/\s/g, "").replace(",", ".")) || 0;
const shown = (value) => String(Math.round(value * 100) / 100).replace(".", ",");
const field = (block, name) => block.querySelector(`[name$="-${name}"]`);

const say = (what, found, due) => {
  for (const output of form.querySelectorAll(`[data-found="${what}"]`)) output.textContent = shown(found);
  for (const output of form.querySelectorAll(`[data-due="${what}"]`)) output.textContent = shown(due);
  for (const word of form.querySelectorAll(`[data-wrong="${what}"]`)) word.hidden = found === due;
};

const highest = (block) => {
  let best = 0;
  for (const row of block.querySelectorAll(".options tbody tr")) {
    const text = row.querySelector('[name$="-text"]').value.trim();
    const gone = row.querySelector('[name$="-DELETE"]')?.checked;
    if (text && !gone) best = Math.max(best, number(row.querySelector('[name$="-points"]').value));
  }
  block.querySelector("[data-highest]").textContent = shown(best);
  const isGroup = field(block, "kind").value === "group";
  block.querySelector("[data-highest-wrong]").hidden = isGroup || best === number(field(block, "max_points").value);
};

const refresh = () => {
  let found = 0;
  for (const block of form.querySelectorAll("[data-criterion]")) {
    highest(block);
    const isCounted = !field(block, "parent_code").value.trim() && !field(block, "is_gone").checked;
    if (isCounted && field(block, "code").value.trim()) found += number(field(block, "max_points").value);
  }
  const due = number(form.querySelector('[name="muc-max_points"]').value);
  say("section", found, due);
  const part = form.querySelector('[data-found="part"]');
  say("part", number(part.dataset.others) + due, number(form.querySelector('[data-due="part"]').textContent));
};

form?.addEventListener("input", refresh);
form?.addEventListener("change", refresh);
if (form) refresh();
