package dev.duly;

import dev.duly.job.DulyException;

/**
 * A handler completed its job within a transaction and returned, but that transaction did not
 * commit: what it did has not happened, so that the attempt has failed.
 */
final class NotCommittedException extends DulyException {
  NotCommittedException() {
    super(
        "the handler called completeWithin and returned, but its transaction was not committed;"
            + " commit it before returning, or throw");
  }
}
