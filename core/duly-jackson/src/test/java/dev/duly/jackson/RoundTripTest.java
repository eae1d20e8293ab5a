package dev.duly.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.job.Payload;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                    .containsAnyOf("a record", "@JsonIgnore on it", "Make the keys Strings"));
  }

  @Test
  void a_getter_that_throws_is_named_with_what_it_threw() {
    assertThatThrownBy(() -> codec.encode(new Throws(), Throws.class))
        .hasMessageContaining("IndexOutOfBoundsException")
        .hasMessageContaining("Throws[\"");
  }

  static final class Deep {
    public @Nullable Deep deep;
  }

  @Test
  void a_payload_that_is_too_deep_is_refused_in_few_words() {
    Deep outer = new Deep();
    for (int i = 0; i < 600; i++) {
      Deep next = new Deep();
      next.deep = outer;
      outer = next;
    }
    Deep deepest = outer;
    assertThatThrownBy(() -> codec.encode(deepest, Deep.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("depth")
        .extracting(e -> String.valueOf(e.getMessage()).length())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.INTEGER)
        .isLessThan(600);
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
}
