/** The reference: the whole contract in memory, for tests and for development. */
@NullMarked
package dev.duly.memory;

import org.jspecify.annotations.NullMarked;
