// Leads from an old address to the new one and keeps the place in the page that was asked for, which a
// refresh alone would lose. Without it, the refresh behind it leads to the top of the page.
{
  const target = document.currentScript.dataset.target;
  if (location.hash) location.replace(new URL(target, location.href).href + location.hash);
}
