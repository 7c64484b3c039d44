// The chat: the newest words stay in sight, the box keeps the focus, and a reply is read out once it is complete.
(() => {
  "use strict";
  const ROOM_ABOVE = 16;
  const SETTLED = 600; // milliseconds
  let turns = 0;
  let following = false;
  let spoken = "";
  let opened = "";

  const box = () => document.querySelector("#chat-box textarea");

  // A region that is there before its words come: those put into a new one are often not read out.
  const announcer = document.createElement("div");
  announcer.className = "for-readers";
  announcer.setAttribute("aria-live", "polite");
  const announce = (words) => {
    if (!words || words === spoken) return;
    spoken = words;
    if (!announcer.isConnected) (document.getElementById("page") || document.body).append(announcer);
    announcer.textContent = words;
  };

  const withoutMarks = (reply) => {
    const words = reply.cloneNode(true);
    for (const mark of words.querySelectorAll("sup.mark")) mark.remove();
    return words.textContent.trim().replace(/\s+/g, " ");
  };

  const follow = (turn) => {
    // The words grow downwards until the question stands at the top; then they are read from there.
    const writing = document.querySelector(".chat-row");
    const floor = Math.min(window.innerHeight, writing ? writing.getBoundingClientRect().top : window.innerHeight);
    const place = turn.getBoundingClientRect();
    const steps = document.querySelector(".chat-steps")?.getBoundingClientRect();
    const bottom = Math.max(place.bottom, steps && steps.height ? steps.bottom : 0);
    const down = Math.min(bottom - floor + ROOM_ABOVE, place.top - ROOM_ABOVE);
    if (down > 0) window.scrollBy(0, down);
  };

  const look = () => {
    const talk = document.getElementById("talk");
    if (!talk) return;
    const all = talk.querySelectorAll(".turn");
    const last = all[all.length - 1];
    if (all.length !== turns) following = all.length > 0;
    turns = all.length;
    if (last && following) {
      follow(last);
      // What is offered below a reply comes with it; after that the page stays where it is.
      if (!talk.querySelector("[aria-busy=true]")) setTimeout(() => { following = false; }, SETTLED);
    }
    const now = talk.querySelector(".searching");
    const reply = talk.querySelector(".fresh .answer");
    if (now) announce(now.textContent);
    else if (reply) announce(withoutMarks(reply));
    const draft = document.querySelector("#offered .draft");
    if (draft && new URLSearchParams(location.search).get("draft") && opened !== location.search) {
      opened = location.search;
      following = false;
      draft.scrollIntoView({ block: "start" });
    }
  };

  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; look(); });
  }).observe(document.documentElement, { childList: true, subtree: true });

  // Who scrolls reads: nothing is moved under her eyes until the next turn.
  for (const kind of ["wheel", "touchmove"]) {
    document.addEventListener(kind, () => { following = false; }, { passive: true });
  }
  document.addEventListener("keydown", (event) => {
    if (["PageUp", "PageDown", "Home", "End"].includes(event.key)) following = false;
  });

  document.addEventListener("click", (event) => {
    const said = event.target instanceof Element && event.target.closest(".chat-row button, .chat-steps button");
    if (said && box()) setTimeout(() => box().focus({ preventScroll: true }), 0);
  });
})();
