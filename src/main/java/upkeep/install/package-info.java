/**
 * From a tree of unit files to the disk: what differs ({@link upkeep.install.ChangeSet}, pure), the record of what was
 * written ({@link upkeep.install.Manifest}), and the applier, which a crash at any point leaves repairable.
 */
@NullMarked
package upkeep.install;

import org.jspecify.annotations.NullMarked;
