package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.room.Acted;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.tck.bench.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person does to one job is done to no neighbour. */
abstract class NeighbourActRules extends NeighbourChapter {
  @Test
  @Rule("D2")
  void one_waiting_job_is_cancelled_among_many() {
    crowd();
    for (String id : List.of("a0", "a1", "b3", "h0", "o2")) {
      Map<String, String> before = standing();
      assertThat(operator().cancel(refs(id), WHO)).containsExactly(Acted.DONE);
      assertThat(without(standing(), id)).isEqualTo(without(before, id));
    }
    assertThat(ids(claimAll()))
        .containsExactly("h1", "h2", "h3", "a2", "a3", "b0", "b1", "b2", "o0", "o1", "o3");
  }

  @Test
  @Rule("D2")
  void a_whole_bulk_and_half_of_another_are_cancelled_at_once() {
    crowd();
    Map<String, String> before = standing();
    String[] gone = {"b0", "b1", "b2", "b3", "h1", "h3"};
    assertThat(operator().cancel(refs(gone), WHO)).containsOnly(Acted.DONE);
    assertThat(without(standing(), gone)).isEqualTo(without(before, gone));
    assertThat(ids(claimAll()))
        .containsExactly("h0", "h2", "a1", "a2", "a3", "o0", "o1", "o2", "o3");
    bench.advance(LATER);
    assertThat(ids(claim(session, 1))).contains("h0"); // its lease is over
  }

  @Test
  @Rule("D2")
  void one_waiting_job_is_deleted_among_many() {
    crowd();
    for (String id : List.of("a0", "a1", "b3", "h0", "o2")) {
      Map<String, String> before = standing();
      assertThat(operator().delete(refs(id), WHO)).containsExactly(Acted.DONE);
      assertThat(standing()).isEqualTo(without(before, id));
    }
    assertThat(ids(claimAll()))
        .containsExactly("h1", "h2", "h3", "a2", "a3", "b0", "b1", "b2", "o0", "o1", "o3");
  }

  @Test
  @Rule("D2")
  void what_is_over_is_deleted_and_what_runs_beside_it_is_not() {
    crowd();
    List<Claim> claims = claim(session, new Demand("p", List.of(QUEUE), Priority.STRICT, 6));
    settle(new Complete(claims.get(0)));
    settle(new DeadLetter(claims.get(1), DeadReason.REJECTED, BOOM));
    settle(new DeadLetter(claims.get(4), DeadReason.REJECTED, BOOM));
    operator().cancel(refs("o0"), WHO);
    Map<String, String> before = standing();
    assertThat(ids(claims)).containsExactly("h0", "h1", "h2", "h3", "a1", "a2");

    assertThat(operator().delete(refs("h0", "h1", "h2", "a1", "a2", "o0"), WHO))
        .containsExactly(
            Acted.DONE, Acted.DONE, Acted.WRONG_STATE, Acted.DONE, Acted.WRONG_STATE, Acted.DONE);
    assertThat(standing()).isEqualTo(without(before, "h0", "h1", "a1", "o0"));
  }

  @Test
  @Rule("D3")
  void a_dead_job_comes_back_to_its_own_queue_and_level() {
    crowd();
    settle(new DeadLetter(claimOne(), DeadReason.REJECTED, BOOM));
    bench.advance(TICK);
    Map<String, String> before = standing();

    assertThat(operator().requeue(refs("h0"), WHO)).containsExactly(Acted.DONE);
    assertThat(without(standing(), "h0")).isEqualTo(without(before, "h0"));
    assertThat(ids(claimAll()))
        .containsExactly(
            "h1", "h2", "h3", "h0", "a1", "a2", "a3", "b0", "b1", "b2", "b3", "o0", "o1", "o2",
            "o3");
  }

  @Test
  @Rule({"T3", "X5"})
  void running_jobs_are_asked_to_stop_among_many() {
    crowd();
    List<Claim> claims = new ArrayList<>(claim(other, 6));
    assertThat(ids(claims)).containsExactly("h0", "h1", "h2", "h3", "a1", "a2");
    claims.addAll(claimAll());
    complete(claims, "h1");
    complete(claims, "b2");
    String[] asked = {"b1", "a2", "a0", "h1", "b2"};
    Map<String, String> before = standing();

    assertThat(operator().cancel(refs(asked), WHO))
        .containsExactly(
            Acted.ASKED, Acted.ASKED, Acted.DONE, Acted.WRONG_STATE, Acted.WRONG_STATE);
    assertThat(without(standing(), "b1", "a2", "a0")).isEqualTo(without(before, "b1", "a2", "a0"));
    for (Extended answer : other.extend(claims.stream().map(this::extension).toList())) {
      String id = answer.claim().job().id().value();
      assertThat(answer.state())
          .as(id)
          .isEqualTo(List.of("b1", "a2").contains(id) ? Extended.State.STOP : Extended.State.HELD);
    }
  }

  /** Completes one of them, and takes it off the list. */
  private void complete(List<Claim> claims, String id) {
    Claim one = claims.stream().filter(c -> c.job().id().value().equals(id)).findAny().get();
    claims.remove(one);
    assertThat(settle(new Complete(one))).isEqualTo(Outcome.APPLIED);
  }

  private Extension extension(Claim claim) {
    return new Extension(claim.ref());
  }

  @Test
  @Rule("D2")
  void a_running_job_is_not_edited_though_its_neighbours_can_be() {
    crowd();
    Claim running = claimOne(); // h0
    Map<String, String> before = standing();
    Payload edited = Payload.json("\"edited\"");

    assertThat(operator().edit(running.job().ref(), edited, WHO)).isEqualTo(Acted.WRONG_STATE);
    assertThat(standing()).isEqualTo(before);
    for (String id : List.of("h1", "a0", "b0", "o3")) {
      assertThat(operator().edit(ref(id), edited, WHO)).isEqualTo(Acted.DONE);
    }
    assertThat(without(standing(), "h1", "a0", "b0", "o3"))
        .isEqualTo(without(before, "h1", "a0", "b0", "o3"));
    assertThat(record("h1").job().payload()).isEqualTo(edited);
  }
}
