/** For backends: whether the kit notices when a guard is gone from what an engine is told. */
@NullMarked
package dev.duly.lab.mutant;

import org.jspecify.annotations.NullMarked;
