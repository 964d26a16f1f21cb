// Adds "dans 3 heures" beside each absolute time, in the page's language; the absolute one stays.
(() => {
  if (!globalThis.Intl?.RelativeTimeFormat) return;
  const say = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
  const steps = [["day", 864e5], ["hour", 36e5], ["minute", 6e4]];
  const tell = () => {
    for (const time of document.querySelectorAll("main time[datetime]")) {
      const away = Date.parse(time.dateTime) - Date.now();
      const [unit, length] = steps.find(([, length]) => Math.abs(away) >= length) ?? steps[2];
      if (!Number.isFinite(away) || Math.abs(away) > 30 * 864e5) continue;
      time.dataset.relative = say.format(Math.round(away / length), unit);
    }
  };
  tell();
  setInterval(tell, 6e4);
})();
