// The text filter of the glossary: a term stays while its name or definition holds every word.

const box = document.querySelector("[data-filter-terms]");
const nothing = document.querySelector("[data-nothing]");
const fold = (text) => text.normalize("NFC").toLowerCase().replaceAll("ё", "е");
const read = () =>
  [...document.querySelectorAll(".letter")].map((section) => ({
    section,
    terms: [...section.querySelectorAll("dl > div")].map((term) => ({ term, text: fold(term.textContent) })),
  }));
let sections = read();

const filter = () => {
  const words = fold(box.value).split(/\s+/).filter(Boolean);
  let any = false;
  for (const { section, terms } of sections) {
    let shown = false;
    for (const { term, text } of terms) {
      const fits = words.every((word) => text.includes(word));
      term.hidden = !fits;
      shown ||= fits;
    }
    section.hidden = !shown;
    any ||= shown;
  }
  nothing.textContent = any ? "" : nothing.dataset.nothing;
};

const current = () => {
  const target = document.querySelector(".filter li:target") ?? document.getElementById("category-all");
  for (const link of document.querySelectorAll(".filter a")) {
    if (target?.contains(link)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
};

box.addEventListener("input", filter);
box.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    box.value = "";
    filter();
  }
});
addEventListener("hashchange", current);
// In a preview, terms come and go.
document.addEventListener("studium:morphed", () => {
  sections = read();
  filter();
  current();
});
filter();
current();
