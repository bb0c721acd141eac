// Starts what answers searches: the engine of the site, or a worker that asks a cluster.

import { scriptAddress } from "./trust.js";

/** Starts the worker that the data of a search box name. */
export const startSearch = ({ worker: address, endpoint, engine }) => {
  const worker = new Worker(scriptAddress(address), { type: "module" });
  if (endpoint) worker.postMessage({ endpoint, engine });
  return worker;
};
