package dev.duly;

import dev.duly.job.DulyException;

/** The backend does not offer what was asked for; the message says what to do instead. */
public final class NotOfferedException extends DulyException {
  NotOfferedException(String message) {
    super(message);
  }
}
