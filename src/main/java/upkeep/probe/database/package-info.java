/** What databases and directories speak: MySQL, PostgreSQL, MongoDB, LDAP, Oracle. */
@NullMarked
package upkeep.probe.database;

import org.jspecify.annotations.NullMarked;
