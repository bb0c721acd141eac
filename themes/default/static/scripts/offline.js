// Has the browser keep the search, so that it works without a network. What is kept, and for how long, the
// keeper says.

import { keeperAddress } from "./trust.js";

/** Starts the keeper, and lets it fetch what it keeps of the index. */
export const keepSearch = async () => {
  const { serviceWorker, connection } = navigator;
  // Browsers have it where nobody on the way can change what is fetched.
  if (!serviceWorker) return;
  const fetchMore = () => {
    if (!connection?.saveData) serviceWorker.controller?.postMessage("keep");
  };
  serviceWorker.addEventListener("controllerchange", fetchMore);
  await serviceWorker.register(keeperAddress(), { updateViaCache: "none" });
  fetchMore();
};
