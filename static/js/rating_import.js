// Nói rằng việc dài đang chạy, và không cho gửi hai lần. Không có tệp này mọi trang vẫn dùng được.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const said = document.createElement("p");
    said.className = "imp-busy";
    said.setAttribute("role", "status");
    said.textContent = form.dataset.busy;
    form.append(said);
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector(".imp-busy")?.remove();
  }
});
