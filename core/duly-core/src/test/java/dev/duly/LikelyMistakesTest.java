package dev.duly;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ObjectCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is enqueued by mistake is refused by a name people know, with the line to write. */
class LikelyMistakesTest {
  private final Duly jobs = Duly.on(new InMemoryBackend(), new ObjectCodec());

  @AfterEach
  void close() {
    jobs.close();
  }

  static Stream<Arguments> mistakes() {
    Runnable lambda = () -> {};
    return Stream.of(
        Arguments.of("hello", "a String cannot be enqueued directly; write enqueue(a record"),
        Arguments.of(42, "a Integer cannot be enqueued directly; write enqueue(a record"),
        Arguments.of(Instant.EPOCH, "a Instant cannot be enqueued directly"),
        Arguments.of(Map.of("a", 1), "a Map cannot be enqueued directly; write enqueue(NewJob.of("),
        Arguments.of(List.of("a"), "a List cannot be enqueued directly; write enqueueAll("),
        Arguments.of(Set.of("a"), "a collection cannot be enqueued directly; write enqueueAll("),
        Arguments.of(lambda, "a lambda or a Runnable cannot be enqueued directly"),
        Arguments.of(null, "null cannot be enqueued directly; write enqueue(NewJob.of("));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  @SuppressWarnings("NullAway") // people do
  void is_told_with_what_to_write(Object payload, String told) {
    assertThatThrownBy(() -> jobs.enqueue(payload))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told);
  }
}
