package upkeep.spec;

import upkeep.base.SourcePos;

/** A value with the place it was written at, for checks that come after reading. */
record Located<T>(T value, SourcePos position) {}
