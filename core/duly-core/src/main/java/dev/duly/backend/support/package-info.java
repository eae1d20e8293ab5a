/**
 * What several backends are built with.
 *
 * <p>Rules with a number, such as E3, are those of {@code docs/contract.md}.
 */
@NullMarked
package dev.duly.backend.support;

import org.jspecify.annotations.NullMarked;
