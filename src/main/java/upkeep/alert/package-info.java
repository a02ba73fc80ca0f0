/**
 * Who is told what, when, and why: incidents and their ends become cases, cases go to groups by the tree of routes, groups become
 * messages. Suppression keeps messages back, never the telling of an end to whoever was told of the beginning. Pure: times are
 * arguments, and whoever calls it keeps the state.
 */
@NullMarked
package upkeep.alert;

import org.jspecify.annotations.NullMarked;
