#!/bin/sh
# Names what the runtime of the package can do without, a line for each resource, as jlink's --exclude-resources takes it:
#   needless.sh JDK
# Two modules are there for little: of java.desktop FreeMarker uses java.beans and names two types of trees; of java.xml the interfaces are
# named, but nothing parses XML. jlink insists on each package that a module exports, so the smallest class of each package stays.
set -eu
LC_ALL=C
export LC_ALL
"$1/bin/jimage" list --verbose "$1/lib/modules" |
  awk '$1 == "Module:" { module = $2 } $1 ~ /^[0-9]+$/ && (module == "java.desktop" || module == "java.xml") { print $2, "/" module "/" $4 }' |
  grep -vE ' /[a-z.]*/(java/beans/|com/sun/beans/|javax/swing/tree/Tree(Node|Path)\.class|javax/xml/|org/|module-info\.class$)' |
  sort -k1n -k2 |
  awk '{ package = $2; sub("/[^/]*$", "", package) } package in kept { print $2 } { kept[package] = 1 }' |
  sort
