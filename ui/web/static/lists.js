// Gradio draws the choices of a list only while it is open. A long list scrolls, browsers let the tab key into whatever
// scrolls, and at that moment the list is gone: the focus fell back to the top of the page. So the list takes no focus.
(() => {
  "use strict";
  new MutationObserver(() => {
    for (const list of document.querySelectorAll("[role=listbox]:not([tabindex])")) list.tabIndex = -1;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
