package dev.duly;

import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.util.ArrayList;
import java.util.List;

/**
 * Jobs as they are stored, and what they are of, in the same order.
 *
 * @param types one for each
 */
record Bulk(List<EncodedJob> encoded, List<JobType<?, ?>> types) {
  List<JobHandle<?>> handles(Duly duly, List<Enqueued> answers) {
    List<JobHandle<?>> handles = new ArrayList<>(answers.size());
    for (int i = 0; i < answers.size(); i++) {
      handles.add(
          new JobHandle<>(
              duly, types.get(i), encoded.get(i).ref(), JobHandle.outcome(answers.get(i))));
    }
    return handles;
  }

  /**
   * The answer for a single job.
   *
   * @throws ConflictException if its id is taken by a job of other content
   */
  @SuppressWarnings("unchecked") // a handle of the job's own type
  static <R> JobHandle<R> single(NewJob<?, R> job, List<JobHandle<?>> answer) {
    JobHandle<?> handle = answer.get(0);
    if (handle.isConflict()) {
      throw new ConflictException(handle.id());
    }
    return (JobHandle<R>) handle;
  }
}
