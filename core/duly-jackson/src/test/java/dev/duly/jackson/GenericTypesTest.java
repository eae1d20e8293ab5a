package dev.duly.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.TypeRef;
import dev.duly.Worker;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Payloads and results whose types have parameters. */
class GenericTypesTest {
  record Order(String id, int pieces) {}

  private static final List<Order> ORDERS = List.of(new Order("a", 1), new Order("b", 2));
  private static final JobType<List<Order>, Map<String, Order>> SUM =
      JobType.of("sum", new TypeRef<List<Order>>() {})
          .returning(new TypeRef<Map<String, Order>>() {});

  @Test
  void a_handler_is_given_elements_of_their_own_class() throws Exception {
    CompletableFuture<Integer> pieces = new CompletableFuture<>();
    try (Duly jobs = Duly.on(new InMemoryBackend(new ManualClock()), JacksonCodec.standard())) {
      JobRef ref = jobs.enqueue(SUM, ORDERS).ref();
      Worker worker =
          jobs.worker()
              .queue("default", 1)
              .compute(
                  SUM,
                  (orders, attempt) -> {
                    pieces.complete(orders.stream().mapToInt(Order::pieces).sum());
                    return Map.of("first", orders.get(0));
                  })
              .start();
      assertThat(worker.awaitIdle(Duration.ofSeconds(20))).isTrue();

      assertThat(pieces).isCompletedWithValue(3);
      Optional<JobRecord> job = jobs.jobs().find(ref);
      assertThat(job.orElseThrow().result().map(Payload::text))
          .contains("{\"first\":{\"id\":\"a\",\"pieces\":1}}");
    }
  }

  @Test
  void what_would_come_back_as_another_class_is_refused_when_it_is_enqueued() {
    JobType<List<Object>, Void> vague = JobType.of("vague", new TypeRef<List<Object>>() {});
    try (Duly jobs = Duly.on(new InMemoryBackend(new ManualClock()), JacksonCodec.standard())) {
      assertThatThrownBy(() -> jobs.enqueue(vague, List.of(new Order("a", 1))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not come back from JSON as it was");
    }
  }

  @Test
  void a_type_without_parameters_or_with_a_variable_is_refused() {
    assertThatThrownBy(GenericTypesTest::<Order>ofVariable)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TypeRef<java.util.List<T>> has a type variable");
    assertThatThrownBy(() -> raw()).hasMessageContaining("a TypeRef needs its type");
    assertThat(new TypeRef<List<Order>>() {})
        .hasToString("java.util.List<" + Order.class.getTypeName() + ">");
  }

  private static <T> TypeRef<List<T>> ofVariable() {
    return new TypeRef<List<T>>() {};
  }

  @SuppressWarnings("rawtypes")
  private static TypeRef raw() {
    return new TypeRef() {};
  }

  @Test
  void two_types_of_one_name_and_other_parameters_are_refused() {
    try (Duly jobs = Duly.on(new InMemoryBackend(new ManualClock()), JacksonCodec.standard())) {
      var worker = jobs.worker().compute(SUM, (orders, attempt) -> Map.of());
      JobType<List<String>, Void> other = JobType.of("sum", new TypeRef<List<String>>() {});
      assertThatThrownBy(() -> worker.handle(other, (texts, attempt) -> {}).start())
          .hasMessageContaining("java.util.List<java.lang.String>");
    }
  }
}
