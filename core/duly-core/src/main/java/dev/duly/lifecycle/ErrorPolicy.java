package dev.duly.lifecycle;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What errors mean for the next try, as the worker's type has it: some are not worth one, some have
 * delays of their own. Must not throw and has no effects.
 */
public interface ErrorPolicy {
  /** Every error is as the job's own policy says. */
  ErrorPolicy NONE = new ErrorPolicy() {};

  /** Whether it is not worth another try. */
  default boolean givesUp(Throwable cause) {
    return false;
  }

  /** The delays after this error, in place of the job's own; empty: those. */
  default Optional<Backoff> backoff(Throwable cause) {
    return Optional.empty();
  }

  /** This one, and where it says nothing, the other. */
  default ErrorPolicy or(ErrorPolicy other) {
    return this == NONE ? other : new Either(this, other);
  }

  /** These errors and their subclasses are not worth another try. Equal if the classes are. */
  record OnErrors(List<Class<? extends Throwable>> errors) implements ErrorPolicy {
    public OnErrors {
      errors = List.copyOf(errors);
    }

    @Override
    public boolean givesUp(Throwable cause) {
      return errors.stream().anyMatch(error -> error.isInstance(cause));
    }
  }

  /** Errors for which this is true are not. Equal if the predicates are. */
  record If(Predicate<Throwable> hopeless) implements ErrorPolicy {
    @Override
    public boolean givesUp(Throwable cause) {
      return hopeless.test(cause);
    }
  }

  /** This error and its subclasses have delays of their own. */
  record Delayed(Class<? extends Throwable> error, Backoff delays) implements ErrorPolicy {
    @Override
    public Optional<Backoff> backoff(Throwable cause) {
      return error.isInstance(cause) ? Optional.of(delays) : Optional.empty();
    }
  }

  /** What either says. */
  record Either(ErrorPolicy one, ErrorPolicy other) implements ErrorPolicy {
    @Override
    public boolean givesUp(Throwable cause) {
      return one.givesUp(cause) || other.givesUp(cause);
    }

    @Override
    public Optional<Backoff> backoff(Throwable cause) {
      Optional<Backoff> first = one.backoff(cause);
      return first.isPresent() ? first : other.backoff(cause);
    }
  }
}
