/* A field for "latitude, longitude" and a map on which to point at the place instead.
 *
 * Without this file the field is typed. Leaflet comes only when the map is opened. Addresses and
 * words stand in data- attributes of the <details data-place-picker>; data-field and data-commune
 * name the fields it fills. A commune somebody typed is left as it is.
 */
(() => {
  "use strict";
  const box = document.querySelector("details[data-place-picker]");
  if (!box) return;
  const say = box.dataset;
  const { [say.field]: point, [say.commune]: commune } = box.closest("form").elements;
  const view = box.querySelector("[data-place-map]");
  const live = box.querySelector("[data-place-live]");
  let filled = "";
  box.hidden = false;

  const need = (tag, values) => new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), values);
    element.onload = resolve;
    element.onerror = () => reject(new Error(values.src || values.href));
    document.head.append(element);
  });
  const typed = () => {
    const numbers = point.value.split(/[\s;]+|,\s+|,(?=\d+\.)/).filter(Boolean);
    const [lat, lng] = numbers.map((text) => Number.parseFloat(text.replace(",", ".")));
    return Number.isFinite(lat) && Number.isFinite(lng) ? [lat, lng] : null;
  };

  function draw() {
    const map = L.map(view, { attributionControl: false, zoomSnap: 0.25 }).setView([16, 106], 5);
    const marker = L.marker([0, 0], {
      draggable: true,
      keyboard: false,
      icon: L.divIcon({ className: "place-picker__pin", iconSize: [22, 22] }),
    });
    const show = () => {
      const at = typed();
      if (at) marker.setLatLng(at).addTo(map);
      else marker.remove();
    };
    const take = ({ lat, lng }, name = "") => {
      point.value = `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
      if (!commune.value.trim() || commune.value === filled) commune.value = filled = name;
      live.textContent = [say.taken, point.value, name].filter(Boolean).join(" ");
      show();
    };
    map.on("click", (event) => take(event.latlng));
    marker.on("dragend", () => take(marker.getLatLng()));
    point.addEventListener("change", show);
    box.querySelector("[data-place-middle]").addEventListener("click", () => take(map.getCenter()));
    show();
    if (typed()) map.setView(typed(), 12);
    return fetch(say.outlines).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${say.outlines}`);
      return answer.json();
    }).then((collection) => {
      const layer = L.geoJSON(collection, {
        style: { className: "place-picker__commune" },
        onEachFeature: ({ properties: { name } }, shape) => {
          shape.bindTooltip(Object.assign(document.createElement("span"), { textContent: name }));
          shape.on("click", (event) => {
            L.DomEvent.stopPropagation(event);
            take(event.latlng, name);
          });
        },
      }).addTo(map);
      if (!typed()) map.fitBounds(layer.getBounds(), { padding: [10, 10] });
    });
  }

  box.addEventListener("toggle", () => {
    Promise.all([
      need("link", { rel: "stylesheet", href: say.style }),
      need("script", { src: say.script }),
    ]).then(draw).catch(() => { live.textContent = say.failed; });
  }, { once: true });
})();
