/**
 * What an application uses: {@link dev.duly.Duly} enqueues, a {@link dev.duly.Worker} runs. A job
 * of a {@link dev.duly.JobType} is enqueued as a {@link dev.duly.NewJob} and run by a {@link
 * dev.duly.Handler}.
 */
@NullMarked
package dev.duly;

import org.jspecify.annotations.NullMarked;
