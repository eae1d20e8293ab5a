/**
 * The engine of a worker: claims jobs, has them run, and settles how they ended. What the jobs mean
 * it does not know: that is behind the port {@link dev.duly.engine.Work}.
 *
 * <p>The path of a job: {@code Puller} asks for what there are free slots for, {@code Runner} has
 * the work done, {@link dev.duly.lifecycle.Lifecycle} decides what its end means, {@code Settler}
 * keeps the decisions until {@code TurnLoop} sends them; beside the path {@code LeaseKeeper}
 * renews.
 *
 * <p>Rules with a number, such as E3, are those of {@code docs/contract.md}.
 */
@NullMarked
package dev.duly.engine;

import org.jspecify.annotations.NullMarked;
