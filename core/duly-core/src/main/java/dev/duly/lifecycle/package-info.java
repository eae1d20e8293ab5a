/**
 * The rules of what happens to a job, as pure functions: whether an attempt may start, what its end
 * means, and how long to wait after a failure. Workers and servers in any surroundings share them.
 *
 * <p>Rules with a number, such as E3, are those of {@code docs/contract.md}.
 */
@NullMarked
package dev.duly.lifecycle;

import org.jspecify.annotations.NullMarked;
