// The switch of the edition: hides what the chosen edition of the API does not have. The choice is kept for other pages.
(() => {
  const KEY = "workato-embedded-edition";
  const memory = {
    get: () => {
      try {
        return localStorage.getItem(KEY) ?? "";
      } catch {
        return "";
      }
    },
    set: (edition) => {
      try {
        localStorage.setItem(KEY, edition);
      } catch {
        // The browser stores nothing for this page: the choice holds for the page only.
      }
    },
  };

  function isMissing(edition, since, until) {
    return Boolean(edition) && ((since && edition < since) || (until && edition >= until));
  }

  function show(edition) {
    for (const element of document.querySelectorAll("[data-since], [data-until]")) {
      element.classList.toggle("edition-hidden", isMissing(edition, element.dataset.since, element.dataset.until));
    }
    for (const note of document.querySelectorAll(".edition-note")) {
      note.hidden = !isMissing(edition, note.dataset.from, note.dataset.to);
    }
  }

  for (const place of document.querySelectorAll(".edition-switch")) {
    const select = place.querySelector("select");
    const kept = memory.get();
    select.value = [...select.options].some((option) => option.value === kept) ? kept : "";
    select.addEventListener("change", () => {
      memory.set(select.value);
      show(select.value);
    });
    place.hidden = false;
    show(select.value);
  }
})();
