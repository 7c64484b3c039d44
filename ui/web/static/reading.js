// Opens a guide beside the page, at the quoted sentence. Without this script the links still work, as pages.
(() => {
  "use strict";
  let cameFrom = null;

  const panel = () => {
    const known = document.getElementById("reading");
    if (known) return known;
    const made = document.createElement("aside");
    made.id = "reading";
    made.setAttribute("role", "dialog");
    made.setAttribute("aria-label", "Guide");
    made.hidden = true;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.setAttribute("aria-label", "Close the guide");
    close.textContent = "×";
    close.addEventListener("click", shut);
    const body = document.createElement("div");
    body.className = "reading-body slot";
    made.append(close, body);
    document.body.append(made);
    return made;
  };

  const shut = () => {
    panel().hidden = true;
    document.body.classList.remove("reading-beside");
    // Gradio may have drawn the answer again meanwhile: then the same link is another element.
    const links = [...document.querySelectorAll("a[data-guide]")];
    const back = links.find((link) => link === cameFrom) || links.find((link) => link.href === cameFrom?.href);
    if (back) back.focus();
    cameFrom = null;
  };

  const open = async (link) => {
    const address = new URL(link.href);
    address.searchParams.set("part", "true");
    let answer;
    try {
      answer = await fetch(address, { credentials: "same-origin" });
    } catch {
      location.assign(link.href);
      return;
    }
    if (!answer.ok || answer.redirected) {
      location.assign(link.href);
      return;
    }
    const aside = panel();
    const body = aside.querySelector(".reading-body");
    body.innerHTML = await answer.text(); // escaped on the server, which serves it to nobody else
    cameFrom = link;
    aside.hidden = false;
    document.body.classList.add("reading-beside");
    const title = body.querySelector("h1");
    if (title) title.focus({ preventScroll: true });
    const quoted = body.querySelector("#quoted");
    if (quoted) quoted.scrollIntoView({ block: "center" });
    else aside.scrollTop = 0;
  };

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-guide]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!link || !plain || link.closest("#reading")) return;
    event.preventDefault();
    event.stopPropagation();
    open(link);
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel().hidden) shut();
  });

  // A new turn of the conversation comes into sight.
  let turns = 0;
  new MutationObserver(() => {
    const all = document.querySelectorAll("#conversation .turn");
    if (all.length > turns) all[all.length - 1].scrollIntoView({ block: "start", behavior: "smooth" });
    turns = all.length;
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.documentElement.lang = "en";
})();
