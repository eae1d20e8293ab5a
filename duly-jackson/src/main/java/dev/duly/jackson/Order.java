package dev.duly.jackson;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Which maps and sets have an order of their own. A view, such as that of {@code
 * Collections.unmodifiableMap}, has none, for it does not say what is behind it.
 */
final class Order {
  private Order() {}

  static boolean isKeptBy(Map<?, ?> map) {
    return isOfMap(map.getClass());
  }

  static boolean isKeptBy(Set<?> set) {
    return isOfSet(set.getClass());
  }

  static boolean isOfMap(Class<?> map) {
    return LinkedHashMap.class.isAssignableFrom(map)
        || SortedMap.class.isAssignableFrom(map)
        || EnumMap.class.isAssignableFrom(map);
  }

  static boolean isOfSet(Class<?> set) {
    return LinkedHashSet.class.isAssignableFrom(set)
        || SortedSet.class.isAssignableFrom(set)
        || EnumSet.class.isAssignableFrom(set);
  }
}
