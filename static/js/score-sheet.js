/* Phiếu chấm: mỗi câu trả lời được lưu ngay; chưa lưu được thì giữ trên máy này và thử lại.
   Điểm, hạng sao, mức tối thiểu do máy chủ tính. Không có tệp này, nút Lưu nháp và Nộp phiếu vẫn dùng được. */
const form = document.querySelector("form[data-sheet]");
if (form) start();

function start() {
  const KEY = `phieu-${form.dataset.sheet}`;
  const TYPING = 700;
  const LONGEST = 30000;
  const said = form.querySelector("[data-saved]");
  const token = form.elements.csrfmiddlewaretoken.value;
  let waiting = read();
  let busy = false;
  let leaving = false;
  let pause = 1000;
  let timer;
  let drawing;

  function read() {
    try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
  }
  function keep() {
    try {
      if (Object.keys(waiting).length) localStorage.setItem(KEY, JSON.stringify(waiting));
      else localStorage.removeItem(KEY);
    } catch { /* máy không cho giữ: vẫn gửi được */ }
  }
  const tell = (words, state) => { said.textContent = words; said.dataset.state = state; };

  // Một việc chờ lưu: khóa là mã tiêu chí với điều đổi, giá trị là các ô gửi đi.
  function later(key, fields) {
    waiting[key] = fields;
    keep();
    tell("Đang lưu…", "busy");
    clearTimeout(timer);
    timer = setTimeout(flush, key.startsWith("ghi-chu") || key === "nhan-xet" ? TYPING : 0);
  }

  async function flush() {
    if (busy) return;
    const [key] = Object.keys(waiting);
    if (!key) return;
    busy = true;
    const sent = JSON.stringify(waiting[key]);
    const body = new URLSearchParams(waiting[key]);
    try {
      const answer = await fetch(form.dataset.save, {
        method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": token },
      });
      if (answer.status === 409) {
        const { refused } = await answer.json();
        delete waiting[key];
        keep();
        tell(refused, "bad");
      } else if (answer.ok) {
        const { saved } = await answer.json();
        if (JSON.stringify(waiting[key]) === sent) delete waiting[key];
        if (!leaving) keep();
        pause = 1000;
        if (!Object.keys(waiting).length) { tell(`Đã lưu ${saved}`, "ok"); draw(); }
      } else if (answer.type === "opaqueredirect" || answer.status === 403) {
        tell("Chưa lưu được: hết phiên đăng nhập hoặc không còn quyền. Câu trả lời giữ trên máy này; đăng nhập lại rồi mở phiếu.", "bad");
        busy = false;
        return;
      } else throw new Error(String(answer.status));
    } catch {
      tell("Chưa lưu được vì mất kết nối. Câu trả lời giữ trên máy này, cổng tự thử lại.", "bad");
      busy = false;
      clearTimeout(timer);
      timer = setTimeout(flush, pause);
      pause = Math.min(pause * 2, LONGEST);
      return;
    }
    busy = false;
    flush();
  }

  // Các mảnh tính lại: tổng, mức tối thiểu, số đã chấm.
  async function draw() {
    drawing?.abort();
    drawing = new AbortController();
    try {
      const answer = await fetch(form.dataset.pieces, { signal: drawing.signal });
      if (!answer.ok) return;
      const pieces = document.createElement("template");
      pieces.innerHTML = await answer.text();
      for (const piece of pieces.content.children) {
        const place = document.getElementById(piece.id);
        if (!place || place.innerHTML === piece.innerHTML) continue;
        const open = [...place.querySelectorAll("details[open][id]")].map((each) => each.id);
        place.innerHTML = piece.innerHTML;
        for (const id of open) document.getElementById(id)?.setAttribute("open", "");
      }
    } catch { /* lần lưu sau sẽ vẽ lại */ }
  }

  const codeOf = (element) => element.closest("fieldset[data-code]")?.dataset.code;
  form.addEventListener("change", ({ target }) => {
    if (target.type === "radio") {
      target.closest("fieldset").classList.remove("crit--todo");
      later(`chon:${target.name}`, [["tieu-chi", target.name], ["phuong-an", target.value]]);
    } else if (target.name === "loai") {
      const chosen = [...form.querySelectorAll("input[name=loai]:checked")].map((box) => ["loai", box.value]);
      later("loai", [["co-loai", "1"], ...chosen]);
    }
  });
  form.addEventListener("input", ({ target }) => {
    if (target.name === "nhan-xet") later("nhan-xet", [["nhan-xet", target.value]]);
    else if (target.name?.startsWith("ghi-chu:")) {
      later(`ghi-chu:${codeOf(target)}`, [["tieu-chi", codeOf(target)], ["ghi-chu", target.value]]);
    }
  });
  form.addEventListener("submit", () => {
    // Cả biểu mẫu được gửi, nên không còn gì phải giữ riêng.
    clearTimeout(timer);
    waiting = {};
    keep();
  });
  window.addEventListener("online", flush);
  // Trang mới có thể được dựng trước khi câu cuối lưu xong: cứ để câu ấy trên máy, trang mới đặt lại rồi gửi.
  window.addEventListener("beforeunload", (event) => {
    leaving = true;
    setTimeout(() => { leaving = false; keep(); }, 5000);
    if (Object.keys(waiting).length) event.preventDefault();
  });

  // Điều chưa kịp lưu lần trước được đặt lại vào phiếu rồi gửi.
  for (const [key, fields] of Object.entries(waiting)) {
    const values = Object.fromEntries(fields);
    if (key.startsWith("chon:")) {
      const radio = form.querySelector(`input[type=radio][name="${CSS.escape(values["tieu-chi"])}"][value="${CSS.escape(values["phuong-an"])}"]`);
      if (radio) radio.checked = true;
    } else if (key.startsWith("ghi-chu:")) {
      const box = form.elements[`ghi-chu:${values["tieu-chi"]}`];
      if (box) box.value = values["ghi-chu"];
    } else if (key === "nhan-xet") form.elements["nhan-xet"].value = values["nhan-xet"];
  }
  flush();

  // Ghi chú có sẵn thì mở ra.
  for (const box of form.querySelectorAll(".crit__note-box")) {
    if (box.querySelector("textarea").value) box.open = true;
  }

  // Tiêu chí chưa chấm kế tiếp: nút, hoặc phím N và P khi đang ở một phương án.
  const steps = form.querySelector(".sheet__step");
  steps.hidden = false;
  function step(by) {
    const all = [...form.querySelectorAll("fieldset[data-code]")];
    const open = all.filter((each) => !each.querySelector("input[type=radio]:checked"));
    const here = document.activeElement?.closest("fieldset[data-code]");
    const at = all.indexOf(here);
    const next = by > 0
      ? open.find((each) => all.indexOf(each) > at) ?? open[0]
      : open.findLast((each) => all.indexOf(each) < (at < 0 ? all.length : at)) ?? open.at(-1);
    if (!next) { tell("Mọi tiêu chí đã chấm.", "ok"); return; }
    next.closest("details.crit-fold").open = true;
    next.scrollIntoView({ block: "center" });
    next.querySelector("input[type=radio]").focus();
  }
  for (const button of steps.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  }
  form.addEventListener("keydown", (event) => {
    if (event.target.type !== "radio" || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "n" || key === "p") { event.preventDefault(); step(key === "n" ? 1 : -1); }
  });

  // Liên kết đến một tiêu chí nằm trong mục đang gập thì mở mục ra.
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href^='#tc-']");
    const place = link && document.getElementById(link.hash.slice(1));
    if (place) place.closest("details.crit-fold").open = true;
  });

  // Minh chứng của tiêu chí đang xem.
  const panel = form.querySelector("[data-proofs-panel]");
  const heading = panel?.querySelector("h2");
  const all = panel?.querySelector("[data-proofs-all]");
  function proofsOf(code) {
    const proofs = [...panel.querySelectorAll(".proof")];
    const mine = proofs.filter((each) => each.dataset.criteria.split(" ").includes(code));
    if (!mine.length) return;
    for (const each of proofs) each.hidden = !mine.includes(each);
    if (heading.dataset.code !== code) mine[0].open = true;
    heading.dataset.code = code;
    heading.textContent = `Minh chứng của ${code}`;
    all.hidden = false;
  }
  if (panel) {
    form.addEventListener("focusin", ({ target }) => { const code = codeOf(target); if (code) proofsOf(code); });
    form.addEventListener("click", ({ target }) => {
      const link = target.closest("[data-proofs]");
      if (link) proofsOf(link.dataset.proofs);
    });
    all.querySelector("button").addEventListener("click", () => {
      for (const each of panel.querySelectorAll(".proof")) each.hidden = false;
      heading.textContent = "Minh chứng";
      delete heading.dataset.code;
      all.hidden = true;
    });
  }
}
