package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.query.JobFilter;
import dev.duly.tck.bench.Rule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a list carries, and where it goes on (rule D2). */
abstract class ListRules extends KitChapter {
  private static final Payload LONG = Payload.json("\"" + "x".repeat(50_000) + "\"");

  @Test
  @Rule("D2")
  void a_list_leaves_out_payloads_and_results_that_are_too_long_and_tells_their_sizes() {
    Payload brief = Payload.json("\"some\"");
    enqueue(job("a").withPayload(brief), job("b").withPayload(LONG), job("c").withPayload(brief));
    List<Claim> claims = claim(session, 3);
    Optional<Run> ran = Optional.of(Run.INSTANT);
    settle(new Complete(claims.get(2).ref(), ran, Optional.of(LONG), List.of()));
    settle(new DeadLetter(claims.get(1), DeadReason.REJECTED, BOOM));

    assertThat(sizes(JobQuery.all(10)))
        .containsExactly(
            "c 6 of 6, 50002 of 50002", "b 50002 of 50002, 0 of 0", "a 6 of 6, 0 of 0");
    assertThat(sizes(JobQuery.all(10).payloadBytesMax(6)))
        .containsExactly("c 6 of 6, 0 of 50002", "b 0 of 50002, 0 of 0", "a 6 of 6, 0 of 0");
    assertThat(sizes(JobQuery.all(10).payloadBytesMax(0)))
        .containsExactly("c 0 of 6, 0 of 50002", "b 0 of 50002, 0 of 0", "a 0 of 6, 0 of 0");
    assertThat(sizes(JobQuery.in(JobState.DEAD, 10).payloadBytesMax(50_001)))
        .containsExactly("b 0 of 50002, 0 of 0");
    assertThat(sizes(JobQuery.in(JobState.DEAD, 10).payloadBytesMax(50_002)))
        .containsExactly("b 50002 of 50002, 0 of 0");
    assertThat(sizes(new JobQuery(JobFilter.parse("id:b"), 10).payloadBytesMax(0)))
        .containsExactly("b 0 of 50002, 0 of 0");
    assertThat(record("b").job().payload()).isEqualTo(LONG);
  }

  @Test
  @Rule("D2")
  void a_filter_finds_a_job_by_the_payload_that_the_list_leaves_out() {
    enqueue(job("a").withPayload(Payload.json("{\"n\":\"wanted\"}")), job("b"));

    assertThat(sizes(new JobQuery(JobFilter.parse("payload.n:wanted"), 10).payloadBytesMax(0)))
        .containsExactly("a 0 of 14, 0 of 0");
  }

  /** What is there of payload and result, and how long they are. */
  private List<String> sizes(JobQuery query) {
    return inspector().list(query).jobs().stream()
        .map(
            r ->
                String.format(
                    "%s %d of %d, %d of %d",
                    r.job().id(),
                    r.job().payload().size(),
                    r.payloadSize(),
                    r.result().map(Payload::size).orElse(0),
                    r.resultSize()))
        .toList();
  }

  @Test
  @Rule("D2")
  void a_cursor_that_no_page_gave_is_refused() {
    enqueue(job("a"), job("b"));
    for (String cursor : List.of("1", "1.2", "nonsense", "default=1.2", "é", "AAAA")) {
      assertThatThrownBy(() -> inspector().list(JobQuery.all(5).after(cursor)))
          .as(cursor)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("invalid page cursor " + cursor);
    }
    assertThat(inspector().list(JobQuery.all(1)).next()).hasValueSatisfying(this::assertOpaque);
  }

  private void assertOpaque(String cursor) {
    assertThat(cursor).matches("[A-Za-z0-9_-]+");
    assertThat(inspector().list(JobQuery.all(1).after(cursor)).jobs())
        .singleElement()
        .matches(r -> r.job().id().value().equals("a"));
  }
}
