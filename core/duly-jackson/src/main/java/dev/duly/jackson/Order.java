package dev.duly.jackson;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which maps and sets have an order of their own. Those that hash have none, and neither has a view
 * such as that of {@code Collections.unmodifiableMap}, for it does not say what is behind it.
 */
final class Order {
  private static final List<String> WITHOUT =
      List.of(
          "java.util.ImmutableCollections$",
          "java.util.Collections$",
          "java.util.AbstractMap$",
          "java.util.HashMap$",
          "java.util.Hashtable$",
          "java.util.WeakHashMap$",
          "java.util.IdentityHashMap$",
          "java.util.concurrent.ConcurrentHashMap$");

  private static final List<Class<?>> HASHING_MAPS =
      List.of(
          HashMap.class,
          Hashtable.class,
          WeakHashMap.class,
          IdentityHashMap.class,
          ConcurrentHashMap.class);

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
        || !hashes(map, HASHING_MAPS);
  }

  static boolean isOfSet(Class<?> set) {
    return LinkedHashSet.class.isAssignableFrom(set)
        || SortedSet.class.isAssignableFrom(set)
        || !hashes(set, List.of(HashSet.class));
  }

  private static boolean hashes(Class<?> c, List<Class<?>> known) {
    return c.isInterface()
        || known.stream().anyMatch(one -> one.isAssignableFrom(c))
        || (WITHOUT.stream().anyMatch(c.getName()::startsWith)
            && !c.getName().contains("Sequenced"));
  }

  /** Whether the one is sorted in a way of its own, and the other is not sorted so. */
  static boolean isComparatorLost(Object sent, Object got) {
    Comparator<?> comparator = comparator(sent);
    return comparator != null && !Objects.equals(comparator, comparator(got));
  }

  private static @Nullable Comparator<?> comparator(Object of) {
    Comparator<?> comparator =
        of instanceof SortedMap<?, ?> map
            ? map.comparator()
            : of instanceof SortedSet<?> set
                ? set.comparator()
                : of instanceof PriorityQueue<?> queue ? queue.comparator() : null;
    return comparator == null || comparator.equals(Comparator.naturalOrder()) ? null : comparator;
  }
}
