<#-- What upkeepd may ask of systemd; see polkit(8). -->
polkit.addRule(function(action, subject) {
  if (subject.user != ${user} || action.id.indexOf("org.freedesktop.systemd1.") != 0) return polkit.Result.NOT_HANDLED;
  // polkit 126 tells the unit of who asks; earlier ones do not have the property.
  if (typeof subject.system_unit != "undefined" && subject.system_unit != ${daemon}) return polkit.Result.NO;
  if (action.id != "org.freedesktop.systemd1.manage-units") return polkit.Result.NO;
  var units = [
<#list units as unit>
    ${unit}<#sep>,</#sep>
</#list>
  ];
  var stoppable = [
<#list stoppable as unit>
    ${unit}<#sep>,</#sep>
</#list>
  ];
  // "start" is missing on purpose: systemd 257 asks for it before it runs a transient unit, which is any command as root.
  var verbs = ["restart", "try-restart", "reload", "reset-failed", "ref"];
  var unit = action.lookup("unit"), verb = action.lookup("verb"), message = action.lookup("polkit.message");
  if (unit === undefined || units.indexOf(unit) < 0) return polkit.Result.NO;
  if (verbs.indexOf(verb) < 0 && !(verb == "stop" && stoppable.indexOf(unit) >= 0)) return polkit.Result.NO;
  if (message !== undefined && message.indexOf("transient") >= 0) return polkit.Result.NO;
  return polkit.Result.YES;
});
