/**
 * The reference: the whole contract in memory, for tests and for development.
 *
 * <p>Rules with a number, such as E3, are those of {@code docs/contract.md}.
 */
@NullMarked
package dev.duly.memory;

import org.jspecify.annotations.NullMarked;
