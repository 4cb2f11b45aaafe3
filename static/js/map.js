/* The map itself, by django-leaflet: communes shaded by count, and layers of points.
 *
 * It shows the state "map:state" brings (see map-list.js), says "map:choose" when a commune is
 * chosen on it and "map:view" when another part of it is in view; "map:whole" asks for all of it.
 * Every word it shows stands in a data- attribute; every address too.
 */
(() => {
  "use strict";
  const root = document.querySelector("[data-map-page]");
  const box = root?.querySelector("[data-map]");
  if (!box || !window.L?.Map?.djangoMap) return;
  const say = box.dataset;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const asJson = (url) => fetch(url).then((answer) => {
    if (!answer.ok) throw new Error(`${answer.status} ${url}`);
    return answer.json();
  });
  const plain = (text) => Object.assign(document.createElement("span"), { textContent: text });
  let state = null;
  let chosen = "";
  let started = false;
  let isPlaced = false; // whether the map has been told what to show

  root.querySelector("[data-map-still]").hidden = true;
  box.hidden = false;

  /* --- The map: one finger and the wheel scroll the page, two fingers or Ctrl move the map ----- */
  const djoptions = JSON.parse(say.options);
  const map = L.Map.djangoMap(box, {
    djoptions,
    callback: () => {},
    zoomControl: false,
    dragging: !L.Browser.mobile,
    scrollWheelZoom: false,
    zoomSnap: 0.1,
    zoomDelta: 0.75,
    fadeAnimation: !calm,
    zoomAnimation: !calm,
    markerZoomAnimation: !calm,
  });
  box.classList.toggle("map-view--tiles", djoptions.layers.length > 0);
  map.whenReady(() => { isPlaced = true; });
  L.control.zoom({ zoomInTitle: say.zoomIn, zoomOutTitle: say.zoomOut }).addTo(map);
  box.parentElement.addEventListener("wheel", (event) => {
    map.scrollWheelZoom[event.ctrlKey || event.metaKey ? "enable" : "disable"]();
  }, { capture: true, passive: true });

  const Home = L.Control.extend({
    options: { position: "topleft" },
    onAdd() {
      const bar = L.DomUtil.create("div", "leaflet-bar");
      const button = L.DomUtil.create("button", "map-home", bar);
      Object.assign(button, { type: "button", title: say.home, textContent: "⌂" });
      button.setAttribute("aria-label", say.home);
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.on(button, "click", fit);
      return bar;
    },
  });
  new Home().addTo(map);

  /* --- Communes ------------------------------------------------------------------------------- */
  map.createPane("names").style.zIndex = 550; // above the communes, below the points
  const context = L.geoJSON(null, {
    interactive: false,
    style: { className: "map-province", fill: false },
  }).addTo(map);
  const communes = new Map();
  let ground = null;
  let division = "";

  /* All there is: the communes, or the points where no commune has an outline yet. */
  function territory() {
    if (ground?.getLayers().length) return ground.getBounds();
    return layers.reduce((all, { group }) => all.extend(group.getBounds()), L.latLngBounds([]));
  }

  function fit() {
    if (territory().isValid()) map.fitBounds(territory(), { padding: [8, 8] });
  }

  function addCommune(feature, layer) {
    const { slug } = feature.properties;
    communes.set(slug, layer);
    layer.on("click", () => choose(slug));
    layer.tag = L.tooltip({
      pane: "names", permanent: true, direction: "center", className: "map-label", opacity: 1,
    }).setContent(plain(feature.properties.short));
  }

  async function drawGround() {
    if (division === state.division) return;
    division = state.division;
    const data = await asJson(division === "cu" ? say.boundariesFormer : say.boundariesPresent);
    const first = !ground;
    ground?.remove();
    communes.forEach((layer) => layer.tag.remove());
    communes.clear();
    ground = L.geoJSON(data, { style: { className: "map-commune" }, onEachFeature: addCommune });
    if (!first || !see(location.hash)) fit();
    ground.addTo(map).bringToBack();
    communes.forEach((layer) => layer.tag.setLatLng(layer.getCenter()).addTo(map));
    context.bringToBack();
  }

  /* How many products each commune has, its shade, and the words for both; none where none. */
  const NOTHING = [0, 1, ""];
  let counts = {};
  let counted = "";
  async function count() {
    const query = new URLSearchParams(state.filters);
    if (state.division === "cu") query.set("ranh-gioi", "cu");
    const url = `${say.counts}?${query}`;
    if (counted === url) return;
    const found = await asJson(url);
    counted = url;
    counts = found;
  }

  /* A commune's shade, name and outline follow its count. */
  function shade() {
    box.classList.toggle("map-view--gaps", state.gaps);
    for (const [slug, layer] of communes) {
      const [products, step, words] = counts[slug] || NOTHING;
      const { name } = layer.feature.properties;
      const path = layer.getElement();
      path.setAttribute("class", `leaflet-interactive map-commune m${step}`);
      path.classList.toggle("is-on", slug === state.chosen);
      path.dataset.place = slug;
      const tag = layer.tag.getElement();
      tag.classList.toggle("map-label--on-dark", step > 3);
      tag.classList.toggle("map-label--under", products > 0 && state.layers.includes("san-pham"));
      let title = path.querySelector("title");
      if (!title) path.append(title = document.createElementNS(path.namespaceURI, "title"));
      title.textContent = words ? `${name}: ${words}` : name;
    }
    labelSoon();
  }

  /* A name is shown where it fits into its commune and covers no point and no name already there,
   * a little aside where need be; communes with most products speak first. */
  const ASIDE = [0, 6, -6, 12, -12];
  const edges = (element, inset) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return [left + inset, right - inset, top + inset, bottom - inset];
  };
  function label() {
    const taken = [...box.querySelectorAll(".map-pin")].map((pin) => edges(pin, 3));
    const isFree = ([left, right, top, bottom]) => taken.every(([l, r, t, b]) =>
      left >= r || right <= l || top >= b || bottom <= t);
    const products = ([slug]) => (counts[slug] || NOTHING)[0];
    const tags = [...communes].sort((a, b) => products(b) - products(a)).map(([, layer]) => {
      const bounds = layer.getBounds();
      const room = map.latLngToLayerPoint(bounds.getSouthEast())
        .subtract(map.latLngToLayerPoint(bounds.getNorthWest())).x;
      const tag = layer.tag.getElement();
      tag.style.translate = "";
      return { tag, hasRoom: room > tag.textContent.length * 7.5 };
    });
    for (const found of tags) found.place = edges(found.tag, 2);
    for (const { tag, hasRoom, place: [left, right, top, bottom] } of tags) {
      const aside = hasRoom
        ? ASIDE.find((y) => isFree([left, right, top + y, bottom + y]))
        : undefined;
      tag.classList.toggle("map-label--fits", aside !== undefined);
      if (aside === undefined) continue;
      taken.push([left, right, top + aside, bottom + aside]);
      if (aside) tag.style.translate = `0 ${aside}px`;
    }
  }
  let waiting = 0;
  function labelSoon() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(label);
  }
  map.on("zoomend", labelSoon);

  function choose(slug) {
    root.dispatchEvent(new CustomEvent("map:choose", { detail: { slug } }));
  }

  /* A commune newly chosen is brought into view; a link to a view is left as it is. */
  function showChosen() {
    const layer = communes.get(state.chosen);
    const isNew = started && state.chosen !== chosen;
    chosen = state.chosen;
    layer?.bringToFront();
    if (layer && isNew && !map.getBounds().contains(layer.getBounds())) {
      map.fitBounds(layer.getBounds(), { maxZoom: map.getZoom() + 1, animate: !calm });
    }
  }

  /* --- Points --------------------------------------------------------------------------------- */
  /* "aside" in pixels: what stands at one place in two layers must not hide each other. */
  function icon({ kind, words, aside }, count) {
    const size = count > 99 ? 42 : count > 9 ? 36 : 30;
    return L.divIcon({
      className: `map-pin map-pin--${kind}${count > 99 ? " map-pin--many" : ""}`,
      html: `<span>${count}</span><span class="sr"> ${words}</span>`,
      iconSize: [size, size],
      iconAnchor: [size / 2 - aside, size / 2],
      popupAnchor: [aside, -size / 3],
    });
  }

  class Points {
    constructor(kind, url, words, aside) {
      Object.assign(this, { kind, url, words, aside, asked: null });
      this.group = L.markerClusterGroup({
        maxClusterRadius: 30,
        showCoverageOnHover: false,
        chunkedLoading: true,
        animate: !calm,
        spiderLegPolylineOptions: { className: "map-leg" },
        iconCreateFunction: (cluster) => icon(this, cluster.getChildCount()),
      }).on("animationend", labelSoon);
    }

    marker(feature) {
      const [longitude, latitude] = feature.geometry.coordinates;
      const marker = L.marker([latitude, longitude], { icon: icon(this, 1) });
      return marker.bindPopup(() => (marker.card ||= this.card(marker, feature.id)), {
        minWidth: 200,
        maxWidth: 280,
      });
    }

    /* What a point is, asked for when it is opened. */
    card(marker, id) {
      const holder = Object.assign(document.createElement("div"), { tabIndex: -1 });
      holder.className = "map-card";
      holder.append(plain(say.loading));
      fetch(say.card.replace("/0/", `/${id}/`).replace("san-pham", this.kind))
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
        .then((html) => { holder.innerHTML = html; })
        .catch(() => holder.replaceChildren(plain(say.failed)))
        .finally(() => {
          marker.getPopup().update();
          if (marker.isPopupOpen()) holder.focus({ preventScroll: true });
        });
      return holder;
    }

    async show(filters) {
      if (!state.layers.includes(this.kind)) {
        this.group.remove();
        labelSoon();
        return;
      }
      const url = filters ? `${this.url}?${filters}` : this.url;
      if (this.asked !== url) {
        this.asked = url;
        const data = await asJson(url);
        if (this.asked !== url) return;
        this.group.clearLayers();
        this.group.addLayers(data.features.map((feature) => this.marker(feature)));
      }
      this.group.addTo(map);
      labelSoon();
    }
  }

  const layers = [
    new Points("san-pham", say.products, say.productWord, 0),
    new Points("chu-the", say.producers, say.producerWord, 22),
    new Points("diem-ban", say.salesPoints, say.salesPointWord, -22),
    new Points("su-kien", say.events, say.eventWord, -44),
  ];
  let opener = null;
  map.on("popupopen", ({ popup }) => {
    opener = popup._source;
    popup.getElement().querySelector(".leaflet-popup-close-button")
      ?.setAttribute("aria-label", say.close);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !map._popup?.isOpen()) return;
    event.preventDefault();
    map.closePopup();
    opener?.getElement?.()?.focus();
  });

  /* --- The part in view stands behind "#": zoom/latitude/longitude ------------------------------ */
  function see(hash) {
    const [, zoom, latitude, longitude] =
      /^#([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(hash) || [];
    if (!longitude) return false;
    map.setView([+latitude, +longitude], +zoom, { animate: false });
    return true;
  }

  function remember() {
    const { lat, lng } = map.getCenter();
    const view = `#${+map.getZoom().toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}`;
    history.replaceState(history.state, "", location.pathname + location.search + view);
  }
  window.addEventListener("hashchange", () => see(location.hash));

  /* West, south, east, north of what is in view; empty where that is all of the ground. */
  function frame() {
    const all = territory();
    if (!isPlaced || !all.isValid()) return "";
    const view = map.getBounds();
    if (view.contains(all)) return "";
    return [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()]
      .map((degrees) => degrees.toFixed(3))
      .join();
  }
  function tellView() {
    root.dispatchEvent(new CustomEvent("map:view", { detail: { frame: frame() } }));
  }
  let telling = 0;
  map.on("moveend", () => {
    clearTimeout(telling);
    if (started) telling = setTimeout(tellView, 200); // arrow keys move the map step by step
  });
  root.addEventListener("map:whole", fit);

  async function show(event) {
    state = event.detail;
    const failed = root.querySelector("[data-map-failed]");
    try {
      await Promise.all([drawGround(), count()]);
      shade();
      showChosen();
      await Promise.all(layers.map((layer) => layer.show(state.filters)));
      if (!isPlaced && !see(location.hash)) fit();
      failed.hidden = true;
    } catch (error) {
      console.error(error);
      failed.hidden = false;
    }
    root.dataset.mapShown = location.search;
  }
  root.addEventListener("map:state", (event) => show(event).then(() => {
    if (started) return;
    map.on("moveend", remember);
    started = true;
    tellView();
  }));
  asJson(say.provinces).then((data) => context.addData(data).bringToBack(), () => {});
  root.dispatchEvent(new CustomEvent("map:ready"));
})();
