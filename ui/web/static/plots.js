// A plot is for the eyes: what it shows stands beside it in words, and its loose letters are kept from screen readers.
"use strict";
if (location.pathname.endsWith("/analytics")) {
  new MutationObserver(() => {
    document.querySelectorAll(".plot .js-plotly-plot:not([aria-hidden])").forEach((one) => {
      one.setAttribute("aria-hidden", "true");
    });
  }).observe(document.documentElement, { subtree: true, childList: true });
}
