/**
 * What a backend is: the SPI that every engine implements and the values that cross it. A backend
 * applies decisions; it makes none. Every arrow that crosses to the engine carries a batch.
 *
 * <p>Rules with a number, such as E3, are those of {@code docs/contract.md}.
 */
@Experimental
@NullMarked
package dev.duly.backend;

import org.jspecify.annotations.NullMarked;
