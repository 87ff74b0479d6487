/* Names for what a screen reader would else announce without one: rows that are added, fields in which one types. */
"use strict";
{
  const ROW = /^(\D*)(\d+|__row__), /; // "Citation 2, locator"

  function numberRows() {
    for (const group of document.querySelectorAll(".inline-group")) {
      group.querySelectorAll("tr.form-row:not(.empty-form)").forEach((row, index) => {
        for (const field of row.querySelectorAll("[aria-label]")) {
          field.setAttribute("aria-label", field.getAttribute("aria-label").replace(ROW, `$1${index + 1}, `));
        }
      });
    }
  }

  function nameOf(select) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    return select.getAttribute("aria-label") || (label ? label.textContent.trim().replace(/:$/, "") : "");
  }

  function nameBoxes() {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const box = select.nextElementSibling && select.nextElementSibling.querySelector(".select2-selection");
      if (!box) {
        continue;
      }
      box.id = `${select.id}-box`;
      box.setAttribute("aria-label", nameOf(select));
      const chosen = box.querySelector(".select2-selection__rendered");
      box.setAttribute("aria-labelledby", chosen && chosen.id ? `${box.id} ${chosen.id}` : box.id);
      nameSearch(select, box);
    }
  }

  function nameSearch(select, where) {
    for (const search of where.querySelectorAll(".select2-search__field")) {
      search.setAttribute("aria-label", `${nameOf(select)}, search`);
    }
  }

  function nameAll() {
    numberRows();
    nameBoxes();
  }

  function scrollByKey() {
    for (const box of document.querySelectorAll(".inline-group .tabular fieldset.module, #changelist .results")) {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
      }
    }
  }

  if (window.django && window.django.jQuery) {
    const $ = window.django.jQuery;
    $(() => {
      nameAll();
      scrollByKey();
    });
    $(document).on("select2:open", (event) => {
      const opened = document.querySelector(".select2-dropdown");
      if (opened) {
        nameSearch(event.target, opened);
      }
    });
    document.addEventListener("formset:added", nameAll);
    document.addEventListener("formset:removed", nameAll);
  }
}
