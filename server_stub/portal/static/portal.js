// Comfort only: every page works without it.
(function () {
  "use strict";
  var errors = document.getElementById("errors");
  if (errors) errors.focus();

  // The time zone of this device, where none was chosen yet.
  var zone = document.querySelector("select[data-own-zone], [data-own-zone] select");
  if (zone && window.Intl) {
    var own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (var i = 0; i < zone.options.length; i++) if (zone.options[i].value === own) zone.selectedIndex = i;
  }

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
})();
