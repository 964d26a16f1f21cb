// Registers the service worker; shows the button that installs the portal where the browser can.
navigator.serviceWorker?.register("/sw.js", { updateViaCache: "none" }).catch(() => {});
addEventListener("beforeinstallprompt", (event) => {
  const place = document.querySelector("[data-install]");
  if (!place) return;
  event.preventDefault();
  place.hidden = false;
  place.querySelector("button").onclick = () => {
    place.hidden = true;
    event.prompt();
  };
});
