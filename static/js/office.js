/* What Django's widgets forget: fields drawn by select2 take the name of their own label. */
(() => {
  "use strict";
  const name = (select) => {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const column = select.closest("td")?.cellIndex;
    const header = select.closest("table")?.tHead?.rows[0]?.cells[column];
    return (label || header)?.textContent.trim().replace(/:$/, "") || "";
  };
  const tell = (root) => root.querySelectorAll("select.admin-autocomplete").forEach((select) => {
    const drawn = select.nextElementSibling;
    if (!drawn?.classList.contains("select2")) return;
    drawn.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox], input").forEach((part) => {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name(select));
    });
  });
  const ready = window.django?.jQuery;
  if (ready) ready(() => tell(document)); // after the ready of select2, which was asked for first
  document.addEventListener("formset:added", (event) => setTimeout(() => tell(event.target)));
})();
