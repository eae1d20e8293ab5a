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
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArraySet;
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

  static final class Item {
    public int n;
  }

  record Tag(String name, int weight) implements Comparable<Tag> {
    @Override
    public int compareTo(Tag other) {
      return Integer.compare(weight, other.weight); // of one weight there is no order
    }
  }

  record Bag(Set<Item> items, Set<Tag> tags, Set<Set<Tag>> groups) {}

  @Test
  void sets_of_what_has_no_text_or_no_order_are_written_alike_each_time() {
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      Set<Item> items = new HashSet<>();
      for (int n = 0; n < 5; n++) {
        Item item = new Item();
        item.n = n;
        items.add(item);
      }
      List<Tag> tags = new ArrayList<>(List.of(new Tag("a", 1), new Tag("b", 1), new Tag("c", 1)));
      Collections.shuffle(tags, new Random(i));
      Set<Tag> some = new HashSet<>(2 << (i % 5));
      some.addAll(tags);
      texts.add(codec.encode(new Bag(items, some, Set.of(some, Set.of())), Bag.class).text());
    }
    assertThat(texts).hasSize(1);
  }

  record Kept(Set<String> set, Map<String, Integer> map) {}

  @Test
  void what_keeps_an_order_that_is_not_known_by_its_class_keeps_it() {
    Map<String, Integer> inserted = new LinkedHashMap<>();
    inserted.put("z", 1);
    inserted.put("a", 2);
    for (Set<String> set :
        List.of(new CopyOnWriteArraySet<>(List.of("z", "a")), inserted.keySet())) {
      Kept kept = new Kept(set, inserted);
      Kept got = codec.decode(codec.encode(kept, Kept.class), Kept.class);
      assertThat(got.set()).containsExactly("z", "a");
      assertThat(got.map().keySet()).containsExactly("z", "a");
    }
  }
}
