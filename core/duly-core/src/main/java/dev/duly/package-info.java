/**
 * The application's view: {@link dev.duly.Duly} enqueues, a {@link dev.duly.Worker} runs; and the
 * engine between them.
 *
 * <p>The path of a job through a worker: {@code Puller} asks for what there are free slots for,
 * {@code Runner} runs the handler, {@link dev.duly.lifecycle.Lifecycle} decides what its end means,
 * {@code Settler} keeps the decisions until the turn thread sends them; beside the path {@code
 * LeaseKeeper} renews.
 */
@NullMarked
package dev.duly;

import org.jspecify.annotations.NullMarked;
