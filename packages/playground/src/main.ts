/** The playground's own page. */
import "./elements.ts";

/** Everything that the page may need is fetched behind the first view, so that it works without a network from then on. */
if ("serviceWorker" in navigator && import.meta.env.PROD)
  addEventListener(
    "load",
    () => void navigator.serviceWorker.register("./service-worker.js").catch(() => {}),
  );
