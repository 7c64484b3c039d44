// Brings into sight what a manager looks for: the open match in its long list, the words a reason rests on.
(() => {
  "use strict";
  let seen = null;
  new MutationObserver(() => {
    const open = document.querySelector(".queue a[aria-current]");
    if (!open || open === seen) return;
    seen = open;
    const list = open.closest(".queue-slot");
    if (list) list.scrollTop += open.getBoundingClientRect().top - list.getBoundingClientRect().top - 60;
  }).observe(document.documentElement, { childList: true, subtree: true });

  // Gradio gives every page the root as its base, so that a link to a place on the page would leave it.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href^="#said-"]');
    const words = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!words) return;
    event.preventDefault();
    event.stopPropagation();
    document.querySelectorAll(".said.looked-at").forEach((each) => each.classList.remove("looked-at"));
    words.classList.add("looked-at");
    words.scrollIntoView({ block: "center" });
  }, true);
})();
