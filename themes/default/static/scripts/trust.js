// The one policy through which addresses of scripts and fetched pages become trusted.

// The one script elsewhere: what keeps the search lies at the root of the site.
const KEEPER = new URL("../search-offline.js", import.meta.url).href;

const kinds = {
  // Only scripts of this site, from the folder of this one.
  createScriptURL: (address) => {
    const url = new URL(address, document.baseURI);
    const folder = new URL("./", import.meta.url);
    if (url.href !== KEEPER && !url.href.startsWith(folder.href)) throw new TypeError(`not a script of this site: ${url}`);
    return url.href;
  },
  // For reading only: what is parsed from it is never put into the page.
  createHTML: (html) => html,
};

const policy = globalThis.trustedTypes?.createPolicy("studium", kinds) ?? kinds;

export const scriptAddress = (address) => policy.createScriptURL(address);
export const keeperAddress = () => policy.createScriptURL(KEEPER);
export const parsePage = (html) => new DOMParser().parseFromString(policy.createHTML(html), "text/html");
