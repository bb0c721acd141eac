// The content policy that every page of a site has to work under.

const DIRECTIVES = {
  "default-src": "'self'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "object-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'self'",
  "frame-ancestors": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "studium",
};

/** The policy of the page in the frame that draws diagrams. */
export const FRAME_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts";

/**
 * The policy as a header; a page with pictures of other hosts may fetch those, one that searches in a cluster
 * may ask that, and no more.
 */
export function policy({ remotePictures = false, cluster = null } = {}) {
  const directives = { ...DIRECTIVES };
  if (remotePictures) directives["img-src"] += " https:";
  if (cluster) directives["connect-src"] = `'self' ${cluster}`;
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}
