package dev.duly.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A payload that would come back as something else is refused when it is enqueued. */
class AlteredPayloadTest {
  private final JacksonCodec codec = JacksonCodec.standard();

  record Loosely(Map<String, Object> by, Number number) {
    static Loosely of(Object value) {
      return new Loosely(Map.of("n", value), 1);
    }
  }

  record Place(Path file) {}

  record Search(Pattern pattern) {}

  record Waiting(Queue<String> first) {}

  record Held(AtomicReference<Object> value) {}

  enum Unit {
    KG,
    KILO;

    @Override
    public String toString() {
      return "kg";
    }
  }

  record Weight(Unit unit) {}

  record Day(@JsonFormat(pattern = "yyyy-MM-dd") Date day) {}

  record Names(Map<String, Integer> byName) {}

  record Failed(IllegalStateException error) {}

  record Urgent(PriorityQueue<String> first) {}

  @SuppressWarnings({"NonApiType", "JavaUtilDate"}) // people do
  static Stream<Arguments> changed() {
    SortedSet<String> reverse = new TreeSet<>(Comparator.reverseOrder());
    reverse.addAll(List.of("a", "b"));
    LinkedHashMap<String, Integer> inserted = new LinkedHashMap<>();
    IntStream.range(0, 9).forEach(i -> inserted.put("n" + (9 - i), i));
    SortedSet<String> none = new TreeSet<>();
    PriorityQueue<String> queue = new PriorityQueue<>(Comparator.<String>reverseOrder());
    queue.addAll(List.of("a", "b", "c"));
    String more = " and comes back as ";
    return Stream.of(
        arguments(Loosely.of(5L), "its by[n] was a java.lang.Long" + more + "a java.lang.Integer"),
        arguments(Loosely.of(0.5), "its by[n] was a java.lang.Double" + more + "a java.math.Big"),
        arguments(
            Loosely.of(new RoundTripTest.Text("x")),
            "its by[n] was a dev.duly.jackson.RoundTripTest$Text"),
        arguments(
            Loosely.of(Instant.EPOCH), "its by[n] was a java.time.Instant" + more + "a java."),
        arguments(
            Loosely.of(new int[] {1}), "its by[n] was a int[]" + more + "a java.util.ArrayList"),
        arguments(Loosely.of(Set.of("a")), "its by[n] was a java.util."),
        arguments(Loosely.of(List.of(List.of(1L))), "its by[n][0][0] was a java.lang.Long"),
        arguments(new Loosely(Map.of(), 5L), "its number was a java.lang.Long" + more),
        arguments(new Place(Path.of("a", "b")), "its file was a" + File.separator + "b" + more),
        arguments(
            new Search(Pattern.compile("a", Pattern.DOTALL)), "its pattern was a" + more + "a"),
        arguments(
            new StableOrderTest.Orders(Set.of(), reverse, new HashMap<>()),
            "its sorted comes back without its comparator"),
        arguments(
            new StableOrderTest.Orders(Set.of(), none, inserted),
            "its map comes back in another order"),
        arguments(new Held(new AtomicReference<>(5L)), "its value was a java.lang.Long" + more),
        arguments(new Weight(Unit.KILO), "its unit was KILO and comes back as KG"),
        arguments(new Day(new Date(1_700_000_000_123L)), "its day was "),
        arguments(
            new Names(new TreeMap<>(String.CASE_INSENSITIVE_ORDER)),
            "its byName comes back without its comparator"),
        arguments(
            new Failed(new IllegalStateException("x", new IllegalArgumentException("y"))),
            "its error.cause was a java.lang.IllegalArgumentException" + more),
        arguments(new Urgent(queue), "its first comes back without its comparator"));
  }

  @ParameterizedTest
  @MethodSource("changed")
  void what_would_come_back_as_something_else_is_refused(Object value, String why) {
    assertThatThrownBy(() -> codec.encode(value, value.getClass()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void a_path_that_is_absolute_and_a_queue_without_a_comparator_come_back() {
    codec.encode(new Place(Path.of("a").toAbsolutePath()), Place.class);
    codec.encode(new Waiting(new ArrayDeque<>(List.of("b", "a"))), Waiting.class);
  }

  static final class Service {
    private final Object lock = new Object();
    private final ReentrantLock mutex = new ReentrantLock();
    public String name = "a";
    public Map.Entry<String, Integer> entry = Map.entry("a", 1);
    public Collection<String> all = Set.of("b", "a", "c");
    public Collection<String> inOrder = new LinkedHashSet<>(List.of("b", "a"));
    public Map<String, Integer> natural = new TreeMap<>(Comparator.<String>naturalOrder());

    boolean isFree() {
      synchronized (lock) {
        return !mutex.isLocked();
      }
    }
  }

  @Test
  void locks_sets_for_a_collection_and_the_natural_order_are_no_loss() {
    Service service = new Service();
    service.natural.put("x", 1);
    assertThat(service.isFree()).isTrue();

    codec.encode(service, Service.class);
  }

  record Tree(JsonNode node) {}

  @Test
  void a_tree_comes_back_whatever_the_class_of_its_numbers() {
    ObjectNode node = new ObjectNode(JsonNodeFactory.instance);
    node.put("long", 5L).put("double", 1e10).put("float", 0.1f).put("text", "x");
    node.putArray("all").add(1.10).addNull();

    Tree got = codec.decode(codec.encode(new Tree(node), Tree.class), Tree.class);

    assertThat(got.node().path("double").doubleValue()).isEqualTo(1e10);
    assertThat(got.node().path("all")).hasSize(2);
  }
}
