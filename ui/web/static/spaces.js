// Spaces: a button of a post, or a space in the list, is told to the page; the address follows, and “back” works.
(() => {
  "use strict";
  let said = 0;
  let wanted = new URLSearchParams(location.search).get("post") || "";

  const tell = (what) => {
    const box = document.querySelector("#space-do textarea, #space-do input");
    if (!box) return false;
    const kind = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    said += 1; // the same button twice is told twice
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(box, `${what} #${said}`);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target && target.closest("button[data-do]");
    if (button) {
      tell(button.dataset.do);
      return;
    }
    const link = target && target.closest("a[data-space]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!link || !plain || !tell(`open ${link.dataset.space} ${link.dataset.post || ""}`)) return;
    event.preventDefault();
    event.stopPropagation();
    history.pushState(null, "", link.href);
    const unfold = document.querySelector(".spaces-side .unfold input:checked");
    if (unfold) unfold.click();
    window.scrollTo({ top: 0 });
    wanted = link.dataset.post || "";
  }, true);

  window.addEventListener("popstate", () => {
    const asked = new URLSearchParams(location.search);
    tell(`open ${asked.get("space") || "first"} ${asked.get("post") || ""}`.trim());
  });

  // What is asked for is brought to where she is: the box of an answer takes the focus once it is there.
  let open = false;
  new MutationObserver(() => {
    const panel = document.querySelector(".post-panel");
    const there = Boolean(panel && panel.offsetParent !== null);
    if (there && !open) {
      const box = panel.querySelector("textarea") || panel.querySelector("button");
      if (box) box.focus({ preventScroll: true });
    }
    open = there;
    const post = wanted && document.getElementById(`post-${wanted}`);
    if (post) {
      wanted = "";
      post.scrollIntoView({ block: "center" });
      post.classList.add("looked-at");
    }
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "style"] });
})();
