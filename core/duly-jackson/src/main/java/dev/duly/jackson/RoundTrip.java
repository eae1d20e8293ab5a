package dev.duly.jackson;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares what was written with what was read back, and finds the first place that differs. It
 * goes through the fields of the application's own classes, since few of them have an {@code
 * equals}, and an {@code equals} does not look at the order of a set; what is left out on purpose
 * ({@link ComparedFields}) is not compared.
 */
final class RoundTrip {
  private final Set<Pair> seen;

  /** Two objects that have been compared, or are about to be: objects may point at each other. */
  private record Pair(Object sent, Object got) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Pair pair && sent == pair.sent && got == pair.got;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(sent) + System.identityHashCode(got);
    }
  }

  private RoundTrip(Set<Pair> seen) {
    this.seen = seen;
  }

  /** The first; empty if they are the same. */
  static Optional<Difference> difference(Object sent, Object got) {
    return new RoundTrip(new HashSet<>()).difference("", sent, got);
  }

  private Optional<Difference> difference(String at, @Nullable Object sent, @Nullable Object got) {
    if (sent == got) {
      return Optional.empty();
    } else if (sent == null || got == null) {
      return Optional.of(Difference.ofNull(at, sent, got));
    } else if (sent instanceof Map<?, ?> map && got instanceof Map<?, ?> other) {
      return map(at, map, other);
    } else if (sent instanceof Collection<?> all
        && got instanceof Collection<?> other
        && sent instanceof Set == got instanceof Set) {
      return collection(at, all, other);
    } else if (sent instanceof Optional<?> one && got instanceof Optional<?> other) {
      return difference(at, one.orElse(null), other.orElse(null));
    } else if (sent instanceof Map.Entry<?, ?> one && got instanceof Map.Entry<?, ?> other) {
      return difference(at + ".key", one.getKey(), other.getKey())
          .or(() -> difference(at + ".value", one.getValue(), other.getValue()));
    } else if (sent instanceof AtomicReference<?> one && got instanceof AtomicReference<?> other) {
      return difference(at, one.get(), other.get());
    } else if (sent instanceof JsonNode tree && got instanceof JsonNode other) {
      return SameValue.of(tree, other) ? Optional.empty() : Optional.of(Difference.ofTree(at));
    } else if (sent.getClass() != got.getClass()) {
      return Optional.of(Difference.ofClasses(at, sent, got));
    } else if (sent.getClass().isArray()) {
      return elements(at, list(sent), list(got));
    } else if (sent instanceof Throwable thrown && got instanceof Throwable other) {
      return thrown(at, thrown, other);
    } else if (SameValue.isOfTheRuntime(sent.getClass())) {
      return SameValue.of(sent, got)
          ? Optional.empty()
          : Optional.of(Difference.ofValues(at, sent, got));
    }
    return fields(at, sent, got);
  }

  /** Those that the application's own classes declare; a class may extend one of Java itself. */
  private Optional<Difference> fields(String at, Object sent, Object got) {
    if (sent.getClass() != got.getClass() || !seen.add(new Pair(sent, got))) {
      return Optional.empty();
    }
    for (Field field : ComparedFields.of(sent.getClass())) {
      Optional<Difference> found = field(at, field, sent, got);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Difference> field(String at, Field field, Object sent, Object got) {
    String path = at.isEmpty() ? field.getName() : at + "." + field.getName();
    try {
      Object one = field.get(sent);
      Object other = field.get(got);
      return one instanceof Set<?> set && other instanceof Collection<?> all && isBroad(field)
          ? contents(path, set, all)
          : difference(path, one, other);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e); // it was made accessible
    }
  }

  /** Who declares no more than this does not mind whether it is a set or a list. */
  private static boolean isBroad(Field field) {
    return field.getType() == Collection.class || field.getType() == Iterable.class;
  }

  private Optional<Difference> thrown(String at, Throwable sent, Throwable got) {
    return difference(at + ".message", sent.getMessage(), got.getMessage())
        .or(() -> difference(at + ".cause", sent.getCause(), got.getCause()))
        .or(() -> fields(at, sent, got));
  }

  private Optional<Difference> map(String at, Map<?, ?> sent, Map<?, ?> got) {
    if (sent.size() != got.size()) {
      return Optional.of(Difference.ofSizes(at, sent.size(), got.size()));
    } else if (Order.isComparatorLost(sent, got)) {
      return Optional.of(Difference.ofComparator(at));
    }
    Map<Object, Object> keys = new HashMap<>(); // a key that is equal may have lost something
    got.keySet().forEach(key -> keys.put(key, key));
    Iterator<?> inOrder = got.keySet().iterator();
    for (Map.Entry<?, ?> entry : sent.entrySet()) {
      Object key = keys.get(entry.getKey());
      if (key == null) {
        return Optional.of(Difference.ofKey(at, entry.getKey()));
      } else if (Order.isKeptBy(sent) && !key.equals(inOrder.next())) {
        return Optional.of(Difference.ofOrder(at));
      }
      String place = at + "[" + entry.getKey() + "]";
      Optional<Difference> found =
          difference(place, entry.getKey(), key)
              .or(() -> difference(place, entry.getValue(), got.get(key)));
      if (found.isPresent()) {
        return found;
      }
    }
    return fields(at, sent, got);
  }

  private Optional<Difference> collection(String at, Collection<?> sent, Collection<?> got) {
    if (Order.isComparatorLost(sent, got)) {
      return Optional.of(Difference.ofComparator(at));
    }
    Optional<Difference> found =
        sent instanceof Set<?> set ? contents(at, set, got) : elements(at, sent, got);
    return found.isPresent() ? found : fields(at, sent, got);
  }

  private Optional<Difference> contents(String at, Set<?> sent, Collection<?> got) {
    if (!Order.isKeptBy(sent)) {
      return anyOrder(at, StableOrder.sorted(sent), got);
    }
    Optional<Difference> found = elements(at, sent, got);
    return found.isPresent() && sent.equals(new HashSet<>(got))
        ? Optional.of(Difference.ofOrder(at))
        : found;
  }

  private Optional<Difference> elements(String at, Collection<?> sent, Collection<?> got) {
    if (sent.size() != got.size()) {
      return Optional.of(Difference.ofSizes(at, sent.size(), got.size()));
    }
    Iterator<?> other = got.iterator();
    int i = 0;
    for (Object one : sent) {
      Optional<Difference> found = difference(at + "[" + i++ + "]", one, other.next());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** In the order in which they were written, or, of a mapper of the application's, in any. */
  private Optional<Difference> anyOrder(String at, List<?> sent, Collection<?> got) {
    Optional<Difference> asWritten = attempt().elements(at, sent, got);
    if (asWritten.isEmpty() || sent.size() != got.size() || sent.size() == 1) {
      return asWritten;
    }
    for (Object one : sent) {
      if (got.stream().noneMatch(other -> attempt().difference(at, one, other).isEmpty())) {
        return Optional.of(Difference.ofElement(at, one));
      }
    }
    return Optional.empty();
  }

  /** A comparison that may fail without a trace. */
  private RoundTrip attempt() {
    return new RoundTrip(new HashSet<>(seen));
  }

  private static List<?> list(Object array) {
    Object[] all = new Object[Array.getLength(array)];
    Arrays.setAll(all, i -> Array.get(array, i));
    return Arrays.asList(all);
  }
}
