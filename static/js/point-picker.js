/* Two fields for a latitude and a longitude, and beside them a map on which the point is shown.
 *
 * The fields work without this script. The map knows only the outlines of communes; its address
 * stands in data-outlines, its words in data-open and data-hint.
 */
(() => {
  "use strict";
  const outlines = new Map();
  const load = (url) => {
    if (!outlines.has(url)) {
      outlines.set(url, fetch(url).then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status} ${url}`);
        return answer.json();
      }));
    }
    return outlines.get(url);
  };
  const number = (field) => Number.parseFloat(field.value.replace(",", "."));
  const written = (value) => value.toFixed(5).replace(".", ",");

  function equip(latitude) {
    const longitude = latitude.form.elements[latitude.name.replace("latitude", "longitude")];
    if (!longitude || latitude.name.includes("__prefix__") || latitude.dataset.equipped) return;
    latitude.dataset.equipped = "true";
    const box = document.createElement("details");
    box.className = "point-picker";
    const summary = document.createElement("summary");
    summary.textContent = latitude.dataset.open;
    const view = document.createElement("div");
    view.className = "point-picker__map";
    const hint = document.createElement("p");
    hint.className = "help";
    hint.textContent = latitude.dataset.hint;
    box.append(summary, hint, view);
    latitude.closest(".form-row").append(box);
    box.addEventListener("toggle", () => draw(view, latitude, longitude), { once: true });
  }

  function draw(view, latitude, longitude) {
    const map = L.map(view, { attributionControl: false, zoomSnap: 0.25 });
    map.setView([16, 106], 5);
    const marker = L.marker([0, 0], {
      draggable: true,
      icon: L.divIcon({ className: "point-picker__pin", iconSize: [20, 20] }),
      alt: "",
    });
    const point = () => [number(latitude), number(longitude)];
    const isPoint = () => point().every(Number.isFinite);
    const show = () => {
      if (!isPoint()) { marker.remove(); return; }
      marker.setLatLng(point()).addTo(map);
    };
    const take = ({ lat, lng }) => {
      latitude.value = written(lat);
      longitude.value = written(lng);
      show();
    };
    map.on("click", (event) => take(event.latlng));
    marker.on("dragend", () => take(marker.getLatLng()));
    latitude.addEventListener("change", show);
    longitude.addEventListener("change", show);
    show();
    if (isPoint()) map.setView(point(), 12);
    load(latitude.dataset.outlines).then((collection) => {
      const layer = L.geoJSON(collection, {
        style: { className: "point-picker__commune" },
        onEachFeature: (feature, shape) => {
          if (feature.properties?.name) shape.bindTooltip(plain(feature.properties.name));
        },
      }).addTo(map);
      if (!isPoint()) map.fitBounds(layer.getBounds(), { padding: [10, 10] });
    }).catch(() => { view.dataset.bare = "true"; });
  }

  const plain = (text) => Object.assign(document.createElement("span"), { textContent: text });
  const equipAll = (root) => root.querySelectorAll("[data-point]").forEach(equip);
  document.addEventListener("DOMContentLoaded", () => window.L && equipAll(document));
  document.addEventListener("formset:added", (event) => equipAll(event.target));
})();
