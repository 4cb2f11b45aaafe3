/* Biểu mẫu sống: đổi một câu trả lời thì hỏi máy chủ các mảnh đổi theo rồi thay đúng chỗ.
   Không có script, nút của biểu mẫu mở lại cả trang với cùng kết quả. */
const WAIT = 250;
const form = document.querySelector("form[data-live]");
const said = document.querySelector("[data-said]");
let timer;
let asked;

const put = (piece) => {
  const place = document.getElementById(piece.id);
  if (!place || place.innerHTML === piece.innerHTML) return;
  const open = [...place.querySelectorAll("details[open][id]")].map((each) => each.id);
  place.innerHTML = piece.innerHTML;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
};

// Đổi ngôn ngữ, cỡ chữ, tương phản mà không mất bài chấm.
const OWN = ["co-chu", "tuong-phan"];
const follow = (query) => {
  for (const link of document.querySelectorAll(".site-tools a[href]")) {
    const params = new URLSearchParams(query);
    for (const [name, value] of new URLSearchParams(link.search)) if (OWN.includes(name)) params.append(name, value);
    link.search = params.toString();
  }
};

const refresh = async () => {
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams(new FormData(form)).toString();
  const address = form.action.split("#")[0];
  try {
    const answer = await fetch(`${address}?${query}&${form.dataset.live}`, { signal: asked.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const pieces = document.createElement("template");
    pieces.innerHTML = await answer.text();
    for (const piece of pieces.content.children) put(piece);
    history.replaceState(null, "", `?${query}`);
    follow(query);
    said.textContent = document.querySelector(".tally-bar > span").textContent;
  } catch (error) {
    if (error.name !== "AbortError") said.textContent = form.dataset.failed;
  }
};

form?.addEventListener("change", () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, WAIT);
});
