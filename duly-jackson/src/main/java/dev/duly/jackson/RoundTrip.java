package dev.duly.jackson;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares what was written with what was read back, and finds the first place that differs. It
 * goes through the fields of the application's own classes, since few of them have an {@code
 * equals}, and an {@code equals} does not look at the order of a set; what is left out on purpose
 * ({@link LeftOut}) is not compared.
 */
final class RoundTrip {
  private static final int SHOWN_MAX = 60;
  private static final String EACH_FIELD =
      "Make it a record, or give each field a getter and a setter; @JsonIgnore what is not needed";

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * A place that differs.
   *
   * @param at such as {@code lines[2].price}; empty for the value itself
   * @param how what became of it there
   * @param instead what to write, so that it comes back
   */
  record Difference(String at, String how, String instead) {}

  private RoundTrip() {}

  /** The first; empty if they are the same. */
  static Optional<Difference> difference(Object sent, Object got) {
    return new RoundTrip().difference("", sent, got);
  }

  private Optional<Difference> difference(String at, @Nullable Object sent, @Nullable Object got) {
    if (sent == got) {
      return Optional.empty();
    } else if (sent == null || got == null) {
      return differs(at);
    } else if (sent instanceof Map<?, ?> map && got instanceof Map<?, ?> other) {
      return Order.isKeptBy(map) ? ordered(at, map, other) : entries(at, map, other);
    } else if (sent instanceof Set<?> set && got instanceof Set<?> other) {
      return Order.isKeptBy(set) ? ordered(at, set, other) : anyOrder(at, set, other);
    } else if (sent instanceof Collection<?> all
        && got instanceof Collection<?> other
        && !(sent instanceof Set)) {
      return elements(at, all, other);
    } else if (sent instanceof Optional<?> one && got instanceof Optional<?> other) {
      return difference(at, one.orElse(null), other.orElse(null));
    } else if (sent instanceof JsonNode tree && got instanceof JsonNode other) {
      return tree.equals(RoundTrip::compare, other) ? Optional.empty() : differs(at);
    } else if (sent.getClass() != got.getClass()) {
      return Optional.of(
          new Difference(
              at,
              "was a "
                  + sent.getClass().getName()
                  + " and comes back as a "
                  + got.getClass().getName(),
              "Declare the class of what it holds, in a record"));
    } else if (sent.getClass().isArray()) {
      return elements(at, list(sent), list(got));
    } else if (isOfTheRuntime(sent.getClass())) {
      return isSame(sent, got)
          ? Optional.empty()
          : Optional.of(
              new Difference(
                  at,
                  "was " + shown(sent) + " and comes back as " + shown(got),
                  isSimple(sent) ? EACH_FIELD : "Make it a String, or a record of what is needed"));
    }
    return seen.add(sent) ? fields(at, sent, got) : Optional.empty();
  }

  private static Optional<Difference> differs(String at) {
    return Optional.of(new Difference(at, "differs", EACH_FIELD));
  }

  private Optional<Difference> fields(String at, Object sent, Object got) {
    for (Class<?> c = sent.getClass(); c != null && !isOfTheRuntime(c); c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        Optional<Difference> found = field(at, field, sent, got);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** Of a module that does not open it: what cannot be seen is not compared. */
  private Optional<Difference> field(String at, Field field, Object sent, Object got) {
    if (LeftOut.has(field)) {
      return Optional.empty();
    }
    try {
      field.setAccessible(true);
      String path = at.isEmpty() ? field.getName() : at + "." + field.getName();
      return difference(path, field.get(sent), field.get(got));
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return Optional.empty();
    }
  }

  private Optional<Difference> entries(String at, Map<?, ?> sent, Map<?, ?> got) {
    return sent.keySet().equals(got.keySet()) ? values(at, sent, got) : differs(at);
  }

  private Optional<Difference> ordered(String at, Map<?, ?> sent, Map<?, ?> got) {
    Optional<Difference> keys = ordered(at, sent.keySet(), got.keySet());
    return keys.isPresent() ? keys : values(at, sent, got);
  }

  private Optional<Difference> values(String at, Map<?, ?> sent, Map<?, ?> got) {
    for (Map.Entry<?, ?> entry : sent.entrySet()) {
      Optional<Difference> found =
          difference(at + "[" + entry.getKey() + "]", entry.getValue(), got.get(entry.getKey()));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Difference> ordered(String at, Set<?> sent, Set<?> got) {
    Optional<Difference> found = elements(at, sent, got);
    return found.isPresent() && sent.equals(got)
        ? Optional.of(
            new Difference(
                at, "comes back in another order", "Make it a List if the order matters"))
        : found;
  }

  private Optional<Difference> elements(String at, Collection<?> sent, Collection<?> got) {
    if (sent.size() != got.size()) {
      return differs(at);
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

  /** Each element must have come back; few sets hold what has no {@code equals}. */
  private Optional<Difference> anyOrder(String at, Set<?> sent, Set<?> got) {
    if (sent.size() != got.size()) {
      return differs(at);
    }
    for (Object one : sent) {
      if (!got.contains(one) && got.stream().noneMatch(other -> isSameElement(one, other))) {
        return differs(at);
      }
    }
    return Optional.empty();
  }

  private static boolean isSameElement(@Nullable Object sent, @Nullable Object got) {
    return new RoundTrip().difference("", sent, got).isEmpty();
  }

  private static List<?> list(Object array) {
    Object[] all = new Object[Array.getLength(array)];
    Arrays.setAll(all, i -> Array.get(array, i));
    return Arrays.asList(all);
  }

  /** Numbers of a tree have no class in JSON. */
  private static int compare(JsonNode sent, JsonNode got) {
    if (sent.isNumber() && got.isNumber()) {
      return sent.decimalValue().compareTo(got.decimalValue());
    }
    return sent.equals(got) ? 0 : 1;
  }

  private static boolean isSame(Object sent, Object got) {
    if (sent instanceof BigDecimal number && got instanceof BigDecimal other) {
      return number.compareTo(other) == 0;
    } else if (sent instanceof Pattern pattern && got instanceof Pattern other) {
      return pattern.flags() == other.flags() && pattern.pattern().equals(other.pattern());
    }
    return Objects.equals(sent, got) || sent.toString().equals(got.toString());
  }

  /** JSON has it: only a field that was not written or not read loses it. */
  private static boolean isSimple(Object value) {
    return value instanceof Number
        || value instanceof CharSequence
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Enum;
  }

  private static String shown(Object value) {
    String text = value.toString();
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
  }

  /** Of Java itself, whose insides are nobody's; what an enumeration is, its name says. */
  private static boolean isOfTheRuntime(Class<?> c) {
    return c.isEnum()
        || Enum.class.isAssignableFrom(c)
        || c.getClassLoader() == null
        || c.getClassLoader() == ClassLoader.getPlatformClassLoader();
  }
}
