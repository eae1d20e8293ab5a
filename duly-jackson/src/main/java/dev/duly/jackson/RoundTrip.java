package dev.duly.jackson;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was written with what was read back, and names the first place that differs. It
 * goes through the fields of the application's own classes, since few of them have an {@code
 * equals}; what is marked {@code transient} or {@code @JsonIgnore} is left out on purpose.
 */
final class RoundTrip {
  private static final int DEPTH_MAX = 20;

  private RoundTrip() {}

  /** Where they differ, such as {@code lines[2].price}; empty if nowhere. */
  static Optional<String> difference(Object sent, Object got) {
    return difference("", sent, got, 0);
  }

  private static Optional<String> difference(
      String at, @Nullable Object sent, @Nullable Object got, int depth) {
    if (Objects.equals(sent, got) || depth > DEPTH_MAX) {
      return Optional.empty();
    } else if (sent == null || got == null) {
      return Optional.of(at);
    } else if (sent.getClass().isArray() && got.getClass().isArray()) {
      return elements(at, list(sent), list(got), depth);
    } else if (sent instanceof Number number && got instanceof Number other) {
      return isSame(number, other) ? Optional.empty() : Optional.of(at);
    } else if (sent instanceof Map<?, ?> map && got instanceof Map<?, ?> other) {
      return entries(at, map, other, depth);
    } else if (sent instanceof List<?> list && got instanceof List<?> other) {
      return elements(at, list, other, depth);
    } else if (sent instanceof Collection<?> all && got instanceof Collection<?> other) {
      return all.size() == other.size() ? Optional.empty() : Optional.of(at);
    } else if (sent instanceof Optional<?> one && got instanceof Optional<?> other) {
      return difference(at, one.orElse(null), other.orElse(null), depth + 1);
    } else if (sent.getClass() != got.getClass()) {
      return Optional.of(at);
    } else if (isOfTheRuntime(sent.getClass())) {
      return sent.toString().equals(got.toString()) ? Optional.empty() : Optional.of(at);
    }
    return fields(at, sent, got, depth);
  }

  private static Optional<String> fields(String at, Object sent, Object got, int depth) {
    for (Class<?> c = sent.getClass(); c != null && !isOfTheRuntime(c); c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        Optional<String> found =
            isLeftOut(field)
                ? Optional.empty()
                : difference(
                    path(at, field.getName()), value(field, sent), value(field, got), depth + 1);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Object value(Field field, Object of) {
    try {
      field.setAccessible(true);
      return field.get(of);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return null; // a module that does not open it: what cannot be seen is not compared
    }
  }

  private static boolean isLeftOut(Field field) {
    return Modifier.isStatic(field.getModifiers())
        || Modifier.isTransient(field.getModifiers())
        || field.isSynthetic()
        || field.isAnnotationPresent(JsonIgnore.class)
        || field.getDeclaringClass().isAnnotationPresent(JsonIgnoreProperties.class)
        || Arrays.stream(field.getDeclaringClass().getDeclaredMethods())
            .anyMatch(
                method ->
                    method.isAnnotationPresent(JsonIgnore.class)
                        && method
                            .getName()
                            .toLowerCase(java.util.Locale.ROOT)
                            .endsWith(field.getName().toLowerCase(java.util.Locale.ROOT)));
  }

  private static Optional<String> entries(String at, Map<?, ?> sent, Map<?, ?> got, int depth) {
    if (!sent.keySet().equals(got.keySet())) {
      return Optional.of(at);
    }
    return sent.entrySet().stream()
        .flatMap(
            entry ->
                difference(
                    at + "[" + entry.getKey() + "]",
                    entry.getValue(),
                    got.get(entry.getKey()),
                    depth + 1)
                    .stream())
        .findFirst();
  }

  private static Optional<String> elements(String at, List<?> sent, List<?> got, int depth) {
    if (sent.size() != got.size()) {
      return Optional.of(at);
    }
    Iterator<?> other = got.iterator();
    int i = 0;
    for (Object one : sent) {
      Optional<String> found = difference(at + "[" + i++ + "]", one, other.next(), depth + 1);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static List<?> list(Object array) {
    Object[] all = new Object[Array.getLength(array)];
    Arrays.setAll(all, i -> Array.get(array, i));
    return Arrays.asList(all);
  }

  /** In a place of no declared class a number comes back as another class of the same value. */
  private static boolean isSame(Number sent, Number got) {
    return sent.toString().equals(got.toString())
        || new BigDecimal(sent.toString()).compareTo(new BigDecimal(got.toString())) == 0;
  }

  private static boolean isOfTheRuntime(Class<?> c) {
    return c.getName().startsWith("java.") || c.isEnum();
  }

  private static String path(String at, String field) {
    return at.isEmpty() ? field : at + "." + field;
  }
}
