/* Form, list and address of the map page, in step. Without this file all three work by links.
 *
 * The address is the state. Whoever changes it (a control, a link that chooses a commune, the back
 * button) leads to one act: ask for the list of this address and tell the map, by the event
 * "map:state" on the page's root. The map says "map:choose" when a commune is chosen on it.
 */
(() => {
  "use strict";
  const root = document.querySelector("[data-map-page]");
  if (!root) return;
  const form = root.querySelector("[data-map-form]");
  const list = root.querySelector("[data-map-list]");
  const live = root.querySelector("[data-map-live]");
  let asking = null;
  let shown = location.search;

  for (const part of root.querySelectorAll("[data-with-script]")) part.hidden = false;

  const said = () => new URLSearchParams(location.search);
  const place = (slug) => list.querySelector(`[data-place="${CSS.escape(slug)}"]`);

  /* What the map has to know of the address and of the list. */
  function state() {
    const query = said();
    const data = list.querySelector("[data-map-result]").dataset;
    return {
      division: query.get("ranh-gioi") === "cu" ? "cu" : "nay",
      layers: [...form.querySelectorAll("[name=lop]:checked")].map((box) => box.value),
      gaps: query.get("o-trong") === "1",
      chosen: query.get("chon") || "",
      filters: data.filters,
      places: new Map([...list.querySelectorAll("[data-place]")].map(({ dataset }) => [
        dataset.place,
        { count: +dataset.count, step: +dataset.step || 1, label: dataset.label },
      ])),
    };
  }

  /* Tells the map, and lets the legend say which division and which shades it is about. */
  function tell() {
    const detail = state();
    for (const part of root.querySelectorAll("[data-of-division]")) {
      part.hidden = part.dataset.ofDivision !== detail.division;
    }
    for (const part of root.querySelectorAll("details[data-of-layer]")) {
      part.open = detail.layers.includes(part.dataset.ofLayer);
    }
    root.querySelector("[data-map-legend]").classList.toggle("legend--gaps", detail.gaps);
    root.dispatchEvent(new CustomEvent("map:state", { detail }));
  }

  const controls = () => [...form.elements].filter(({ name, type }) => name && type !== "hidden");

  /* The controls say what the address says. */
  function fill() {
    const query = said();
    for (const control of controls()) {
      const values = query.getAll(control.name);
      if (control.type !== "checkbox") {
        control.value = values[0] || "";
        if (control.selectedIndex < 0) control.value = "";
      }
      else if (values.length) control.checked = values.includes(control.value);
      else control.checked = control.hasAttribute("data-default");
    }
  }

  /* The address the controls ask for; what no control holds stays as it is. */
  function wanted() {
    const query = said();
    const division = query.get("ranh-gioi");
    const names = new Set(controls().map((control) => control.name));
    for (const name of names) query.delete(name);
    for (const [name, value] of new FormData(form)) {
      if (value && names.has(name)) query.append(name, value);
    }
    const layers = query.getAll("lop").join();
    if (!layers) query.set("lop", "khong");
    if (layers === "san-pham") query.delete("lop");
    if (query.get("ranh-gioi") !== division) query.delete("chon");
    return query;
  }

  function go(query) {
    const text = query.toString();
    if (`?${text}` === (location.search || "?")) return Promise.resolve();
    history.pushState(null, "", (text ? `?${text}` : location.pathname) + location.hash);
    return show();
  }

  /* Asks for the list of this address; the address itself is opened where that fails. */
  async function show() {
    shown = location.search;
    asking?.abort();
    asking = new AbortController();
    list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${root.dataset.listUrl}${location.search}`, {
        signal: asking.signal,
      });
      if (!answer.ok) throw new Error(answer.statusText);
      list.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") location.reload();
      return;
    }
    list.removeAttribute("aria-busy");
    live.textContent = list.querySelector("[data-map-result]").dataset.summary;
    tell();
  }

  /* "focus" is the commune whose line in the list gets the keyboard, if any. */
  async function choose(slug, { focus = "" } = {}) {
    const query = said();
    if (slug) query.set("chon", slug);
    else query.delete("chon");
    await go(query);
    const item = reveal(slug || focus);
    if (focus) item?.querySelector("a").focus({ preventScroll: true });
  }

  /* Brings the line of a commune to the top of the list, which scrolls by itself. */
  function reveal(slug) {
    const item = slug && place(slug);
    if (!item) return null;
    if (item.closest("details")) item.closest("details").open = true;
    item.closest("[data-map-scroll]").scrollTop = item.offsetTop;
    return item;
  }

  form.addEventListener("change", () => go(wanted()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(wanted());
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-place] h3 a, [data-map-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const slug = link.closest("[data-place]")?.dataset.place;
    if (slug) choose(slug === said().get("chon") ? "" : slug, { focus: slug });
    else go(new URLSearchParams(link.search)).then(fill);
  });
  root.addEventListener("map:choose", ({ detail }) => choose(detail.slug, detail));
  root.addEventListener("keydown", (event) => {
    const chosen = said().get("chon");
    if (event.key !== "Escape" || event.defaultPrevented || !chosen) return;
    const back = place(chosen)?.contains(document.activeElement);
    choose("", { focus: back ? chosen : "" });
  });
  window.addEventListener("popstate", () => {
    if (location.search === shown) return;
    fill();
    show();
  });

  fill();
  reveal(said().get("chon"));
  root.addEventListener("map:ready", tell);
})();
