package dev.duly.jackson;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of an element of a set, by which the set is sorted. Sets within sets are sorted
 * likewise, to a depth at which they may be one that holds itself; from there on by {@code
 * toString}.
 */
final class ElementText {
  private static final int DEPTH_MAX = 4;
  private static final JsonMapper MAPPER = JacksonCodec.mapper();
  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

  private ElementText() {}

  static String of(Object element) {
    int depth = DEPTH.get();
    if (depth == DEPTH_MAX) {
      return String.valueOf(element);
    }
    DEPTH.set(depth + 1);
    try {
      return MAPPER.writeValueAsString(element);
    } catch (JacksonException e) {
      return String.valueOf(
          element); // of an application's own mapper, or refused when it is written
    } finally {
      DEPTH.set(depth);
    }
  }
}
