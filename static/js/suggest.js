/* Suggestions under every search field: an editable combobox with a list, after the WAI-ARIA
   pattern. Without script, or without an answer, the form searches as it does. */
(() => {
  "use strict";
  const SHORTEST = 2, PAUSE = 150; // letters, milliseconds
  const known = new Map();
  const said = document.querySelector("nav[data-suggest]")?.dataset;

  const make = (name, attributes, text = "") => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.textContent = text;
    return node;
  };

  const equip = (form) => {
    const field = form.elements.q, id = `${field.id}-goi-y`;
    const list = make("ul", { id, role: "listbox", class: "suggest", "aria-label": said.title });
    const status = make("span", { class: "sr", role: "status" });
    let options = [], here = -1, timer = 0, asked = "";

    const mark = (place) => {
      options[here]?.setAttribute("aria-selected", "false");
      here = place;
      if (here < 0) return field.removeAttribute("aria-activedescendant");
      options[here].setAttribute("aria-selected", "true");
      options[here].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", options[here].id);
    };

    const show = (rows) => {
      mark(-1);
      options = rows;
      list.replaceChildren(...rows);
      list.hidden = !rows.length;
      field.setAttribute("aria-expanded", !list.hidden);
    };

    const option = (url, place, ...parts) => {
      const row = make("li", { role: "option", id: `${id}-${place}`, "data-url": url, "aria-selected": "false" });
      row.append(...parts);
      return row;
    };

    const draw = (items, words) => {
      const rows = items.map(({ url, lang, label, note, kind }, place) => {
        const text = make("span", { class: "suggest__text" });
        text.append(make("span", { lang }, label));
        if (note) text.append(" ", make("span", { class: "suggest__note", lang: "vi" }, note));
        return option(url, place, text, " ", make("span", { class: "suggest__kind" }, kind));
      });
      const all = `${said.all}?q=${encodeURIComponent(words)}`;
      if (rows.length) rows.push(option(all, rows.length, said.more.replace("{q}", words)));
      show(rows);
      status.textContent = items.length ? said.many.replace("{n}", items.length) : said.none;
    };

    const ask = async () => {
      const words = asked = field.value.trim();
      const address = `${said.suggest}?q=${encodeURIComponent(words)}`;
      if (words.length < SHORTEST) return show([]);
      try {
        if (!known.has(address)) known.set(address, (await (await fetch(address)).json()).items);
      } catch { return show([]); }
      if (asked === words) draw(known.get(address), words);
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    field.addEventListener("blur", () => { clearTimeout(timer); asked = null; show([]); });
    field.addEventListener("keydown", (event) => {
      const { key } = event, turn = options.length + 1; // the options, then the field itself
      if (event.isComposing) return;
      if (list.hidden) { if (key === "ArrowDown") ask(); return; }
      if (key === "ArrowDown") mark((here + 2) % turn - 1);
      else if (key === "ArrowUp") mark((here + turn) % turn - 1);
      else if (key === "Escape") show([]);
      else if (key === "Enter" && here >= 0) location.assign(options[here].dataset.url);
      else return;
      event.preventDefault();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[data-url]");
      if (row) location.assign(row.dataset.url);
    });

    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", id]]) {
      field.setAttribute(name, value);
    }
    form.append(list, status);
    show([]);
  };

  if (said) document.querySelectorAll("form[data-suggest]").forEach(equip);
})();
