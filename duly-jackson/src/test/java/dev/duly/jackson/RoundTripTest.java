package dev.duly.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import dev.duly.job.Payload;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A payload comes back as it went in, or is refused when it is enqueued. */
class RoundTripTest {
  private final JacksonCodec codec = JacksonCodec.standard();

  enum Colour {
    RED
  }

  record Inner(String name, List<Integer> numbers) {}

  record Times(
      Instant instant,
      Duration duration,
      LocalDate date,
      ZonedDateTime zoned,
      ZonedDateTime utc,
      OffsetDateTime offset) {}

  record Numbers(
      BigDecimal price, BigInteger large, long most, double ratio, Map<String, Object> loose) {}

  @SuppressWarnings("ArrayRecordComponent") // people do
  record Everything(
      Optional<String> there,
      Optional<Inner> empty,
      Map<Integer, String> byNumber,
      Map<Colour, Inner> byColour,
      Set<String> set,
      UUID id,
      @Nullable String nothing,
      byte[] bytes,
      char c,
      Colour colour) {}

  record Text(String text) {}

  static final class Bean {
    private String to = "";

    public String getTo() {
      return to;
    }

    public void setTo(String to) {
      this.to = to;
    }
  }

  static Stream<Object> sound() {
    Bean bean = new Bean();
    bean.setTo("ada");
    ZonedDateTime zoned = ZonedDateTime.of(2026, 3, 29, 9, 30, 0, 7, ZoneId.of("America/New_York"));
    return Stream.of(
        new Inner("in a record", List.of(1, 2)),
        new Times(
            Instant.parse("2030-01-01T00:00:00.123456789Z"),
            Duration.ofMillis(1),
            LocalDate.EPOCH,
            zoned,
            zoned.withZoneSameInstant(ZoneId.of("UTC")),
            OffsetDateTime.parse("2026-03-29T09:30:00-04:00")),
        new Numbers(
            new BigDecimal("1.10"),
            BigInteger.TEN.pow(900),
            Long.MAX_VALUE,
            0.1,
            Map.of("price", new BigDecimal("0.1000000000000000000001"), "n", 5)),
        new Everything(
            Optional.of("x"),
            Optional.empty(),
            Map.of(1, "one"),
            Map.of(Colour.RED, new Inner("r", List.of())),
            Set.of("a", "b"),
            UUID.randomUUID(),
            null,
            new byte[] {0, -1},
            'é',
            Colour.RED),
        new Text("é \u0000 \uD83D\uDE00 \" \\ \u2028"),
        bean,
        Map.of("to", "ada"));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void it_comes_back_as_it_went(Object value) {
    Class<?> type = value instanceof Map ? Map.class : value.getClass();

    Payload payload = codec.encode(value, type);

    assertThat(codec.decode(payload, type)).usingRecursiveComparison().isEqualTo(value);
  }

  static class PrivateFields {
    private final int n;

    PrivateFields() {
      this(0);
    }

    PrivateFields(int n) {
      this.n = n;
    }

    int n() {
      return n;
    }
  }

  static final class HalfPrivate extends PrivateFields {
    HalfPrivate() {}

    HalfPrivate(int n) {
      super(n);
    }

    public String getTo() {
      return "ada";
    }
  }

  static final class NoSetter {
    private final String address;

    NoSetter() {
      this("");
    }

    NoSetter(String address) {
      this.address = address;
    }

    public String getTo() {
      return address;
    }
  }

  static final class Throws {
    private final List<String> none = List.of();

    public String getTo() {
      return none.get(0);
    }
  }

  static final class NoConstructor {
    private final int x;

    NoConstructor(int a, int b) {
      this.x = a + b;
    }

    public int getX() {
      return x;
    }
  }

  @SuppressWarnings("ClassCanBeStatic") // on purpose
  final class InnerClass {
    public int getX() {
      return 3;
    }
  }

  sealed interface Shape permits Circle {}

  record Circle(double r) implements Shape {}

  record Drawing(Shape shape) {}

  record Large(BigInteger n) {}

  record Nested(List<HalfPrivate> all) {}

  record Loose(Map<Object, String> byNumber) {}

  Stream<Object> unsound() {
    return Stream.of(
        new PrivateFields(42),
        new HalfPrivate(42),
        new NoSetter("ada"),
        new Throws(),
        new NoConstructor(2, 3),
        new InnerClass(),
        new Drawing(new Circle(2)),
        new Large(BigInteger.TEN.pow(1_200)),
        new Nested(List.of(new HalfPrivate(42))),
        new Loose(Map.of(1, "one")),
        new Object());
  }

  @Test
  void what_would_lose_something_is_refused_with_what_to_write() {
    unsound()
        .forEach(
            value ->
                assertThatThrownBy(
                        () -> codec.encode(value, value.getClass()), "%s", value.getClass())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(value.getClass().getName())
                    .message()
                    .containsAnyOf("Make it a record", "@JsonIgnore on it"));
  }

  record Loosely(Map<String, Object> by, Number number) {
    static Loosely of(Object value) {
      return new Loosely(Map.of("n", value), 1);
    }
  }

  record Place(Path file) {}

  record Orders(Set<String> set, SortedSet<String> sorted, HashMap<String, Integer> map) {}

  record Search(Pattern pattern) {}

  record Waiting(Queue<String> first) {}

  record Urgent(PriorityQueue<String> first) {}

  @SuppressWarnings("NonApiType") // people do
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
        arguments(Loosely.of(new Text("x")), "its by[n] was a dev.duly.jackson.RoundTripTest$Text"),
        arguments(
            Loosely.of(Instant.EPOCH), "its by[n] was a java.time.Instant" + more + "a java."),
        arguments(Loosely.of(new int[] {1}), "its by[n] was a [I" + more + "a java.util.ArrayList"),
        arguments(Loosely.of(List.of(List.of(1L))), "its by[n][0][0] was a java.lang.Long"),
        arguments(new Loosely(Map.of(), 5L), "its number was a java.lang.Long" + more),
        arguments(new Place(Path.of("a", "b")), "its file was a" + File.separator + "b" + more),
        arguments(
            new Search(Pattern.compile("a", Pattern.DOTALL)), "its pattern was a" + more + "a"),
        arguments(
            new Orders(Set.of(), reverse, new HashMap<>()),
            "its sorted comes back in another order"),
        arguments(new Orders(Set.of(), none, inserted), "its map comes back in another order"),
        arguments(
            new Urgent(queue), "its first[0] was c" + more + "a. Make it a record, or give each"));
  }

  @ParameterizedTest
  @MethodSource("changed")
  void what_would_come_back_as_something_else_is_refused(Object value, String why) {
    assertThatThrownBy(() -> codec.encode(value, value.getClass()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void what_has_an_order_comes_back_in_it() {
    Set<String> inserted = new LinkedHashSet<>(List.of("x", "b", "y", "a"));
    SortedSet<String> sorted = new TreeSet<>(inserted);
    Orders orders = new Orders(inserted, sorted, new HashMap<>(Map.of("n", 1)));

    Orders got = codec.decode(codec.encode(orders, Orders.class), Orders.class);

    assertThat(got.set()).containsExactly("x", "b", "y", "a");
    assertThat(got.sorted()).containsExactly("a", "b", "x", "y");
    codec.encode(new Place(Path.of("a").toAbsolutePath()), Place.class);
    codec.encode(new Waiting(new ArrayDeque<>(inserted)), Waiting.class);
  }

  record Unlike(String a) {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  record Group(Set<Unlike> members) {}

  static final class Cell {
    @JsonManagedReference private @Nullable Cell next;
    @JsonBackReference private @Nullable Cell before;

    public @Nullable Cell getNext() {
      return next;
    }

    public void setNext(@Nullable Cell next) {
      this.next = next;
    }

    public @Nullable Cell getBefore() {
      return before;
    }

    public void setBefore(@Nullable Cell before) {
      this.before = before;
    }
  }

  @Test
  void what_has_no_equals_and_what_points_back_is_compared() {
    codec.encode(new Group(Set.of(new Unlike("a"), new Unlike("b"), new Unlike("c"))), Group.class);
    Cell first = new Cell();
    first.next = new Cell();
    first.next.before = first;
    first.next.next = new Cell();
    first.next.next.before = first.next;

    Payload payload = codec.encode(first, Cell.class);

    assertThat(payload.text()).isEqualTo("{\"next\":{\"next\":{\"next\":null}}}");
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  static final class Lenient {
    private final int photo;
    private final String to;

    Lenient() {
      this(0, "");
    }

    Lenient(int photo, String to) {
      this.photo = photo;
      this.to = to;
    }

    @JsonIgnore
    public int getPhoto() {
      return photo;
    }

    public String getAddress() {
      return to;
    }
  }

  @Test
  void what_is_left_out_on_purpose_is_that_field_alone() {
    codec.encode(new Lenient(3, ""), Lenient.class);

    assertThatThrownBy(() -> codec.encode(new Lenient(3, "ada"), Lenient.class))
        .hasMessageContaining("its to was ada");
  }

  @Test
  void a_getter_that_throws_is_named_with_what_it_threw() {
    assertThatThrownBy(() -> codec.encode(new Throws(), Throws.class))
        .hasMessageContaining("IndexOutOfBoundsException")
        .hasMessageContaining("Throws[\"");
  }

  @Test
  void a_later_payload_that_would_lose_something_is_refused_though_the_first_would_not() {
    codec.encode(new Nested(List.of()), Nested.class);

    assertThatThrownBy(() -> codec.encode(new Nested(List.of(new HalfPrivate(42))), Nested.class))
        .hasMessageContaining("its all[0].n was 42 and comes back as 0");
  }

  @Test
  void what_differs_is_named() {
    assertThatThrownBy(() -> codec.encode(new Nested(List.of(new HalfPrivate(42))), Nested.class))
        .hasMessageContaining("its all[0].n was 42 and comes back as 0");
  }

  @Test
  void a_payload_is_read_back_as_its_type_says() {
    assertThatThrownBy(() -> codec.encode(new Circle(2), Shape.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_long_number_is_refused_whenever_it_comes() {
    codec.encode(new Large(BigInteger.ONE), Large.class);

    assertThatThrownBy(() -> codec.encode(new Large(BigInteger.TEN.pow(1_200)), Large.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static final class Marked {
    private String to = "";
    @JsonIgnore private int attempts = 3;
    private transient int hash = 7;

    public String getTo() {
      return to;
    }

    public void setTo(String to) {
      this.to = to;
    }

    int sum() {
      return attempts + hash;
    }
  }

  @Test
  void what_is_marked_as_left_out_may_be_lost() {
    Marked marked = new Marked();
    marked.setTo("ada");
    marked.attempts = 5;
    marked.hash = 5;

    assertThat(codec.encode(marked, Marked.class).text()).isEqualTo("{\"to\":\"ada\"}");
    assertThat(marked.sum()).isEqualTo(10);
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
