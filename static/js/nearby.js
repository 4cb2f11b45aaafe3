/* Asks the browser for the position when the button is pressed, rounds it and sends it once. */
(() => {
  "use strict";
  const form = document.querySelector("[data-near]");
  if (!form || !navigator.geolocation || !window.isSecureContext) return;
  const status = form.querySelector("[data-near-status]");
  const button = form.querySelector("[data-near-ask]");
  const rounded = (degrees) => degrees.toFixed(3); // about a hundred metres
  form.hidden = false;

  button.addEventListener("click", () => {
    button.disabled = true;
    status.textContent = status.dataset.waiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = rounded(coords.latitude);
        form.elements.lng.value = rounded(coords.longitude);
        form.submit();
      },
      (error) => {
        button.disabled = false;
        const denied = error.code === error.PERMISSION_DENIED;
        status.textContent = denied ? status.dataset.denied : status.dataset.failed;
      },
      { enableHighAccuracy: false, timeout: 15000, maximumAge: 300000 },
    );
  });
})();
