package dev.duly.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What has an order comes back in it; what has none is written in a stable one. */
class StableOrderTest {
  private final JacksonCodec codec = JacksonCodec.standard();

  record Orders(Set<String> set, SortedSet<String> sorted, HashMap<String, Integer> map) {}

  @Test
  void what_has_an_order_comes_back_in_it() {
    Set<String> inserted = new LinkedHashSet<>(List.of("x", "b", "y", "a"));
    SortedSet<String> sorted = new TreeSet<>(inserted);
    Orders orders = new Orders(inserted, sorted, new HashMap<>(Map.of("n", 1)));

    Orders got = codec.decode(codec.encode(orders, Orders.class), Orders.class);

    assertThat(got.set()).containsExactly("x", "b", "y", "a");
    assertThat(got.sorted()).containsExactly("a", "b", "x", "y");
  }

  @Test
  void maps_and_sets_without_an_order_are_written_in_a_stable_one() {
    List<String> names = new ArrayList<>(List.of("e", "a", "d", "c", "b"));
    Map<String, Integer> map = new HashMap<>();
    names.forEach(name -> map.put(name, 1));
    Map<String, Integer> inserted = new LinkedHashMap<>();
    names.forEach(name -> inserted.put(name, 1));

    assertThat(codec.encode(Collections.unmodifiableMap(map)).text())
        .isEqualTo("{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1}");
    assertThat(codec.encode(Map.copyOf(map)).text()).startsWith("{\"a\":1,\"b\":1,");
    assertThat(codec.encode(Set.copyOf(names)).text()).isEqualTo("[\"a\",\"b\",\"c\",\"d\",\"e\"]");
    assertThat(codec.encode(Map.of("set", new HashSet<>(names))).text())
        .isEqualTo("{\"set\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}");
    assertThat(codec.encode(inserted).text()).startsWith("{\"e\":1,\"a\":1,");
  }
}
