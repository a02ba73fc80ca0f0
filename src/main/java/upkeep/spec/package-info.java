/**
 * YAML text to {@link upkeep.spec.Plan}: parsing with positions, all defaults, all validation. Pure.
 */
@NullMarked
package upkeep.spec;

import org.jspecify.annotations.NullMarked;
