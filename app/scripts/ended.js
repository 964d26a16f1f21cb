// On pages that the service worker kept: what ends while one reads is marked as ended.
setInterval(() => {
  for (const place of document.querySelectorAll("[data-ends]:not([data-over])")) {
    if (Date.parse(place.dataset.ends) > Date.now()) continue;
    place.dataset.over = "true";
    const word = document.createElement("p");
    word.className = "state";
    word.textContent = place.dataset.word;
    place.prepend(word);
  }
}, 5e3);
