// Parts of a page that scroll sideways can be reached with the keyboard: wide tables, and the languages of samples.
(() => {
  function update() {
    for (const part of document.querySelectorAll(".md-typeset__scrollwrap, .tabbed-labels")) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    }
  }
  update();
  addEventListener("resize", update);
  // Zensical puts tables into elements that scroll after this script.
  new MutationObserver(update).observe(document.body, { childList: true, subtree: true });
})();
