// Comfort only: every page works without it.
(function () {
  "use strict";
  var errors = document.getElementById("errors");
  if (errors) errors.focus();

  // The time zone of this device, where none was chosen yet.
  var zone = document.querySelector("[data-own-zone] select");
  if (zone && window.Intl) {
    var former = {"Asia/Calcutta": "Asia/Kolkata", "Asia/Katmandu": "Asia/Kathmandu", "Asia/Saigon": "Asia/Ho_Chi_Minh",
      "Asia/Rangoon": "Asia/Yangon", "Europe/Kiev": "Europe/Kyiv", "America/Buenos_Aires": "America/Argentina/Buenos_Aires"};
    var own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    own = former[own] || own;
    var found = Array.prototype.find.call(zone.options, function (one) { return one.value === own; });
    if (!found && own) {
      found = new Option(own.replace(/_/g, " "), own);
      zone.insertBefore(found, zone.firstChild);
    }
    if (found) found.selected = true;
  }

  // What is typed into a field for a password can be looked at.
  document.querySelectorAll("input[type=password]").forEach(function (input) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "plain show";
    button.textContent = "Show password";
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", function () {
      var hidden = input.type === "password";
      input.type = hidden ? "text" : "password";
      button.textContent = hidden ? "Hide password" : "Show password";
    });
    input.insertAdjacentElement("afterend", button);
  });

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
