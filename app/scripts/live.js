// Says that the page has a newer version, and moves nothing: the reader decides when to load it.
(() => {
  const { seen, say, show } = document.currentScript.dataset;
  const page = encodeURIComponent(location.pathname);
  const strip = document.createElement("p");
  strip.className = "live";
  strip.setAttribute("role", "status");
  document.body.append(strip);
  let stream, timer, told;

  const tell = (now, at = Date.now()) => {
    if (now === told) return;
    told = now;
    if (now === seen) return strip.replaceChildren();
    const time = new Date(at).toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Europe/Paris",
    });
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = show;
    link.onclick = (click) => { click.preventDefault(); location.reload(); };
    strip.replaceChildren(say.replace("{}", time), " ", link);
  };

  // No place among the listeners: asks every minute, then tries again.
  const poll = async () => {
    try {
      const answer = await fetch(`/en-direct/etat?page=${page}`, { cache: "no-cache" });
      if (answer.ok) tell(await answer.text());
    } catch { /* the next minute */ }
    listen();
  };

  const listen = () => {
    clearTimeout(timer);
    stream?.close();
    strip.hidden = !navigator.onLine;
    if (document.hidden || strip.hidden) return;
    stream = new EventSource(`/en-direct?page=${page}&vu=${seen}`);
    stream.addEventListener("change", (e) => tell(e.lastEventId, JSON.parse(e.data).at));
    stream.onerror = () => {
      if (stream.readyState === 2) timer = setTimeout(poll, 6e4 + Math.random() * 2e4);
    };
  };

  for (const what of ["online", "offline"]) addEventListener(what, listen);
  document.addEventListener("visibilitychange", listen);
  // Whoever only passes takes no place.
  timer = setTimeout(listen, 2e3);
})();
