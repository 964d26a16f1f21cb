// Brings the islands of a page to life. Loaded only by pages that have one.
// Each island is a <leptos-island data-component="Name_hash">; the module exports a function of that name.
import start, * as islands from "/pkg/{{glue}}";

const wake = async (root) => {
  await start({ module_or_path: "/pkg/{{wasm}}" });
  islands.hydrate?.();
  // Outer islands first: a querySelectorAll lists them in that order.
  for (const place of root.querySelectorAll("leptos-island[data-component]")) {
    const hydrateIsland = islands[place.dataset.component];
    if (typeof hydrateIsland === "function") await hydrateIsland(place);
    else console.warn("no island of this name:", place.dataset.component);
  }
};

// Without it the page is complete: a failure is told to developers, not to residents.
wake(document.body).catch((why) => console.warn("islands:", why));
