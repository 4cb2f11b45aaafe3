/* Tự chấm trong hồ sơ: mỗi câu trả lời được lưu ngay, rồi thay các mảnh đổi theo.
   Mất kết nối thì nói rõ và thử lại; không có script, nút Lưu làm cùng việc. */
const WAIT = 300;
const RETRY = 5000;
const form = document.querySelector("form[data-answers]");
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

const save = async () => {
  asked?.abort();
  asked = new AbortController();
  const answers = new FormData(form);
  answers.append("manh", "1");
  try {
    const answer = await fetch(location.href, { method: "POST", body: answers, signal: asked.signal });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const pieces = document.createElement("template");
    pieces.innerHTML = await answer.text();
    for (const piece of pieces.content.children) put(piece);
    said.textContent = document.getElementById("da-luu").textContent;
    form.removeAttribute("data-unsaved");
  } catch (failure) {
    if (failure.name === "AbortError") return;
    said.textContent = form.dataset.failed;
    document.getElementById("da-luu").textContent = form.dataset.failed;
    timer = setTimeout(save, RETRY);
  }
};

form?.addEventListener("change", () => {
  form.setAttribute("data-unsaved", "");
  clearTimeout(timer);
  timer = setTimeout(save, WAIT);
});
form?.addEventListener("submit", () => { clearTimeout(timer); asked?.abort(); });
