/** Files, directories, named pipes. */
@NullMarked
package upkeep.probe.file;

import org.jspecify.annotations.NullMarked;
