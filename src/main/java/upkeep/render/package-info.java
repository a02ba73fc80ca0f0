/**
 * Plan and templates to a tree of files for systemd. Pure.
 */
@NullMarked
package upkeep.render;

import org.jspecify.annotations.NullMarked;
