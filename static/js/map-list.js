/* Form, list and address of the map page, in step. Without this file all three work by links.
 *
 * The address is the state. Whoever changes it (a control, a link that chooses a commune or turns
 * a page, the back button) leads to one act: ask for the list of this address and tell the map, by
 * the event "map:state" on the page's root. The map says "map:choose" when a commune is chosen on
 * it, and "map:view" when another part of it is in view: the list then holds what is seen there.
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
  let frame = ""; // the part in view as west,south,east,north; empty for all of it
  let isFirstView = true;

  for (const part of root.querySelectorAll("[data-with-script]")) part.hidden = false;

  const said = () => new URLSearchParams(location.search);
  const result = () => list.querySelector("[data-map-result]").dataset;
  const place = (slug) => list.querySelector(`#${CSS.escape(`xa-${slug}`)}`);

  /* What the map has to know of the address. */
  function state() {
    const query = said();
    return {
      division: query.get("ranh-gioi") === "cu" ? "cu" : "nay",
      layers: [...form.querySelectorAll("[name=lop]:checked")].map((box) => box.value),
      gaps: query.get("o-trong") === "1",
      chosen: query.get("chon") || "",
      filters: result().filters,
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
    for (const name of [...names, "trang"]) query.delete(name);
    for (const [name, value] of new FormData(form)) {
      if (value && names.has(name)) query.append(name, value);
    }
    const layers = query.getAll("lop").join();
    if (!layers) query.set("lop", "khong");
    if (layers === "san-pham") query.delete("lop");
    if (query.get("ranh-gioi") !== division) {
      query.delete("chon");
      frame = ""; // the map is about to show the whole of the other division
    }
    return query;
  }

  const address = (query) => (query ? `?${query}` : location.pathname) + location.hash;

  function go(query) {
    const text = query.toString();
    if (`?${text}` === (location.search || "?")) return Promise.resolve();
    history.pushState(null, "", address(text));
    return show();
  }

  async function show() {
    if (await ask()) tell();
  }

  /* Asks for the list of this address and of what is in view, and says whether it has come; the
   * address itself is opened where that fails. */
  async function ask() {
    shown = location.search;
    asking?.abort();
    asking = new AbortController();
    list.setAttribute("aria-busy", "true");
    try {
      const url = new URL(root.dataset.listUrl + location.search, location.origin);
      if (frame) url.searchParams.set("khung", frame);
      const answer = await fetch(url, { signal: asking.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      put(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") location.reload();
      return false;
    }
    list.removeAttribute("aria-busy");
    live.textContent = result().summary;
    return true;
  }

  /* Puts the list in place. Who was on a link of it by keyboard stays on the same one, or is at
   * the heading where that has gone. */
  function put(html) {
    const held = list.contains(document.activeElement) ? document.activeElement : null;
    const line = held?.closest("h3") && held.closest("li").id;
    const href = held?.getAttribute("href");
    list.innerHTML = html;
    if (!held) return;
    const same = line
      ? list.querySelector(`#${CSS.escape(line)} h3 a`)
      : href && list.querySelector(`a[href="${CSS.escape(href)}"]`);
    const open = same?.closest("details");
    if (open) open.open = true;
    (same || heading()).focus({ preventScroll: true });
  }

  const heading = () => list.querySelector("h2");

  /* "focus" is the commune whose line in the list gets the keyboard, if any. */
  async function choose(slug, { focus = "" } = {}) {
    const query = said();
    query.delete("trang");
    if (slug) query.set("chon", slug);
    else {
      query.delete("chon");
      if (result().page > 1) query.set("trang", result().page);
    }
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
    const link = event.target.closest("h3 a, [data-map-link], [data-map-turn] a, [data-map-whole]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const slug = link.closest("h3") && link.closest("li").id.replace("xa-", "");
    if (slug) choose(slug === said().get("chon") ? "" : slug, { focus: slug });
    else if (link.matches("[data-map-whole]")) root.dispatchEvent(new CustomEvent("map:whole"));
    else if (link.closest("[data-map-turn]")) {
      go(new URLSearchParams(link.search)).then(() => heading().focus());
    } else go(new URLSearchParams(link.search)).then(fill);
  });
  root.addEventListener("map:choose", ({ detail }) => choose(detail.slug, detail));
  root.addEventListener("map:view", async ({ detail }) => {
    const isFirst = isFirstView;
    isFirstView = false;
    if (detail.frame === frame) return;
    frame = detail.frame;
    const query = said();
    if (!isFirst && query.has("trang")) { // another part has pages of its own
      query.delete("trang");
      history.replaceState(history.state, "", address(query.toString()));
    }
    if (await ask()) reveal(said().get("chon"));
  });
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
