package dev.duly.lifecycle;

import java.util.List;
import java.util.function.Predicate;

/** Which errors are not worth another try. Must not throw and has no effects. */
@FunctionalInterface
public interface GiveUp {
  GiveUp NEVER = cause -> false;

  boolean on(Throwable cause);

  default GiveUp or(GiveUp other) {
    return this == NEVER ? other : new Either(this, other);
  }

  /** These errors and their subclasses. Equal if the classes are. */
  record OnErrors(List<Class<? extends Throwable>> errors) implements GiveUp {
    public OnErrors {
      errors = List.copyOf(errors);
    }

    @Override
    public boolean on(Throwable cause) {
      return errors.stream().anyMatch(error -> error.isInstance(cause));
    }
  }

  /** Errors for which this is true. Equal if the predicates are. */
  record If(Predicate<Throwable> hopeless) implements GiveUp {
    @Override
    public boolean on(Throwable cause) {
      return hopeless.test(cause);
    }
  }

  /** What either gives up on. */
  record Either(GiveUp one, GiveUp other) implements GiveUp {
    @Override
    public boolean on(Throwable cause) {
      return one.on(cause) || other.on(cause);
    }
  }
}
