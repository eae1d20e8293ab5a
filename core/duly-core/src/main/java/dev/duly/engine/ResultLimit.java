package dev.duly.engine;

import dev.duly.job.Payload;
import dev.duly.lifecycle.ErrorPolicy;
import dev.duly.lifecycle.RunEnd;

/**
 * Work whose results fit into the store. What has been done is done: a job whose result is too long
 * completes without it.
 *
 * @param bytesMax the longest result that is kept
 */
record ResultLimit(Work work, int bytesMax) implements Work {
  private static final System.Logger LOG = System.getLogger(ResultLimit.class.getName());

  @Override
  public boolean knows(String type) {
    return work.knows(type);
  }

  @Override
  public ErrorPolicy errors(String type) {
    return work.errors(type);
  }

  @Override
  public RunEnd run(RunningClaim running) {
    RunEnd end = work.run(running);
    if (!(end instanceof RunEnd.Returned returned) || size(returned) <= bytesMax) {
      return end;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "{0}: its result is {1} bytes, the limit is {2}; the job completes without it",
        running,
        size(returned),
        bytesMax);
    running.log(
        "its result is "
            + size(returned)
            + " bytes, the limit is "
            + bytesMax
            + ": the job completes without it");
    return returned.withoutResult();
  }

  private static int size(RunEnd.Returned returned) {
    return returned.result().map(Payload::size).orElse(0);
  }
}
