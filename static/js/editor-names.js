/* The box one writes in gets the name of the field it stands for, so that it is read aloud. */
(() => {
  const name = () => {
    for (const box of document.querySelectorAll(".prose-editor .tiptap:not([aria-label])")) {
      const field = box.closest(".prose-editor").querySelector("textarea");
      const label = field && document.querySelector(`label[for="${field.id}"]`);
      if (!label) continue;
      box.setAttribute("aria-label", label.textContent.replace(/:\s*$/, "").trim());
      box.setAttribute("aria-multiline", "true");
    }
  };
  new MutationObserver(name).observe(document, { childList: true, subtree: true });
  name();
})();
